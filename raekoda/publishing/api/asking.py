"""What the assistant answers, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override
from ninja.errors import HttpError

from raekoda.casework.assistant import actions, limits
from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.models import AskChannel
from raekoda.casework.assistant.replies import Reply, Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.publishing.api import show
from raekoda.publishing.api.errors import Unusable
from raekoda.publishing.api.parameters import Question
from raekoda.registry.services.queries import published


def reply(request: HttpRequest, asked: Question) -> dict[str, Any]:
    """Ask and show the reply. Raises ``HttpError`` past the limits, ``Unusable`` for what is no question."""
    if not limits.may_ask(request):
        raise HttpError(429, "Too many questions")
    with override(asked.language):
        try:
            given = actions.ask(asked.question, language=asked.language, channel=AskChannel.API, actor=Actor.resident())
        except QuestionError as refusal:
            raise Unusable("question", refusal.message) from refusal
        return _shown(given, site_url(current()))


def _shown(given: Reply, site: str) -> dict[str, Any]:
    service = published().filter(pk=given.service_key).first() if given.service_key else None
    return {
        "answered": given.answered,
        "language": given.language,
        "answer": " ".join(sentence.text for sentence in given.sentences),
        "sentences": [{"text": sentence.text, "source": sentence.source} for sentence in given.sentences],
        "sources": [_source(source, site) for source in given.sources],
        "confidence": given.confidence,
        "mode": str(given.mode),
        "service": show.service_ref(service),
        "ways": [
            {"kind": step.kind, "label": step.label, "url": _absolute(step.url, site)} for step in given.next_steps
        ],
        "near": [_source(source, site) for source in given.near],
        "question_form": site + reverse("cases:ask"),
    }


def _source(source: Source, site: str) -> dict[str, Any]:
    return {
        "number": source.number,
        "kind": source.kind,
        "language": source.language,
        "title": source.title,
        "url": _absolute(source.url, site),
        "text": source.text,
    }


def _absolute(url: str, site: str) -> str:
    return site + url if url.startswith("/") else url
