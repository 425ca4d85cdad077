"""Periodic tasks: expired holds, reminders, foreign calendars, erasure of guests. All are idempotent."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.selfservice.bookings import letters
from raekoda.selfservice.bookings.actions import expire
from raekoda.selfservice.bookings.models import Booking, ForeignCalendar, WaitingEntry
from raekoda.selfservice.bookings.models.bookings import Status

BATCH_SIZE = 500
ERASED = {"name": "", "email": "", "phone": "", "topic": "", "note": ""}
MAX_NOTICE = timedelta(hours=24 * 31)
log = structlog.get_logger(__name__)


@for_each_municipality(
    "bookings.expire", cron="* * * * *", periodic_id="bookings_expire", lock="bookings.expire", in_turn=True
)
def expire_overdue(municipality: Municipality) -> None:
    """Every minute: expire overdue holds (their time is offered to the waiting list first) and requests that were not decided
    before their start."""
    held = Booking.objects.filter(status=Status.HELD, hold_until__lte=clock.now()).order_by("hold_until")
    asked = Booking.objects.filter(status=Status.ASKED, starts_at__lte=clock.now()).order_by("starts_at")
    expired = sum(expire(booking) for booking in [*held[:BATCH_SIZE], *asked[:BATCH_SIZE]])
    if expired:
        log.info("bookings_expired", municipality=municipality.code, count=expired)


@for_each_municipality(
    "bookings.remind", cron="*/10 * * * *", periodic_id="bookings_remind", lock="bookings.remind", in_turn=True
)
def remind(municipality: Municipality) -> None:
    """Every ten minutes: remind the bookers of upcoming bookings."""
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


def has_calendars() -> bool:
    """Whether the current municipality has foreign calendars of active resources."""
    return ForeignCalendar.objects.filter(resource__is_active=True).exists()


@for_each_municipality(
    "bookings.calendars", cron="*/15 * * * *", periodic_id="bookings_calendars", has_work=has_calendars
)
def fetch_calendars(municipality: Municipality) -> None:
    """Every quarter of an hour: import the foreign calendars of active resources."""
    from raekoda.selfservice.bookings import foreign_calendars

    for calendar in ForeignCalendar.objects.filter(resource__is_active=True).order_by("pk"):
        foreign_calendars.fetch(calendar)


@for_each_municipality("bookings.forget_guests", cron="20 3 * * *", periodic_id="bookings_forget_guests")
def erase_guests(municipality: Municipality) -> None:
    """Every night: erase guests of bookings and waiting lists that ended ``RAEKODA_BOOKING_GUEST_DAYS`` ago; bookings stay."""
    before = clock.now() - timedelta(days=settings.RAEKODA_BOOKING_GUEST_DAYS)
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
