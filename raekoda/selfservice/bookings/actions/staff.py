"""What staff does: books for somebody, blocks times, makes series."""

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
from raekoda.selfservice.bookings.actions import changing, taking
from raekoda.selfservice.bookings.errors import BookingError, Taken
from raekoda.selfservice.bookings.events import BookingChanged
from raekoda.selfservice.bookings.models import Booking, Resource, Series
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.rules import Span

MOST_IN_SERIES = 200


@dataclass
class Made:
    """What became of a series: its bookings, and the times that were taken already."""

    series: Series
    bookings: list[Booking] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)


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
    """Staff books for somebody who asked on the phone or at the desk: confirmed at once, also outside opening hours,
    without payment. Raises :class:`BookingError`, :class:`Taken`."""
    actor.must("bookings.manage", resource)
    if not name.strip():
        raise BookingError(_("Write for whom it is."), "name")
    with transaction.atomic():
        booking = taking.take(
            resource, span, name=name.strip()[:160], email=email, phone=phone[:40], topic=topic[:1000],
            status=Status.CONFIRMED, made_by=actor.user, series=series,
        )  # fmt: skip
        record("bookings.book_for", booking, actor, resource=resource.pk)
        if series is None:
            emit(BookingChanged(booking, "confirmed", actor))
    return booking


def block(resource: Resource, span: Span, *, actor: Actor, words: str) -> list[Booking]:
    """Take every item of ``resource`` out of booking for a time. Raises :class:`Taken` when one is booked then: move or
    cancel that first."""
    actor.must("bookings.manage", resource)
    words = " ".join(words.split())[:160]
    if not words:
        raise BookingError(_("Write why it is blocked."), "words")
    try:
        with transaction.atomic():
            items = resource.items.filter(is_active=True).values_list("pk", flat=True).order_by("pk")
            rows = [
                taking.take(
                    resource, span, item=item, is_block=True, topic=words, status=Status.CONFIRMED, made_by=actor.user
                )
                for item in items
            ]
            for row in rows:
                record("bookings.block", row, actor, reason=words, resource=resource.pk)
    except Taken as error:
        raise Taken(_("There is a booking at this time: move or cancel it first. Nothing was blocked.")) from error
    return rows


def make_series(
    resource: Resource,
    *,
    actor: Actor,
    words: str,
    name: str,
    first_day: date,
    last_day: date,
    opens: time,
    closes: time,
    every_weeks: int = 1,
    email: str = "",
) -> Made:
    """Book the same local hours every so many weeks. Times that are taken are left out and told."""
    actor.must("bookings.manage", resource)
    spans = rules.weekly(first_day, last_day, max(1, every_weeks), opens, closes)
    if not spans or len(spans) > MOST_IN_SERIES:
        raise BookingError(_("A series has from 1 to %(most)s times.") % {"most": MOST_IN_SERIES}, "last_day")
    with transaction.atomic():
        series = Series.objects.create(
            municipality=resource.municipality, resource=resource, words=words[:160], every_weeks=max(1, every_weeks),
            first_day=first_day, last_day=last_day, made_by=actor.user, created_at=clock.now(),
        )  # fmt: skip
        made = Made(series)
        for span in spans:
            try:
                made.bookings.append(
                    book_for(resource, span, actor=actor, name=name, email=email, topic=words, series=series)
                )
            except Taken:
                made.taken.append(span)
        if not made.bookings:
            transaction.set_rollback(True)
        else:
            record("bookings.make_series", series, actor, made=len(made.bookings), taken=len(made.taken))
    if not made.bookings:
        raise Taken(_("Every one of these times is taken. Nothing was booked."))
    return made


def cancel_series(series: Series, *, actor: Actor, reason: str) -> int:
    """Cancel what is to come of a series; how many."""
    to_come = series.bookings.filter(starts_at__gt=clock.now(), status__in=changing.CHANGEABLE)
    with transaction.atomic():
        rows = list(to_come.order_by("starts_at"))
        for booking in rows:
            changing.cancel(booking, actor=actor, reason=reason)
    return len(rows)
