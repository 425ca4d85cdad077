"""Measures answers on questions with known right texts."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError

from raekoda.casework.assistant.emergencies.detection import detect
from raekoda.casework.assistant.evaluation import EMERGENCIES, Question
from raekoda.casework.assistant.phrases import update_phrases
from raekoda.casework.assistant.pipeline import reply_to
from raekoda.casework.assistant.replies import Reply
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search.vectors import embed_some, ensure_model, split_missing

PAGE_LANGUAGE = "et"
HEAD = (
    "split",
    "language",
    "answerable",
    "right source",
    "answered",
    "right when answered",
    "not answerable",
    "abstained",
    "right first",
    "wrong of given",
)


@dataclass(frozen=True)
class MeasuredQuestion:
    """A question with its reply and the time in milliseconds."""

    question: Question
    reply: Reply
    milliseconds: float

    @property
    def is_right_first(self) -> bool:
        """Whether the first source is a right one, or the answer is about the right service."""
        first = [(source.kind, source.key) for source in self.reply.sources[:1]]
        return bool({*first, ("service", self.reply.service_key)} & self.question.keys)

    @property
    def cites_right(self) -> bool:
        """Whether the answer cites a right text."""
        return any((source.kind, source.key) in self.question.keys for source in self.reply.sources)


@dataclass(frozen=True)
class Shares:
    """Shares (0 to 1) over a set of questions."""

    answerable: int
    source: float
    answered: float
    precision: float
    unanswerable: int
    abstained: float
    first: float
    wrong: float

    @classmethod
    def of(cls, measured: Sequence[MeasuredQuestion]) -> Shares:
        yes = [one for one in measured if one.question.is_answerable]
        no = [one for one in measured if not one.question.is_answerable]
        answered = [one for one in yes if one.reply.answered]
        given = [one for one in measured if one.reply.answered]
        return cls(
            answerable=len(yes),
            source=_share(sum(one.cites_right for one in yes), len(yes)),
            answered=_share(len(answered), len(yes)),
            precision=_share(sum(one.cites_right for one in answered), len(answered)),
            unanswerable=len(no),
            abstained=_share(sum(not one.reply.answered for one in no), len(no)),
            first=_share(sum(one.is_right_first for one in answered), len(yes)),
            wrong=_share(sum(not one.is_right_first for one in given), len(given)),
        )

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            str(self.answerable), f"{self.source:.3f}", f"{self.answered:.3f}", f"{self.precision:.3f}",
            str(self.unanswerable), f"{self.abstained:.3f}",
            f"{self.first:.3f}", f"{self.wrong:.3f}",
        )  # fmt: skip


@contextmanager
def demo_content(code: str = "") -> Iterator[Municipality]:
    """Open the scope of the demo municipality with all vectors computed. Raises ``CommandError`` when it does not exist."""
    municipality = Municipality.objects.filter(code=code or settings.RAEKODA_DEFAULT_MUNICIPALITY).first()
    if municipality is None:
        raise CommandError("There is no such municipality here. `raekoda demo` puts the demo's content in place.")
    split_missing()
    model = ensure_model()
    while embed_some(model):
        pass
    for place in (None, municipality):
        update_phrases(model, place)
    with municipality_scope(municipality):
        yield municipality


def measure(questions: Sequence[Question]) -> list[MeasuredQuestion]:
    """Ask every question on the Estonian page; nothing is stored."""
    measured = []
    for question in questions:
        begun = time.perf_counter()
        reply, _service = reply_to(question.question, PAGE_LANGUAGE)
        measured.append(MeasuredQuestion(question, reply, (time.perf_counter() - begun) * 1000))
    return measured


def table_rows(measured: Sequence[MeasuredQuestion]) -> list[tuple[str, ...]]:
    """Table rows: each split and language, each split, all."""
    splits = sorted({one.question.split for one in measured}, reverse=True)
    languages = [code for code in ("et", "en", "ru") if any(one.question.language == code for one in measured)]
    rows = []
    for split in splits:
        of_split = [one for one in measured if one.question.split == split]
        for language in languages:
            rows.append((split, language, *Shares.of([o for o in of_split if o.question.language == language]).cells))
        rows.append((split, "all", *Shares.of(of_split).cells))
    return [*rows, ("all", "all", *Shares.of(measured).cells)]


def mixed_languages(measured: Sequence[MeasuredQuestion]) -> int:
    """The number of answers with sources in more than one language."""
    return sum(len({source.language for source in one.reply.sources}) > 1 for one in measured)


def emergency_figures() -> str:
    """How many of the project's emergencies are recognised, and of those that only sound like one."""
    rows = json.loads(EMERGENCIES.read_text(encoding="utf-8"))
    found = {
        kind: [detect(row["question"]) is not None for row in rows if row["kind"] == kind]
        for kind in ("emergency", "no emergency")
    }
    met, false = found["emergency"], found["no emergency"]
    return (
        f"emergencies {_share(sum(met), len(met)):.3f} of {len(met)}, "
        f"false alarms {_share(sum(false), len(false)):.3f} of {len(false)}"
    )


def percentile(measured: Sequence[MeasuredQuestion], share: float) -> float:
    """The time within which ``share`` of the questions were answered, in milliseconds."""
    ordered = sorted(one.milliseconds for one in measured)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
