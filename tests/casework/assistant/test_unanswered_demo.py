"""The demo's made-up questions are asked of the assistant itself, once; one group gets its answer half-way."""

from __future__ import annotations

import pytest

from raekoda.casework.assistant.models import AskChannel, Exchange, Gap
from raekoda.casework.assistant.unanswered import statistics
from raekoda.platform.core.models import Municipality
from raekoda.tools import demo
from raekoda.tools.demo import asked


def test_the_questions_come_in_three_languages_by_every_channel_over_three_months() -> None:
    rows = demo.read("asked")
    assert len({row["question"] for row in rows}) == len(rows) >= 60
    assert {row["language"] for row in rows} == {"et", "en", "ru"}
    assert {row["channel"] for row in rows} == set(AskChannel.values)
    assert min(row["days_ago"] for row in rows) < 7 < 80 < max(row["days_ago"] for row in rows) < 95


def test_asked_twice_it_is_there_once(municipality: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [row for row in demo.read("asked") if row["about"] == asked.MATTER and row["language"] == "et"]
    monkeypatch.setattr(asked, "read", lambda name: few)
    assert asked.ask_all() == len(few)
    assert asked.ask_all() == 0
    assert Exchange.objects.count() == len(few)
    gap = Gap.objects.get(answer__title=asked.TITLE)
    assert gap.state == Gap.State.ANSWERED
    assert gap.answer is not None
    assert gap.answer.is_demo
    effect = statistics.effect(gap)
    assert effect is not None
    assert effect.before == sum(row["days_ago"] > asked.ANSWERED_DAYS_AGO for row in few)
    assert effect.after == len(few) - effect.before
    assert effect.given >= 1, "what was asked in vain before is found after"
