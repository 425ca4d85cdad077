"""Orders the ranked texts by whether they are about the subject of the question, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from raekoda.casework.assistant.everyday import names_meant
from raekoda.casework.assistant.material import DocumentRef, Kind, Material, load_materials
from raekoda.casework.assistant.ranking import Ranked, version_of
from raekoda.casework.assistant.subjects import SubjectMatch, match_subject, subject_words
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.models import Document

MOST_TEXTS = 6
EVERYDAY, NAMED, ABSENT, UNTIMELY = 8.0, 1.0, 1.0, 1.5
"""How much counts for the order: everyday words that mean the text, subject words in its names and nowhere in it, and that
it is news or a page about the site."""


@dataclass(frozen=True)
class Match:
    """A text with its score and how it fits the subject of the question; ``base`` is the score of :mod:`.ranking`."""

    material: Material
    score: float
    base: float
    subject: SubjectMatch
    is_meant: bool


def match_texts(question: str, language: str, ranked: Sequence[Ranked]) -> list[Match]:
    """The best ranked texts and those that everyday words mean, best first; the first in ``language`` if there is a version."""
    asked = subject_words(question, language, current())
    meant = _documents_meant(names_meant(question, language), language)
    base = {one.text: one.score for one in ranked}
    lowest = min(base.values(), default=0.0)
    materials = load_materials([*(one.text for one in ranked[:MOST_TEXTS]), *meant])
    places = {int(ref.key): place for place, ref in reversed(list(enumerate(meant)))}
    matches = [_match(material, asked, language, base.get(material.found, lowest), places) for material in materials]
    ordered = sorted(matches, key=lambda match: -match.score)
    return [_in_language(ordered[0], language), *ordered[1:]] if ordered else []


def _match(material: Material, asked: list[str], language: str, base: float, places: dict[int, int]) -> Match:
    subject = match_subject(asked, language, material)
    place = places.get(material.service.pk) if material.service else None
    score = base + NAMED * subject.named - ABSENT * subject.absent
    score += EVERYDAY / (1 + 0.1 * place) if place is not None else 0.0
    score -= UNTIMELY if material.found.kind in (Kind.NEWS, Kind.PAGE) else 0.0
    return Match(material, score, base, subject, place is not None)


def _documents_meant(names: Sequence[str], language: str) -> list[DocumentRef]:
    """The services whose titles begin with the names, in the order of the names."""
    if not names:
        return []
    rows = Document.objects.filter(kind=Kind.SERVICE, language=language).values_list(
        "kind", "key", "language", "title", "url"
    )
    services = [DocumentRef(*row) for row in rows]
    return [ref for name in names for ref in services if ref.title.casefold().startswith(name.casefold())]


def _in_language(match: Match, language: str) -> Match:
    """The version of a text, or of its service, in ``language``; the text itself when there is none."""
    found, service = match.material.found, match.material.service
    if found.language == language or service is None:
        return match
    version = version_of(Kind.SERVICE, str(service.pk), language)
    loaded = load_materials([version]) if version and version.language == language else []
    return replace(match, material=loaded[0]) if loaded else match
