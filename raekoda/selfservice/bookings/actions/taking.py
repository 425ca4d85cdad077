"""Taking a time: the constraint of the database decides, one item after another; a lock on the item keeps those who come at
the same moment in a queue instead of in a deadlock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.clock import TALLINN
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.bookings import availability, rules
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.errors import BookingError, Taken
from raekoda.selfservice.bookings.models import Booking, Item, Resource
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.rules import Problem, Span

NO_OVERLAP = "no_overlap"


def take(resource: Resource, span: Span, *, item: int | None = None, **values: Any) -> Booking:
    """A new booking of ``span`` at the first item that is free (or at ``item``). Raises :class:`Taken`."""
    clear_overdue(resource, span)
    for free in availability.is_free(resource, span):
        if item is not None and free != item:
            continue
        booking = Booking(
            municipality=resource.municipality, resource=resource, item_id=free, starts_at=span.start,
            ends_at=span.end, span=wide(resource, span), created_at=clock.now(), changed_at=clock.now(),
            is_demo=resource.is_demo, **values,
        )  # fmt: skip
        if _kept(free, lambda booking=booking: booking.save(force_insert=True)):
            return booking
    raise Taken(_("Somebody else just took this time. Nothing was booked for you."))


def retake(booking: Booking, span: Span, **values: Any) -> None:
    """Give ``booking`` another time (or its own again, when it was lost); the old one is kept until the new one is had.
    Raises :class:`Taken`; the booking is then as it was."""
    resource = booking.resource
    clear_overdue(resource, span)
    free = availability.is_free(resource, span, but=booking)
    for item in sorted(free):
        changed = {
            "item_id": item, "starts_at": span.start, "ends_at": span.end, "span": wide(resource, span), **values
        }  # fmt: skip
        if _kept(item, lambda changed=changed: Booking.objects.filter(pk=booking.pk).update(**changed)):
            booking.refresh_from_db()
            return
    raise Taken(_("Somebody else just took this time. Your booking is as it was."))


def must_be_bookable(resource: Resource, span: Span) -> None:
    """Raises :class:`BookingError` in words when the rules of the resource do not allow the time."""
    hours = availability.Plan(resource).hours(span.start.astimezone(TALLINN).date())
    problem = rules.problem_of(span, hours, availability.terms_of(resource), clock.now())
    if problem is not None:
        raise BookingError(words_of(problem), "time")


def must_have_room(resource: Resource, booker: Booker, *, is_locked: bool = True) -> None:
    """Raises :class:`BookingError` when the booker has as many bookings to come as one may have. Counted under a lock,
    so that two at the same moment are counted one after the other; without it where the transaction has locked bookings
    of others already (an offer), lest two wait for each other."""
    if is_locked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bookings:{resource.pk}:{booker.key}"]
            )
    to_come = availability.live(Booking.objects.filter(booker.own, resource=resource, ends_at__gt=clock.now()))
    if to_come.count() >= resource.most_at_once:
        raise BookingError(
            _("You have %(most)s bookings to come here already; one person may have no more at once.")
            % {"most": resource.most_at_once}
        )


def clear_overdue(resource: Resource, span: Span) -> None:
    """Holds in the way whose time ran out make room, first for who waits in the list."""
    from raekoda.selfservice.bookings.actions.changing import expire

    overdue = Booking.objects.filter(
        resource=resource, status=Status.HELD, hold_until__lte=clock.now(), span__overlap=wide(resource, span)
    )
    for booking in overdue.order_by("pk"):
        expire(booking)


def wide(resource: Resource, span: Span) -> DateTimeTZRange:
    """The time with its buffers, as the database keeps it."""
    whole = span.widened(resource.buffer_before, resource.buffer_after)
    return DateTimeTZRange(whole.start, whole.end, "[)")


def lock(booking: Booking) -> None:
    """Lock until the end of the transaction and read anew: its payment first, as whoever settles a payment does."""
    if booking.payment_id:
        Payment.objects.select_for_update(of=("self",)).get(pk=booking.payment_id)
    booking.refresh_from_db(from_queryset=Booking.objects.select_for_update(of=("self",)).select_related("resource"))


def words_of(problem: str) -> str:
    """Why a time cannot be booked, in words."""
    return {
        Problem.PAST: _("This time is over."),
        Problem.TOO_SOON: _("It is too late to book this time: it begins too soon."),
        Problem.TOO_FAR: _("It is too early to book this time."),
        Problem.CLOSED: _("It is closed at this time."),
        Problem.GRID: _("Choose one of the times that are offered."),
        Problem.TOO_SHORT: _("This time is shorter than the shortest one."),
        Problem.TOO_LONG: _("This time is longer than the longest one."),
    }[Problem(problem)]


def changed_now(booking: Booking, **values: Any) -> None:
    """Write ``values`` and that the booking changed, as calendars want to know it."""
    values = {**values, "changed_at": clock.now(), "sequence": booking.sequence + 1}
    for name, value in values.items():
        setattr(booking, name, value)
    booking.save(update_fields=list(values))


def _kept(item: int, write: Any) -> bool:
    """Whether the database took it: the item is locked first, the constraint has the word."""
    Item.objects.select_for_update(no_key=True).get(pk=item)
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        return False
    return True


def span_of(booking: Booking) -> Span:
    return Span(booking.starts_at, booking.ends_at)


def until(moment: datetime, latest: datetime) -> datetime:
    """A deadline that is never after ``latest``."""
    return min(moment, latest)
