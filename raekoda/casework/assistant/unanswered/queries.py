"""Reads of groups, filtered by permission in ``visible_to``."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Gap]:
    """Groups of the current municipality for case workers and writers; none for others."""
    return Gap.objects.all() if actor.may("assistant.view") else Gap.objects.none()


def unhelpful(prefix: str = "") -> Q:
    """Condition: no answer, rated unhelpful, or forwarded to an official."""
    return Q(Q(**{f"{prefix}answered": False}) | Q(**{f"{prefix}helped": False}) | Q(**{f"{prefix}handed_over": True}))


def is_unhelpful(exchange: Exchange) -> bool:
    """Whether :func:`unhelpful` holds for a question."""
    return not exchange.answered or exchange.helped is False or exchange.handed_over


def answers_given(exchange: Exchange) -> set[int]:
    """Keys of the published answers cited in a reply."""
    return {int(source["key"]) for source in exchange.sources if source.get("kind") == "answer"}


def answered_from(answer: int) -> Q:
    """Condition: answered from this published answer."""
    return Q(answered=True, sources__contains=[{"kind": "answer", "key": str(answer)}])
