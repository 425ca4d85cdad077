"""Loads the texts that may be cited.

The search index gives document references; their texts are read from the registers and pages, public ones only. Of a
published answer only the answer is cited, never the question of the resident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from raekoda.casework.answers import queries as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant import facts
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.sentences import sentences
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import plain
from raekoda.platform.search.models import Document
from raekoda.registry.services import queries as services
from raekoda.registry.services.models import Service
from raekoda.registry.services.publishing import SEARCH_FIELDS
from raekoda.registry.services.rules import lines

Kind = Document.Kind
FREE_TEXT = "text"
STATE_HOSTS = frozenset({"eesti.ee", "riigiteataja.ee"})


@dataclass(frozen=True)
class DocumentRef:
    """Reference to a document of the search index."""

    kind: str
    key: str
    language: str
    title: str
    url: str


@dataclass(frozen=True)
class Piece:
    """A published sentence and its register field (``text`` outside the register)."""

    text: str
    field: str


@dataclass(frozen=True)
class Material:
    """A published text with its service."""

    found: DocumentRef
    pieces: tuple[Piece, ...]
    service: Service | None


def load_materials(texts: Iterable[DocumentRef]) -> list[Material]:
    """The texts in the given order, without those no longer public. A fixed number of queries: one for pages, one for
    answers, three for services with channels and topics."""
    texts = list(dict.fromkeys(texts))
    column = answers.public().in_bulk([int(text.key) for text in texts if text.kind == Kind.ANSWER])
    keys = {int(text.key) for text in texts if text.kind == Kind.SERVICE}
    keys |= {answer.service_id for answer in column.values() if answer.service_id}
    register = {service.pk: service for service in _services(keys)}
    bodies = _bodies(texts)
    own = STATE_HOSTS | hosts_of(current())
    materials = (_material(text, register, column, bodies) for text in texts)
    fit = (_without_foreign(material, own) for material in materials if material is not None)
    return [material for material in fit if material.pieces]


def hosts_of(municipality: Municipality) -> frozenset[str]:
    """Hosts of the municipality's own pages and mailboxes."""
    return frozenset(filter(None, map(facts.host, (site_url(municipality), municipality.email))))


def _without_foreign(material: Material, own: frozenset[str]) -> Material:
    """The material without markup and links to unknown hosts."""
    channels = material.service.channels.all() if material.service else ()
    known = own | {host for channel in channels if (host := facts.host(channel.link))}
    fit = (piece for piece in material.pieces if facts.is_plain(piece.text))
    return replace(material, pieces=tuple(piece for piece in fit if facts.links_only_to(piece.text, known)))


def _services(keys: set[int]) -> Iterable[Service]:
    return services.published().filter(pk__in=keys).prefetch_related("channels", "topics")


def _bodies(texts: list[DocumentRef]) -> dict[tuple[str, str, str], str]:
    wanted = [text.key for text in texts if text.kind in (Kind.PAGE, Kind.NEWS)]
    rows = Document.objects.filter(kind__in=(Kind.PAGE, Kind.NEWS), key__in=wanted)
    return {
        (kind, key, language): body for kind, key, language, body in rows.values_list("kind", "key", "language", "body")
    }


def _material(
    text: DocumentRef,
    register: dict[int, Service],
    column: dict[int, PublishedAnswer],
    bodies: dict[tuple[str, str, str], str],
) -> Material | None:
    if text.kind == Kind.SERVICE:
        service = register.get(int(text.key))
        return Material(text, tuple(_of_service(service, text.language)), service) if service else None
    if text.kind == Kind.ANSWER:
        answer = column.get(int(text.key))
        return Material(text, _of_text(answer.answer), register.get(answer.service_id or 0)) if answer else None
    return Material(text, _of_text(bodies.get((text.kind, text.key, text.language), "")), None)


def _of_service(service: Service, language: str) -> Iterable[Piece]:
    for field in SEARCH_FIELDS:
        for line in lines(getattr(service, f"{field}_{language}") or ""):
            yield from (Piece(sentence, field) for sentence in sentences(plain(line)))


def _of_text(text: str) -> tuple[Piece, ...]:
    pieces = (plain(line) for line in lines(text))
    return tuple(Piece(sentence, FREE_TEXT) for piece in pieces for sentence in sentences(piece))
