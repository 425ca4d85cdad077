"""Made-up questions of residents, asked of the assistant itself over the past three months; one group of them gets its
answer half-way, so that it can be seen whether it helped.

``asked.json``: ``about`` is what the question is about (for people who read the file), the rest is as it was asked.
``helped`` is what the asker says when there was an answer: true, false, or the title of the answer that would help.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant import actions as assistant
from raekoda.casework.assistant.models import Exchange
from raekoda.casework.assistant.replies import Reply
from raekoda.casework.assistant.unanswered import actions as unanswered
from raekoda.casework.assistant.unanswered.grouping import group_new_questions
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search.vectors import activate, embed_some, models_to_fill, split_missing
from raekoda.tools.demo import CODES, read

ANSWERED_DAYS_AGO = 45
MATTER = "Christmas tree"
TITLE = "Kuhu viia vana jõulukuusk?"
QUESTION = "Pühad on läbi ja kuusk tuleb toast ära viia. Kuhu selle panna võib?"
ANSWER = (
    "Vana jõulukuuse võtab vastu jäätmejaam. Kui teil autot ei ole, küsige jõulukuuse äravedu oma prügivedajalt. "
    "Võtke ehted ja jalg enne ära."
)


def ask_all() -> int:
    """Ask what has not been asked yet, answer the one group, put everything into groups; how many were asked.
    Raises ``EmbeddingUnavailable``."""
    municipality = Municipality.objects.get(code=CODES[0])
    with municipality_scope(municipality):
        there = set(Exchange.objects.values_list("question", flat=True))
        waiting = [entry for entry in read("asked") if entry["question"] not in there]
        if not waiting:
            return 0
        _find_everything()
        before = [entry for entry in waiting if entry["days_ago"] > ANSWERED_DAYS_AGO]
        for entry in before:
            _ask(entry)
        group_new_questions()
        _answer(municipality)
        _find_everything()
        for entry in waiting:
            if entry not in before:
                _ask(entry)
        group_new_questions()
    return len(waiting)


def _find_everything() -> None:
    """Vectors for all that is published: the demo's questions meet a search that is ready."""
    split_missing()
    for model in models_to_fill():
        while embed_some(model):
            pass
        activate(model)


def _ask(entry: dict[str, Any]) -> None:
    with clock.at(_moment(entry)):
        reply = assistant.ask(
            entry["question"], language=entry["language"], channel=entry["channel"], actor=Actor.system()
        )
        if reply.answered and "helped" in entry:
            assistant.rate(reply.ref, helped=_helped(entry, reply))
        if entry.get("handed_over"):
            assistant.mark_forwarded(reply.ref)


def _helped(entry: dict[str, Any], reply: Reply) -> bool:
    """As the entry says; where an answer of one title is hoped for, whether it was that one."""
    hoped = entry["helped"]
    return any(source.title == hoped for source in reply.sources) if isinstance(hoped, str) else bool(hoped)


def _moment(entry: dict[str, Any]) -> datetime:
    """Some time of the working day, never later than now."""
    morning = clock.now().replace(hour=6, minute=5) - timedelta(days=entry["days_ago"])
    return min(morning + timedelta(minutes=11 * len(entry["question"]) % 600), clock.now())


def _answer(municipality: Municipality) -> None:
    """Turn the one group into a draft, write it and release it, as an official would have done."""
    if PublishedAnswer.objects.filter(title=TITLE).exists():
        return
    texts = [entry["question"] for entry in read("asked") if entry["about"] == MATTER]
    asked = Exchange.objects.filter(question__in=texts, gap__isnull=False).select_related("gap").order_by("asked_at")
    first = asked.first()
    if first is None or first.gap is None:
        return
    system = Actor.system()
    with clock.at(clock.now().replace(hour=8, minute=20) - timedelta(days=ANSWERED_DAYS_AGO)):
        draft = unanswered.draft_answer(first.gap, actor=system)
        answers.edit(draft, actor=system, title=TITLE, question=QUESTION, answer=ANSWER)
        PublishedAnswer.objects.filter(pk=draft.pk).update(is_demo=True, asked_on=clock.local_day(first.asked_at))
        draft.refresh_from_db()
        answers.release(draft, actor=system, accept_findings=True)
