"""Measures answers on questions with known right texts."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError

from raekoda.casework.assistant.evaluation import Question
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
)


@dataclass(frozen=True)
class MeasuredQuestion:
    """A question with its reply and the time in milliseconds."""

    question: Question
    reply: Reply
    milliseconds: float

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

    @classmethod
    def of(cls, measured: Sequence[MeasuredQuestion]) -> Shares:
        yes = [one for one in measured if one.question.is_answerable]
        no = [one for one in measured if not one.question.is_answerable]
        answered = [one for one in yes if one.reply.answered]
        return cls(
            answerable=len(yes),
            source=_share(sum(one.cites_right for one in yes), len(yes)),
            answered=_share(len(answered), len(yes)),
            precision=_share(sum(one.cites_right for one in answered), len(answered)),
            unanswerable=len(no),
            abstained=_share(sum(not one.reply.answered for one in no), len(no)),
        )

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            str(self.answerable), f"{self.source:.3f}", f"{self.answered:.3f}", f"{self.precision:.3f}",
            str(self.unanswerable), f"{self.abstained:.3f}",
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


def percentile(measured: Sequence[MeasuredQuestion], share: float) -> float:
    """The time within which ``share`` of the questions were answered, in milliseconds."""
    ordered = sorted(one.milliseconds for one in measured)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
