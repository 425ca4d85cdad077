"""Replies of the assistant as JSON values."""

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
from raekoda.publishing.api import presenters
from raekoda.publishing.api.errors import InvalidParameter
from raekoda.publishing.api.parameters import Question
from raekoda.registry.services.queries import published


def reply(request: HttpRequest, asked: Question) -> dict[str, Any]:
    """Ask the assistant. Raises ``HttpError`` (429) beyond the rate limits, ``InvalidParameter`` for an invalid question."""
    if not limits.may_ask(request):
        raise HttpError(429, "Too many questions")
    with override(asked.language):
        try:
            answer = actions.ask(
                asked.question, language=asked.language, channel=AskChannel.API, actor=Actor.resident()
            )
        except QuestionError as refusal:
            raise InvalidParameter("question", refusal.message) from refusal
        return _present(answer, site_url(current()))


def _present(reply: Reply, site: str) -> dict[str, Any]:
    service = published().filter(pk=reply.service_key).first() if reply.service_key else None
    return {
        "answered": reply.answered,
        "language": reply.language,
        "answer": " ".join(sentence.text for sentence in reply.sentences),
        "sentences": [{"text": sentence.text, "source": sentence.source} for sentence in reply.sentences],
        "sources": [_source(source, site) for source in reply.sources],
        "confidence": reply.confidence,
        "mode": str(reply.mode),
        "service": presenters.present_service_ref(service),
        "ways": [
            {"kind": step.kind, "label": step.label, "url": _absolute(step.url, site)} for step in reply.next_steps
        ],
        "near": [_source(source, site) for source in reply.near],
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
