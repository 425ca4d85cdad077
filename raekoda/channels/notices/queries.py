"""Reads of notices; :func:`visible_to` is the access check. Subscribers are only counted."""

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
    """All notices of the current municipality for writers, public ones for others."""
    return Notice.objects.all() if actor.may("notices.write") else public()


def public() -> QuerySet[Notice]:
    """Published notices with their municipality, which their URLs need."""
    return Notice.objects.select_related("municipality").filter(status=Notice.Status.PUBLISHED)


def filter_by(notices: QuerySet[Notice], *, kind: str = "", topic: str = "", area: str = "") -> QuerySet[Notice]:
    """Filter by kind, topic (slug; includes subtopics) and district (id; includes notices for all districts)."""
    if kind in Kind.values:
        notices = notices.filter(kind=kind)
    if topic:
        notices = notices.filter(Q(topics__slug=topic) | Q(topics__parent__slug=topic)).distinct()
    if area.isdecimal() and len(area) < 18:
        notices = notices.filter(Q(areas=int(area)) | Q(areas=None)).distinct()
    return notices


def current_and_upcoming(limit: int) -> QuerySet[Notice]:
    """Public notices that have not ended, and those without a time published in the last two weeks."""
    now = clock.now()
    timed = Q(starts_at__isnull=False) & Q(last__gte=now)
    recent = Q(starts_at=None, published_at__gte=now - FORTNIGHT)
    found = public().annotate(last=Coalesce("ends_at", "starts_at")).filter(timed | recent)
    return found.order_by("-published_at", "-id")[:limit]


def dated(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices with a time, of the last year and later."""
    return notices.filter(starts_at__gte=clock.now() - YEAR).order_by("-starts_at", "-id")


def with_related(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Prefetch districts, topics and services."""
    return notices.prefetch_related("areas", "topics", "services")


def delivery_counts(notices: list[Notice]) -> dict[int, dict[str, int]]:
    """Numbers of letters by notice id and state."""
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


def undelivered(actor: Actor) -> QuerySet[Recipient]:
    """Failed letters and letters in doubt, for those who may publish."""
    rows = Recipient.objects.filter(state__in=(State.FAILED, State.IN_DOUBT)).select_related("notice")
    return rows if actor.may("notices.publish") else rows.none()


def subscriber_counts() -> dict[str, Any]:
    """Numbers of subscribers: active (also by language and kind) and unconfirmed."""
    active = Q(confirmed_at__isnull=False, left_at=None)
    return Subscriber.objects.exclude(email="").aggregate(
        active=Count("pk", filter=active),
        unconfirmed=Count("pk", filter=Q(confirmed_at=None)),
        **{f"language_{code}": Count("pk", filter=active & Q(language=code)) for code in ("et", "en", "ru")},
        **{f"kind_{kind}": Count("pk", filter=active & Q(kinds__contains=[kind])) for kind in Kind.values},
    )


def find_subscriber(token: str) -> Subscriber | None:
    """The subscriber of a private link; None when there is none."""
    return Subscriber.objects.exclude(email="").filter(token=token).first()
