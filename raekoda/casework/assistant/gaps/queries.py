"""Reads of what people do not find. ``visible_to`` is the one gate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Gap]:
    """Groups of the open municipality, for those who may see what people ask; nothing for everyone else."""
    return Gap.objects.all() if actor.may("assistant.view") else Gap.objects.none()


def without_help(prefix: str = "") -> Q:
    """Questions that got no answer, or one that did not help, or that went on to an official."""
    return Q(Q(**{f"{prefix}answered": False}) | Q(**{f"{prefix}helped": False}) | Q(**{f"{prefix}handed_over": True}))


def is_without_help(exchange: Exchange) -> bool:
    """The same of one question."""
    return not exchange.answered or exchange.helped is False or exchange.handed_over


def answers_given(exchange: Exchange) -> set[int]:
    """Keys of the published answers that a reply was made of."""
    return {int(source["key"]) for source in exchange.sources if source.get("kind") == "answer"}


def given(answer: int) -> Q:
    """Questions that were answered from this published answer."""
    return Q(answered=True, sources__contains=[{"kind": "answer", "key": str(answer)}])
