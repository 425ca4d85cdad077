"""Jobs: holds that ran out, reminders, calendars elsewhere. Each is safe to run twice."""

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

AT_ONCE = 500
NOTHING = {"name": "", "email": "", "phone": "", "topic": "", "note": ""}
LONGEST_NOTICE = timedelta(hours=24 * 31)
log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="bookings_expire")
@app.task(name="bookings.expire", queueing_lock="bookings.expire", lock="bookings.expire")
def expire_overdue(timestamp: int) -> None:
    """Every minute: times whose hold ran out are free again, first for who waits; requests that nobody decided before they
    began come to an end."""
    for municipality in each_municipality():
        held = Booking.objects.filter(status=Status.HELD, hold_until__lte=clock.now()).order_by("hold_until")
        asked = Booking.objects.filter(status=Status.ASKED, starts_at__lte=clock.now()).order_by("starts_at")
        ended = sum(expire(booking) for booking in [*held[:AT_ONCE], *asked[:AT_ONCE]])
        if ended:
            log.info("bookings_expired", municipality=municipality.code, count=ended)


@app.periodic(cron="*/10 * * * *", periodic_id="bookings_remind")
@app.task(name="bookings.remind", queueing_lock="bookings.remind", lock="bookings.remind")
def remind(timestamp: int) -> None:
    """Every ten minutes: a letter to who has a booking that is near."""
    for _municipality in each_municipality():
        for booking in near().select_related("resource", "municipality")[:AT_ONCE]:
            with transaction.atomic():
                letters.remind(booking)
                Booking.objects.filter(pk=booking.pk).update(reminded_for=booking.starts_at)


def near() -> QuerySet[Booking]:
    """Confirmed bookings within the notice of their resource, not reminded of, made before that notice began."""
    now = clock.now()
    hours = ExpressionWrapper(F("resource__reminder_hours") * timedelta(hours=1), output_field=DurationField())
    notice = ExpressionWrapper(F("starts_at") - hours, output_field=DateTimeField())
    return (
        Booking.objects.filter(status=Status.CONFIRMED, is_block=False, starts_at__gt=now)
        .filter(starts_at__lte=now + LONGEST_NOTICE, resource__reminder_hours__gt=0)
        .exclude(email="")
        .annotate(notice_at=notice)
        .filter(notice_at__lte=now, created_at__lt=F("notice_at"))
        .filter(Q(reminded_for=None) | ~Q(reminded_for=F("starts_at")))
        .order_by("starts_at")
    )


@app.periodic(cron="*/15 * * * *", periodic_id="bookings_calendars")
@app.task(name="bookings.calendars", queueing_lock="bookings.calendars", lock="bookings.calendars")
def fetch_calendars(timestamp: int) -> None:
    """Every quarter of an hour: calendars elsewhere of what can be booked."""
    from raekoda.selfservice.bookings import incoming

    for _municipality in each_municipality():
        for calendar in ForeignCalendar.objects.filter(resource__is_active=True).order_by("pk"):
            incoming.fetch(calendar)


@app.periodic(cron="20 3 * * *", periodic_id="bookings_forget_guests")
@app.task(name="bookings.forget_guests", queueing_lock="bookings.forget_guests", lock="bookings.forget_guests")
def forget_guests(timestamp: int) -> None:
    """Every night: who the guests of bookings long over were, and who waited, is forgotten; that a time was taken stays."""
    before = clock.now() - timedelta(days=settings.RAEKODA_BOOKING_GUEST_DAYS)
    for municipality in each_municipality():
        guests = Booking.objects.filter(person=None, is_block=False, ends_at__lt=before)
        rows = list(guests.exclude(**NOTHING).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        with transaction.atomic():
            letters.forget(rows)
            Booking.objects.filter(pk__in=rows).update(**NOTHING)
            waited = WaitingEntry.objects.filter(person=None, ends_at__lt=before)
            letters.forget_waiting(waited)
            waited.delete()
        if rows:
            log.info("booking_guests_forgotten", municipality=municipality.code, count=len(rows))
