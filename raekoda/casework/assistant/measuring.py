"""Measuring answers on questions whose right texts are known."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError

from raekoda.casework.assistant.evaluation import Question
from raekoda.casework.assistant.phrases import fill
from raekoda.casework.assistant.replies import Reply
from raekoda.casework.assistant.replying import reply_to
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search.vectors import cut_missing, embed_some, ensure_model

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
class Measured:
    """A question with what was replied and how long it took, in milliseconds."""

    question: Question
    reply: Reply
    milliseconds: float

    @property
    def cites_right(self) -> bool:
        """Whether the answer cites a text that counts as right."""
        return any((source.kind, source.key) in self.question.keys for source in self.reply.sources)


@dataclass(frozen=True)
class Shares:
    """The figures of some questions, each 0 to 1."""

    answerable: int
    source: float
    answered: float
    precision: float
    unanswerable: int
    abstained: float

    @classmethod
    def of(cls, measured: Sequence[Measured]) -> Shares:
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
    """The municipality with the demo's content open, every text of it with its vectors. Raises ``CommandError`` with what to
    do when there is none in this database."""
    municipality = Municipality.objects.filter(code=code or settings.RAEKODA_DEFAULT_MUNICIPALITY).first()
    if municipality is None:
        raise CommandError("There is no such municipality here. `raekoda demo` puts the demo's content in place.")
    cut_missing()
    model = ensure_model()
    while embed_some(model):
        pass
    for place in (None, municipality):
        fill(model, place)
    with municipality_scope(municipality):
        yield municipality


def measure(questions: Sequence[Question]) -> list[Measured]:
    """Ask every question as somebody would on the Estonian page; nothing is kept."""
    measured = []
    for question in questions:
        begun = time.perf_counter()
        reply, _service = reply_to(question.question, PAGE_LANGUAGE)
        measured.append(Measured(question, reply, (time.perf_counter() - begun) * 1000))
    return measured


def rows_of(measured: Sequence[Measured]) -> list[tuple[str, ...]]:
    """One row for each split and language, each split, and all."""
    splits = sorted({one.question.split for one in measured}, reverse=True)
    languages = [code for code in ("et", "en", "ru") if any(one.question.language == code for one in measured)]
    rows = []
    for split in splits:
        of_split = [one for one in measured if one.question.split == split]
        for language in languages:
            rows.append((split, language, *Shares.of([o for o in of_split if o.question.language == language]).cells))
        rows.append((split, "all", *Shares.of(of_split).cells))
    return [*rows, ("all", "all", *Shares.of(measured).cells)]


def percentile(measured: Sequence[Measured], share: float) -> float:
    """The time within which ``share`` of the questions were answered, in milliseconds."""
    ordered = sorted(one.milliseconds for one in measured)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
