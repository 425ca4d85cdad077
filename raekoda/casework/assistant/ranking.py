"""Reranks the search results for a question with calibrated weights.

Search is tuned for people who scan ten hits; an answer uses the first one or two. Phrases for a text count here, and a text
in another language is not penalised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from raekoda.casework.answers import queries as answers
from raekoda.casework.assistant.material import DocumentRef, Kind, Material
from raekoda.casework.assistant.phrases import Nearness
from raekoda.platform.search.finding import Candidate, deviations
from raekoda.platform.search.models import Document
from raekoda.platform.search.retrieval import Passage, Retrieved

MOST_CANDIDATES = 12
CANDIDATES_BY_PHRASES = 3
LEAST_PROMINENCE = 1.0


@dataclass(frozen=True)
class Evidence:
    """Ranking features of a text, comparable across questions."""

    words: float
    whole: float
    coverage: float
    foreign: float
    phrase: float

    def vector(self) -> tuple[float, ...]:
        """The numbers in the order of :data:`NAMES`."""
        return astuple(self)


NAMES = tuple(field.name for field in fields(Evidence))


@dataclass(frozen=True)
class Ranked:
    """A candidate with its evidence; ``likeness`` is its cosine with the question (0.0 without a vector)."""

    text: DocumentRef
    evidence: Evidence
    likeness: float
    score: float = 0.0


def candidates(found: Retrieved, near: Nearness) -> list[Ranked]:
    """The first search results and the texts with the nearest phrases, unranked."""
    texts = found.texts[:MOST_CANDIDATES]
    most = max((text.words for text in texts), default=0.0)
    whole = dict(zip(found.texts, deviations([text.whole for text in found.texts]), strict=True))
    passages: dict[int, list[Passage]] = {}
    for passage in found.passages:
        passages.setdefault(passage.document, []).append(passage)
    ranked = [
        Ranked(
            DocumentRef(text.kind, text.key, text.language, text.title, text.url),
            Evidence(
                words=text.words / most if most else 0.0,
                whole=whole[text],
                coverage=max((passage.coverage for passage in passages.get(text.id, ())), default=0.0),
                foreign=float(text.language != found.language),
                phrase=near.prominence(text.text),
            ),
            text.whole or 0.0,
        )
        for text in texts
    ]
    return ranked + _by_phrases(found.language, texts, near)


def companion_of(first: Material, language: str, near: Nearness) -> DocumentRef | None:
    """The companion of the best text: the service of a published answer; for a service its published answer with the
    nearest question, if prominent."""
    if first.service is None:
        return None
    if first.found.kind == Kind.ANSWER:
        return version_of(Kind.SERVICE, str(first.service.pk), language)
    keys = answers.public().filter(service=first.service).values_list("pk", flat=True)
    nearest = max((str(key) for key in keys), key=lambda key: near.prominence((Kind.ANSWER, key)), default="")
    if not nearest or near.prominence((Kind.ANSWER, nearest)) < LEAST_PROMINENCE:
        return None
    return version_of(Kind.ANSWER, nearest, language)


def version_of(kind: str, key: str, language: str) -> DocumentRef | None:
    """A text of the index in ``language``, else in another."""
    rows = Document.objects.filter(kind=kind, key=key).values_list("kind", "key", "language", "title", "url")
    return next((DocumentRef(*row) for row in sorted(rows, key=lambda row: (row[2] != language, row[2]))), None)


def rank(ranked: Sequence[Ranked], weights: Sequence[float]) -> list[Ranked]:
    """Sort by the weighted sum of evidence, set as ``score``, best first."""
    scored = [
        Ranked(one.text, one.evidence, one.likeness, sum(map(_product, weights, one.evidence.vector())))
        for one in ranked
    ]
    return sorted(scored, key=lambda one: -one.score)


def _by_phrases(language: str, texts: Sequence[Candidate], near: Nearness) -> list[Ranked]:
    """Texts among the nearest phrases that search did not find, one language each."""
    known = {text.text for text in texts}
    nearest = sorted(near.texts, key=lambda text: -near.texts[text])[:CANDIDATES_BY_PHRASES]
    missing = [text for text in nearest if text not in known]
    rows = Document.objects.filter(key__in=[key for _kind, key in missing]).values_list(
        "kind", "key", "language", "title", "url"
    )
    versions: dict[tuple[str, str], DocumentRef] = {}
    for row in sorted(rows, key=lambda row: (row[2] != language, row[2])):
        versions.setdefault((row[0], row[1]), DocumentRef(*row))
    return [
        Ranked(text, Evidence(0.0, 0.0, 0.0, float(text.language != language), near.prominence(key)), 0.0)
        for key, text in versions.items()
        if key in missing
    ]


def _product(left: float, right: float) -> float:
    return left * right
