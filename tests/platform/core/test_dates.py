"""Days in the case that the sentence asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from raekoda.platform.core.dates import MONTHS, day_span, from_day, on_day, on_month_day, until_day

DAY = date(2026, 12, 15)


def test_estonian_months_take_the_ending_of_the_case() -> None:
    with override("et"):
        assert on_day(DAY) == "15. detsembril 2026"
        assert on_month_day(DAY) == "15. detsembril"
        assert until_day(DAY) == "15. detsembrini 2026"
        assert from_day(DAY) == "15. detsembrist 2026"
        assert [on_day(date(2026, month, 1)).split()[1] for month in (1, 3, 5, 6)] == [
            "jaanuaril", "märtsil", "mail", "juunil",
        ]  # fmt: skip
    assert len(MONTHS) == 12


@pytest.mark.parametrize(("language", "written"), [("en", "15 December 2026"), ("ru", "15 декабря 2026")])
def test_other_languages_write_the_day_as_always(language: str, written: str) -> None:
    with override(language):
        assert {on_day(DAY), until_day(DAY), from_day(DAY)} == {written}


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 9, 1), date(2026, 9, 15), "1.–15. septembrini 2026"),
        (date(2026, 9, 1), date(2026, 10, 15), "1. septembrist 15. oktoobrini 2026"),
        (date(2026, 12, 1), date(2027, 1, 15), "1. detsembrist 2026 15. jaanuarini 2027"),
    ],
)
def test_a_span_names_what_its_ends_share_once(first: date, last: date, written: str) -> None:
    with override("et"):
        assert day_span(first, last) == written


def test_templates_take_the_local_day_of_a_moment() -> None:
    moment = datetime(2026, 12, 14, 23, 30, tzinfo=UTC)
    with override("et"):
        text = Template("{% load ui %}hiljemalt {{ at|on_day }}, kuni {{ at|until_day }}, {{ none|on_day }}").render(
            Context({"at": moment, "none": None})
        )
    assert text == "hiljemalt 15. detsembril 2026, kuni 15. detsembrini 2026, "
