"""Presents a reply to templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from raekoda.casework.assistant.emergencies.cards import Card
from raekoda.casework.assistant.replies import NextStep, Reply, Source
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
class SourceView:
    """A source with the labels of its kind and, when it differs from the reader's, its language."""

    source: Source
    kind: str
    icon: str
    language: str


@dataclass(frozen=True)
class SentenceView:
    """A sentence with its source."""

    text: str
    source: Source


@dataclass(frozen=True)
class NextStepView:
    """A next step with icon, label and whether it is an external link."""

    step: NextStep
    icon: str
    label: str
    is_outside: bool


@dataclass(frozen=True)
class ReplyView:
    """A reply for templates."""

    reply: Reply
    sentences: list[SentenceView]
    sources: list[SourceView]
    near: list[SourceView]
    next_steps: list[NextStepView]
    foreign: str
    made_on: date

    @property
    def emergency(self) -> Card | None:
        return self.reply.emergency

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


def present_reply(reply: Reply) -> ReplyView:
    """The reply for templates, in the active language."""
    by_number = {source.number: source for source in reply.sources}
    sentences = [
        SentenceView(each.text, by_number[each.source]) for each in reply.sentences if each.source in by_number
    ]
    foreign = {each.source.language for each in sentences} - {reply.language}
    return ReplyView(
        reply=reply,
        sentences=sentences,
        sources=[_source_view(each, reply.language) for each in reply.sources],
        near=[_source_view(each, reply.language) for each in reply.near],
        next_steps=[_step_view(each) for each in reply.next_steps],
        foreign=_language_name(min(foreign)) if foreign else "",
        made_on=clock.today(),
    )


def _source_view(source: Source, language: str) -> SourceView:
    kinds: dict[str, str] = {
        Document.Kind.SERVICE: _("Service"),
        Document.Kind.ANSWER: _("Answer"),
        Document.Kind.PAGE: _("Page"),
        Document.Kind.NEWS: _("Piece of news"),
    }
    written_in = "" if source.language == language else _language_name(source.language)
    return SourceView(source, kinds.get(source.kind, ""), KIND_ICONS.get(source.kind, "file-text"), written_in)


def _step_view(step: NextStep) -> NextStepView:
    label = _("Page of the service") if step.kind == "page" else step.label
    return NextStepView(step, ICONS.get(step.kind, "arrow-right"), label, step.url.startswith(("http://", "https://")))


def _language_name(code: str) -> str:
    return {"et": _("in Estonian"), "en": _("in English"), "ru": _("in Russian")}.get(code, code)
