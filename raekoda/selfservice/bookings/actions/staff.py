"""Actions of staff: book for somebody, block times, create series."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.selfservice.bookings import rules
from raekoda.selfservice.bookings.actions import allocation, lifecycle
from raekoda.selfservice.bookings.errors import BookingError, TimeTaken
from raekoda.selfservice.bookings.events import BookingChanged
from raekoda.selfservice.bookings.models import Booking, Resource, Series
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.rules import Span

MAX_IN_SERIES = 200


@dataclass
class SeriesResult:
    """A new series: its bookings, and the times left out because they were occupied."""

    series: Series
    bookings: list[Booking] = field(default_factory=list)
    occupied: list[Span] = field(default_factory=list)


def book_for(
    resource: Resource,
    span: Span,
    *,
    actor: Actor,
    name: str,
    email: str = "",
    phone: str = "",
    topic: str = "",
    series: Series | None = None,
) -> Booking:
    """Book for somebody who asked by phone or in person: confirmed immediately, also outside opening hours, without
    payment. Raises :class:`BookingError`, :class:`TimeTaken`."""
    actor.require("bookings.manage", resource)
    if not name.strip():
        raise BookingError(_("Write for whom it is."), "name")
    with transaction.atomic():
        booking = allocation.allocate(
            resource, span, name=name.strip()[:160], email=email, phone=phone[:40], topic=topic[:1000],
            status=Status.CONFIRMED, made_by=actor.user, series=series,
        )  # fmt: skip
        record("bookings.book_for", booking, actor, resource=resource.pk)
        if series is None:
            emit(BookingChanged(booking, "confirmed", actor))
    return booking


def block(resource: Resource, span: Span, *, actor: Actor, reason: str) -> list[Booking]:
    """Block every item of ``resource`` for a time. Raises :class:`BookingError`, :class:`TimeTaken` when an item is booked;
    nothing is blocked then."""
    actor.require("bookings.manage", resource)
    reason = " ".join(reason.split())[:160]
    if not reason:
        raise BookingError(_("Write why it is blocked."), "reason")
    try:
        with transaction.atomic():
            items = resource.items.filter(is_active=True).values_list("pk", flat=True).order_by("pk")
            rows = [
                allocation.allocate(
                    resource, span, item=item, is_block=True, topic=reason, status=Status.CONFIRMED, made_by=actor.user
                )
                for item in items
            ]
            for row in rows:
                record("bookings.block", row, actor, reason=reason, resource=resource.pk)
    except TimeTaken as error:
        raise TimeTaken(_("There is a booking at this time: move or cancel it first. Nothing was blocked.")) from error
    return rows


def make_series(
    resource: Resource,
    *,
    actor: Actor,
    purpose: str,
    name: str,
    first_day: date,
    last_day: date,
    opens: time,
    closes: time,
    every_weeks: int = 1,
    email: str = "",
) -> SeriesResult:
    """Book the same local hours every ``every_weeks`` weeks. Occupied times are left out and reported.

    Raises :class:`BookingError`, :class:`TimeTaken` when all times are occupied.
    """
    actor.require("bookings.manage", resource)
    spans = rules.weekly(first_day, last_day, max(1, every_weeks), opens, closes)
    if not spans or len(spans) > MAX_IN_SERIES:
        raise BookingError(_("A series has from 1 to %(most)s times.") % {"most": MAX_IN_SERIES}, "last_day")
    with transaction.atomic():
        series = Series.objects.create(
            municipality=resource.municipality, resource=resource, words=purpose[:160], every_weeks=max(1, every_weeks),
            first_day=first_day, last_day=last_day, made_by=actor.user, created_at=clock.now(),
        )  # fmt: skip
        result = SeriesResult(series)
        for span in spans:
            try:
                result.bookings.append(
                    book_for(resource, span, actor=actor, name=name, email=email, topic=purpose, series=series)
                )
            except TimeTaken:
                result.occupied.append(span)
        if not result.bookings:
            transaction.set_rollback(True)
        else:
            record("bookings.make_series", series, actor, made=len(result.bookings), taken=len(result.occupied))
    if not result.bookings:
        raise TimeTaken(_("Every one of these times is taken. Nothing was booked."))
    return result


def cancel_series(series: Series, *, actor: Actor, reason: str) -> int:
    """Cancel the upcoming bookings of a series; returns their number."""
    upcoming = series.bookings.filter(starts_at__gt=clock.now(), status__in=lifecycle.CHANGEABLE)
    with transaction.atomic():
        rows = list(upcoming.order_by("starts_at"))
        for booking in rows:
            lifecycle.cancel(booking, actor=actor, reason=reason)
    return len(rows)
