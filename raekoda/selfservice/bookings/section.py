"""The section of bookings on a resident's own page."""

from __future__ import annotations

from django.urls import reverse

from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.sections import Row
from raekoda.platform.core import clock
from raekoda.registry.services.texts import names_of
from raekoda.selfservice.bookings import presenters, queries
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.models.bookings import Status


def rows(resident: Resident, limit: int) -> list[Row]:
    """Up to ``limit`` rows: upcoming bookings, the nearest first, then past ones, the latest first."""
    bookings = queries.visible_to(resident.actor).select_related(None).select_related("resource")
    own = bookings.only("ref", "starts_at", "ends_at", "status", "hold_until", "needs_word", *names_of("resource"))
    found = list(queries.upcoming(own)[:limit])
    if len(found) < limit:
        past = own.filter(ends_at__lte=clock.now()).order_by("-starts_at", "-id")
        found += list(past[: limit - len(found)])
    return [_row(booking) for booking in found]


def _row(booking: Booking) -> Row:
    waits = booking.status == Status.HELD
    return Row(
        title=f"{booking.resource.name}, {presenters.format_when(booking.starts_at, booking.ends_at)}",
        url=reverse("bookings_own:booking", args=[booking.ref]), status=presenters.status_label(booking),
        when=booking.starts_at, due=clock.local_day(booking.hold_until) if waits and booking.hold_until else None,
        needs_action=waits,
    )  # fmt: skip
