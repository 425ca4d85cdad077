"""A reply as pages show it: sentences with their sources, languages in words, the ways on in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from raekoda.casework.assistant.replies import Reply, Source, Way
from raekoda.platform.core import clock
from raekoda.platform.search.models import Document

ICONS = {
    "apply": "file-pen-line",
    "report": "map-pin",
    "phone": "phone",
    "email": "mail",
    "page": "landmark",
}
KIND_ICONS = {"service": "landmark", "answer": "message-circle-reply", "news": "newspaper"}


@dataclass(frozen=True)
class ShownSource:
    """A source with its kind in words and, when it is not the reader's language, the language in words."""

    source: Source
    kind: str
    icon: str
    language: str


@dataclass(frozen=True)
class ShownSentence:
    """A sentence beside the source it stands in."""

    text: str
    source: Source


@dataclass(frozen=True)
class ShownWay:
    """A way on: its icon, what the link says, whether it leads to another site."""

    way: Way
    icon: str
    label: str
    is_outside: bool


@dataclass(frozen=True)
class ShownReply:
    """What the templates need of a reply."""

    reply: Reply
    sentences: list[ShownSentence]
    sources: list[ShownSource]
    near: list[ShownSource]
    ways: list[ShownWay]
    foreign: str
    made_on: date

    @property
    def answered(self) -> bool:
        return self.reply.answered

    @property
    def ref(self) -> str:
        return self.reply.ref

    @property
    def text(self) -> str:
        """The answer as plain text."""
        return " ".join(sentence.text for sentence in self.sentences)


def shown(reply: Reply) -> ShownReply:
    """The reply, made ready for the templates in the language of the page."""
    by_number = {source.number: source for source in reply.sources}
    sentences = [
        ShownSentence(each.text, by_number[each.source]) for each in reply.sentences if each.source in by_number
    ]
    foreign = {each.source.language for each in sentences} - {reply.language}
    return ShownReply(
        reply=reply,
        sentences=sentences,
        sources=[_source(each, reply.language) for each in reply.sources],
        near=[_source(each, reply.language) for each in reply.near],
        ways=[_way(each) for each in reply.ways],
        foreign=_language_name(min(foreign)) if foreign else "",
        made_on=clock.today(),
    )


def _source(source: Source, language: str) -> ShownSource:
    kinds: dict[str, str] = {
        Document.Kind.SERVICE: _("Service"),
        Document.Kind.ANSWER: _("Answer"),
        Document.Kind.PAGE: _("Page"),
        Document.Kind.NEWS: _("Piece of news"),
    }
    written_in = "" if source.language == language else _language_name(source.language)
    return ShownSource(source, kinds.get(source.kind, ""), KIND_ICONS.get(source.kind, "file-text"), written_in)


def _way(way: Way) -> ShownWay:
    label = _("Page of the service") if way.kind == "page" else way.label
    return ShownWay(way, ICONS.get(way.kind, "arrow-right"), label, way.url.startswith(("http://", "https://")))


def _language_name(code: str) -> str:
    return {"et": _("in Estonian"), "en": _("in English"), "ru": _("in Russian")}.get(code, code)
