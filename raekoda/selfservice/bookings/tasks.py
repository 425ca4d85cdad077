"""Periodic tasks: expired holds, reminders, foreign calendars, erasure of guests. All are idempotent."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet
from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality
from raekoda.selfservice.bookings import letters
from raekoda.selfservice.bookings.actions import expire
from raekoda.selfservice.bookings.models import Booking, ForeignCalendar, WaitingEntry
from raekoda.selfservice.bookings.models.bookings import Status

BATCH_SIZE = 500
ERASED = {"name": "", "email": "", "phone": "", "topic": "", "note": ""}
MAX_NOTICE = timedelta(hours=24 * 31)
log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="bookings_expire")
@app.task(name="bookings.expire", queueing_lock="bookings.expire", lock="bookings.expire")
def expire_overdue(timestamp: int) -> None:
    """Every minute: expire overdue holds (their time is offered to the waiting list first) and requests that were not decided
    before their start."""
    for municipality in each_municipality():
        held = Booking.objects.filter(status=Status.HELD, hold_until__lte=clock.now()).order_by("hold_until")
        asked = Booking.objects.filter(status=Status.ASKED, starts_at__lte=clock.now()).order_by("starts_at")
        expired = sum(expire(booking) for booking in [*held[:BATCH_SIZE], *asked[:BATCH_SIZE]])
        if expired:
            log.info("bookings_expired", municipality=municipality.code, count=expired)


@app.periodic(cron="*/10 * * * *", periodic_id="bookings_remind")
@app.task(name="bookings.remind", queueing_lock="bookings.remind", lock="bookings.remind")
def remind(timestamp: int) -> None:
    """Every ten minutes: remind the bookers of upcoming bookings."""
    for _municipality in each_municipality():
        for booking in due_for_reminder().select_related("resource", "municipality")[:BATCH_SIZE]:
            with transaction.atomic():
                letters.remind(booking)
                Booking.objects.filter(pk=booking.pk).update(reminded_for=booking.starts_at)


def due_for_reminder() -> QuerySet[Booking]:
    """Confirmed bookings within the reminder period of their resource that were made before it began and not reminded of."""
    now = clock.now()
    hours = ExpressionWrapper(F("resource__reminder_hours") * timedelta(hours=1), output_field=DurationField())
    notice = ExpressionWrapper(F("starts_at") - hours, output_field=DateTimeField())
    return (
        Booking.objects.filter(status=Status.CONFIRMED, is_block=False, starts_at__gt=now)
        .filter(starts_at__lte=now + MAX_NOTICE, resource__reminder_hours__gt=0)
        .exclude(email="")
        .annotate(notice_at=notice)
        .filter(notice_at__lte=now, created_at__lt=F("notice_at"))
        .filter(Q(reminded_for=None) | ~Q(reminded_for=F("starts_at")))
        .order_by("starts_at")
    )


@app.periodic(cron="*/15 * * * *", periodic_id="bookings_calendars")
@app.task(name="bookings.calendars", queueing_lock="bookings.calendars", lock="bookings.calendars")
def fetch_calendars(timestamp: int) -> None:
    """Every quarter of an hour: import the foreign calendars of active resources."""
    from raekoda.selfservice.bookings import foreign_calendars

    for _municipality in each_municipality():
        for calendar in ForeignCalendar.objects.filter(resource__is_active=True).order_by("pk"):
            foreign_calendars.fetch(calendar)


@app.periodic(cron="20 3 * * *", periodic_id="bookings_forget_guests")
@app.task(name="bookings.forget_guests", queueing_lock="bookings.forget_guests", lock="bookings.forget_guests")
def erase_guests(timestamp: int) -> None:
    """Every night: erase guests of bookings and waiting lists that ended ``RAEKODA_BOOKING_GUEST_DAYS`` ago; bookings stay."""
    before = clock.now() - timedelta(days=settings.RAEKODA_BOOKING_GUEST_DAYS)
    for municipality in each_municipality():
        guests = Booking.objects.filter(person=None, is_block=False, ends_at__lt=before)
        rows = list(guests.exclude(**ERASED).order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE])
        with transaction.atomic():
            letters.erase(rows)
            Booking.objects.filter(pk__in=rows).update(**ERASED)
            waited = WaitingEntry.objects.filter(person=None, ends_at__lt=before)
            letters.erase_waiting(waited)
            waited.delete()
        if rows:
            log.info("booking_guests_forgotten", municipality=municipality.code, count=len(rows))
