"""The order of the texts found for one question: their separate scores weighed anew, by weights chosen from data.

Search orders for people who look through ten hits; an answer rests on the first one or two. Phrases that people use for a text
count here, and a text that exists in another language only is not put behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from raekoda.casework.answers import queries as answers
from raekoda.casework.assistant.material import Found, Kind, Material
from raekoda.casework.assistant.phrases import Nearness
from raekoda.platform.search.finding import Candidate, deviations
from raekoda.platform.search.models import Document
from raekoda.platform.search.retrieval import Passage, Retrieved

LOOKED_AT = 12
ADDED_BY_PHRASES = 3
STANDS_OUT = 0.4


@dataclass(frozen=True)
class Evidence:
    """What speaks for a text, each number comparable over questions."""

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
    """A text found, with what speaks for it; ``likeness`` is its cosine with the question (0.0: no vector)."""

    text: Found
    evidence: Evidence
    likeness: float
    score: float = 0.0


def candidates(found: Retrieved, near: Nearness) -> list[Ranked]:
    """The texts that search put first, and those whose phrases are nearest to the question; not in order yet."""
    texts = found.texts[:LOOKED_AT]
    most = max((text.words for text in texts), default=0.0)
    whole = dict(zip(found.texts, deviations([text.whole for text in found.texts]), strict=True))
    passages: dict[int, list[Passage]] = {}
    for passage in found.passages:
        passages.setdefault(passage.document, []).append(passage)
    ranked = [
        Ranked(
            Found(text.kind, text.key, text.language, text.title, text.url),
            Evidence(
                words=text.words / most if most else 0.0,
                whole=whole[text],
                coverage=max((passage.coverage for passage in passages.get(text.id, ())), default=0.0),
                foreign=float(text.language != found.language),
                phrase=near.standing_out(text.text),
            ),
            text.whole or 0.0,
        )
        for text in texts
    ]
    return ranked + _by_phrases(found.language, texts, near)


def beside(first: Material, language: str, near: Nearness) -> Found | None:
    """What belongs with the best text: the service that a published answer is about; of a service the published answer whose
    question is nearest to this one, if it stands out."""
    if first.service is None:
        return None
    if first.found.kind == Kind.ANSWER:
        return _version(Kind.SERVICE, str(first.service.pk), language)
    keys = answers.public().filter(service=first.service).values_list("pk", flat=True)
    nearest = max((str(key) for key in keys), key=lambda key: near.standing_out((Kind.ANSWER, key)), default="")
    if not nearest or near.standing_out((Kind.ANSWER, nearest)) < STANDS_OUT:
        return None
    return _version(Kind.ANSWER, nearest, language)


def _version(kind: str, key: str, language: str) -> Found | None:
    """A text of the index in ``language``, else in another."""
    rows = Document.objects.filter(kind=kind, key=key).values_list("kind", "key", "language", "title", "url")
    return next((Found(*row) for row in sorted(rows, key=lambda row: (row[2] != language, row[2]))), None)


def in_order(ranked: Sequence[Ranked], weights: Sequence[float]) -> list[Ranked]:
    """Best first, each with its weighed sum as ``score``."""
    scored = [
        Ranked(one.text, one.evidence, one.likeness, sum(map(_product, weights, one.evidence.vector())))
        for one in ranked
    ]
    return sorted(scored, key=lambda one: -one.score)


def _by_phrases(language: str, texts: Sequence[Candidate], near: Nearness) -> list[Ranked]:
    """Published texts that search did not find though people's phrases for them are among the nearest, one language each."""
    known = {text.text for text in texts}
    nearest = sorted(near.texts, key=lambda text: -near.texts[text])[:ADDED_BY_PHRASES]
    missing = [text for text in nearest if text not in known]
    rows = Document.objects.filter(key__in=[key for _kind, key in missing]).values_list(
        "kind", "key", "language", "title", "url"
    )
    versions: dict[tuple[str, str], Found] = {}
    for row in sorted(rows, key=lambda row: (row[2] != language, row[2])):
        versions.setdefault((row[0], row[1]), Found(*row))
    return [
        Ranked(text, Evidence(0.0, 0.0, 0.0, float(text.language != language), near.standing_out(key)), 0.0)
        for key, text in versions.items()
        if key in missing
    ]


def _product(left: float, right: float) -> float:
    return left * right
