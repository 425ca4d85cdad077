"""Allocation of times. The exclusion constraint of the database decides, item by item; a lock on the item serialises
concurrent attempts and avoids deadlocks."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from raekoda.platform.core import clock, locks
from raekoda.platform.core.clock import TALLINN
from raekoda.selfservice.bookings import availability, rules
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.errors import BookingError, TimeTaken
from raekoda.selfservice.bookings.models import Booking, Item, Resource
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.rules import Problem, Span

NO_OVERLAP = "no_overlap"


def allocate(resource: Resource, span: Span, *, item: int | None = None, **values: Any) -> Booking:
    """Create a booking of ``span`` on the first free item (or on ``item``). Raises :class:`TimeTaken`."""
    expire_overdue_holds(resource, span)
    for free in availability.find_free_items(resource, span):
        if item is not None and free != item:
            continue
        booking = Booking(
            municipality=resource.municipality, resource=resource, item_id=free, starts_at=span.start,
            ends_at=span.end, span=with_buffers(resource, span), created_at=clock.now(), changed_at=clock.now(),
            is_demo=resource.is_demo, **values,
        )  # fmt: skip
        if _try_save(free, lambda booking=booking: booking.save(force_insert=True)):
            return booking
    raise TimeTaken(_("Somebody else just took this time. Nothing was booked for you."))


def reallocate(booking: Booking, span: Span, **values: Any) -> None:
    """Move ``booking`` to ``span`` (or give an expired booking its time again) in one update.
    Raises :class:`TimeTaken`; the booking is then unchanged."""
    resource = booking.resource
    expire_overdue_holds(resource, span)
    free = availability.find_free_items(resource, span, exclude=booking)
    for item in sorted(free):
        changed = {
            "item_id": item, "starts_at": span.start, "ends_at": span.end, "span": with_buffers(resource, span), **values
        }  # fmt: skip
        if _try_save(item, lambda changed=changed: Booking.objects.filter(pk=booking.pk).update(**changed)):
            booking.refresh_from_db()
            return
    raise TimeTaken(_("Somebody else just took this time. Your booking is as it was."))


def require_bookable(resource: Resource, span: Span) -> None:
    """Raises :class:`BookingError` when the rules of the resource do not allow the time."""
    hours = availability.Schedule(resource).hours(span.start.astimezone(TALLINN).date())
    problem = rules.find_problem(span, hours, availability.get_terms(resource), clock.now())
    if problem is not None:
        raise BookingError(describe_problem(problem), "time")


def require_below_limit(resource: Resource, booker: Booker, *, is_locked: bool = True) -> None:
    """Raises :class:`BookingError` when the booker has reached the limit of upcoming bookings. Counted under an advisory
    lock, so that concurrent bookings are counted in turn; without it (``is_locked=False``) where the transaction already
    holds locks of other bookings (an offer), to avoid a deadlock."""
    if is_locked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bookings:{resource.pk}:{booker.key}"]
            )
    upcoming = availability.live(Booking.objects.filter(booker.own, resource=resource, ends_at__gt=clock.now()))
    if upcoming.count() >= resource.most_at_once:
        raise BookingError(
            _("You have %(most)s bookings to come here already; one person may have no more at once.")
            % {"most": resource.most_at_once}
        )


def expire_overdue_holds(resource: Resource, span: Span) -> None:
    """Expire overdue holds that overlap ``span``; their time is offered to the waiting list first."""
    from raekoda.selfservice.bookings.actions.lifecycle import expire

    overdue = Booking.objects.filter(
        resource=resource, status=Status.HELD, hold_until__lte=clock.now(), span__overlap=with_buffers(resource, span)
    )
    for booking in overdue.order_by("pk"):
        expire(booking)


def with_buffers(resource: Resource, span: Span) -> DateTimeTZRange:
    """``span`` with the buffers of the resource, as a database range."""
    whole = span.widened(resource.buffer_before, resource.buffer_after)
    return DateTimeTZRange(whole.start, whole.end, "[)")


def lock(booking: Booking) -> None:
    """Lock and refresh the booking, with its payment."""
    locks.lock(*([booking.payment] if booking.payment else []), booking)
    booking.refresh_from_db(from_queryset=Booking.objects.select_related("resource"))


def describe_problem(problem: str) -> str:
    """The message for a :class:`rules.Problem`."""
    return {
        Problem.PAST: _("This time is over."),
        Problem.TOO_SOON: _("It is too late to book this time: it begins too soon."),
        Problem.TOO_FAR: _("It is too early to book this time."),
        Problem.CLOSED: _("It is closed at this time."),
        Problem.GRID: _("Choose one of the times that are offered."),
        Problem.TOO_SHORT: _("This time is shorter than the shortest one."),
        Problem.TOO_LONG: _("This time is longer than the longest one."),
    }[Problem(problem)]


def save_changes(booking: Booking, **values: Any) -> None:
    """Save ``values`` and increase the sequence number (iCalendar SEQUENCE)."""
    values = {**values, "changed_at": clock.now(), "sequence": booking.sequence + 1}
    for name, value in values.items():
        setattr(booking, name, value)
    booking.save(update_fields=list(values))


def _try_save(item: int, write: Any) -> bool:
    """Lock the item and run ``write``; False when the exclusion constraint rejects it."""
    Item.objects.select_for_update(no_key=True).get(pk=item)
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        return False
    return True


def get_span(booking: Booking) -> Span:
    return Span(booking.starts_at, booking.ends_at)
