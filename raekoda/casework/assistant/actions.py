"""Asking a question, rating and forwarding it. No personal data are stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.models import AskChannel, Exchange
from raekoda.casework.assistant.pipeline import reply_to
from raekoda.casework.assistant.replies import Reply, Source
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.redact import PERSONAL, redact
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import clean_text
from raekoda.registry.services.models import Service

LONGEST_QUESTION = 1500
STORED_SOURCE_FIELDS = frozenset({"number", "kind", "key", "language", "title", "url"})
STAFF_CHANNELS = frozenset({AskChannel.PHONE, AskChannel.DESK})
IMMEDIATE_CHANNELS = frozenset({AskChannel.PHONE, AskChannel.SEARCH})


def ask(text: str, *, language: str, channel: str, actor: Actor, is_stored: bool = True) -> Reply:
    """Answer a question from the published texts of the current municipality, or reply that there is no answer.

    ``language`` is that of the page; the answer is in the language of the question where a text in it exists. The words of a
    case are asked without ``is_stored``: the questions are read by others than the case. An emergency gets its card and is
    not stored. Raises :class:`QuestionError`, and ``PermissionDenied`` on staff channels.
    """
    question = _validated(text)
    channel = AskChannel(channel)
    if channel in STAFF_CHANNELS:
        actor.require("assistant.view")
    reply, service = reply_to(question, language, may_use_model=channel not in IMMEDIATE_CHANNELS)
    return _store(reply, service, channel) if is_stored and not reply.emergency else reply


def rate(ref: str, *, helped: bool) -> None:
    """Store whether an answer helped; the last rating counts."""
    Exchange.objects.filter(ref=ref).update(helped=helped)


def mark_forwarded(ref: str) -> None:
    """Record that the question was forwarded to an official."""
    Exchange.objects.filter(ref=ref).update(handed_over=True)


@transaction.atomic
def forget(refs: Collection[str] = (), *, text: str = "", language: str = "et") -> None:
    """Delete stored questions by their references, and those with the words of ``text``; groups forget them too."""
    from raekoda.casework.assistant.unanswered.grouping import refresh

    words = redact(clean_text(text), language, kinds=PERSONAL).text[:LONGEST_QUESTION]
    said = Q(question=words) if words else Q(pk__in=[])
    asked = Exchange.objects.filter(Q(ref__in=refs) | said)
    groups = [group for group in asked.values_list("gap", flat=True).distinct() if group is not None]
    asked.delete()
    if groups:
        refresh(groups)


def _validated(text: str) -> str:
    question = clean_text(text)
    if not any(character.isalnum() for character in question):
        raise QuestionError(_("Write what you would like to know."))
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(_("The question is too long: at most %(limit)s characters.") % {"limit": LONGEST_QUESTION})
    return question


def _stored_source(source: Source) -> dict[str, Any]:
    return {name: value for name, value in asdict(source).items() if name in STORED_SOURCE_FIELDS}


@transaction.atomic
def _store(reply: Reply, service: Service | None, channel: AskChannel) -> Reply:
    """Store the exchange without personal data; returns the reply with its reference."""
    topics = list(service.topics.all()[:1]) if service else []
    exchange = Exchange.objects.create(
        municipality=current(), asked_at=clock.now(), channel=channel, language=reply.language,
        question=redact(reply.question, reply.language, kinds=PERSONAL).text, answered=reply.answered,
        confidence=reply.confidence,
        mode=reply.mode, topic=topics[0] if topics else None,
        sources=[_stored_source(source) for source in reply.sources],
        sentences=[asdict(sentence) for sentence in reply.sentences],
    )  # fmt: skip
    return Reply(**{**reply.__dict__, "ref": exchange.ref})
