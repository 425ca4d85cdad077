"""Asking, and what becomes of a question afterwards. Nothing personal is written."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.models import AskChannel, Exchange
from raekoda.casework.assistant.replies import Reply
from raekoda.casework.assistant.replying import reply_to
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.redact import PERSONAL, redact
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import clean_text
from raekoda.registry.services.models import Service

LONGEST_QUESTION = 1500
KEPT_OF_SOURCE = frozenset({"number", "kind", "key", "language", "title", "url"})
STAFF_CHANNELS = frozenset({AskChannel.PHONE, AskChannel.DESK})
AT_ONCE = frozenset({AskChannel.PHONE, AskChannel.SEARCH})


def ask(text: str, *, language: str, channel: str, actor: Actor) -> Reply:
    """Answer a question from the published texts of the open municipality, or say that there is no answer.

    ``language`` is that of the page; the answer is in the language of the question where a text in it exists.
    Raises :class:`QuestionError` in words for people, ``PermissionDenied`` at the channels of staff.
    """
    question = _checked(text)
    channel = AskChannel(channel)
    if channel in STAFF_CHANNELS:
        actor.must("assistant.view")
    reply, service = reply_to(question, language, may_word=channel not in AT_ONCE)
    return _kept(reply, service, channel)


def rate(ref: str, *, helped: bool) -> None:
    """Keep whether an answer helped, as said by whoever holds its ``ref``; the last word counts."""
    Exchange.objects.filter(ref=ref).update(helped=helped)


def hand_over(ref: str) -> None:
    """Keep that the asker went on to write to an official."""
    Exchange.objects.filter(ref=ref).update(handed_over=True)


def _checked(text: str) -> str:
    question = clean_text(text)
    if not any(character.isalnum() for character in question):
        raise QuestionError(_("Write what you would like to know."))
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(_("The question is too long: at most %(limit)s characters.") % {"limit": LONGEST_QUESTION})
    return question


@transaction.atomic
def _kept(reply: Reply, service: Service | None, channel: AskChannel) -> Reply:
    """Write the exchange with personal data taken out, and give the reply its reference."""
    topics = list(service.topics.all()[:1]) if service else []
    exchange = Exchange.objects.create(
        municipality=current(), asked_at=clock.now(), channel=channel, language=reply.language,
        question=redact(reply.question, reply.language, kinds=PERSONAL).text, answered=reply.answered,
        confidence=reply.confidence,
        mode=reply.mode, topic=topics[0] if topics else None,
        sources=[{name: value for name, value in asdict(source).items() if name in KEPT_OF_SOURCE} for source in reply.sources],
        sentences=[asdict(sentence) for sentence in reply.sentences],
    )  # fmt: skip
    return Reply(**{**reply.__dict__, "ref": exchange.ref})
