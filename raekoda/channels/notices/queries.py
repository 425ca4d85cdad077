"""Reads of notices, behind one gate; of subscribers only counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from raekoda.channels.notices.models import Kind, Notice, Recipient, Subscriber
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

State = Recipient.State
FORTNIGHT = timedelta(days=14)
YEAR = timedelta(days=365)


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """Writers see every notice of the open municipality, all others what is public."""
    return Notice.objects.all() if actor.may("notices.write") else public()


def public() -> QuerySet[Notice]:
    """Published notices with their municipality, which their addresses need."""
    return Notice.objects.select_related("municipality").filter(status=Notice.Status.PUBLISHED)


def narrowed(notices: QuerySet[Notice], *, kind: str = "", topic: str = "", area: str = "") -> QuerySet[Notice]:
    """Only notices of a kind, of a topic (its slug; those under it, too), for a district (its key; those for all, too)."""
    if kind in Kind.values:
        notices = notices.filter(kind=kind)
    if topic:
        notices = notices.filter(Q(topics__slug=topic) | Q(topics__parent__slug=topic)).distinct()
    if area.isdecimal() and len(area) < 18:
        notices = notices.filter(Q(areas=int(area)) | Q(areas=None)).distinct()
    return notices


def now_and_next(limit: int) -> QuerySet[Notice]:
    """What concerns people today: public notices whose time has not passed, and those without a time of the last fortnight."""
    now = clock.now()
    timed = Q(starts_at__isnull=False) & Q(last__gte=now)
    recent = Q(starts_at=None, published_at__gte=now - FORTNIGHT)
    found = public().annotate(last=Coalesce("ends_at", "starts_at")).filter(timed | recent)
    return found.order_by("-published_at", "-id")[:limit]


def dated(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices that a calendar can show, from those of a year ago on."""
    return notices.filter(starts_at__gte=clock.now() - YEAR).order_by("-starts_at", "-id")


def with_names(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """With districts, topics and services."""
    return notices.prefetch_related("areas", "topics", "services")


def delivery_of(notices: list[Notice]) -> dict[int, dict[str, int]]:
    """How many letters of each notice are in which state."""
    rows = (
        Recipient.objects.filter(notice__in=notices)
        .values_list("notice", "state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts: dict[int, dict[str, int]] = {}
    for notice, state, count in rows:
        counts.setdefault(notice, {})[state] = count
    return counts


def troubled(actor: Actor) -> QuerySet[Recipient]:
    """Letters that failed or whose fate is unknown, for those who look after them."""
    rows = Recipient.objects.filter(state__in=(State.FAILED, State.IN_DOUBT)).select_related("notice")
    return rows if actor.may("notices.publish") else rows.none()


def subscriber_counts() -> dict[str, Any]:
    """How many are told, by language and by kind, and how many have not confirmed yet. No row of anybody leaves here."""
    told = Q(confirmed_at__isnull=False, left_at=None)
    return Subscriber.objects.exclude(email="").aggregate(
        told=Count("pk", filter=told),
        unconfirmed=Count("pk", filter=Q(confirmed_at=None)),
        **{f"language_{code}": Count("pk", filter=told & Q(language=code)) for code in ("et", "en", "ru")},
        **{f"kind_{kind}": Count("pk", filter=told & Q(kinds__contains=[kind])) for kind in Kind.values},
    )


def subscriber(token: str) -> Subscriber | None:
    """Whose private link this is."""
    return Subscriber.objects.exclude(email="").filter(token=token).first()
