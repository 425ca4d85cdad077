"""What staff writes for the booker."""

from __future__ import annotations

from django.db import transaction

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.selfservice.bookings.actions.taking import changed_now, lock
from raekoda.selfservice.bookings.models import Booking


def set_note(booking: Booking, *, actor: Actor, note: str) -> Booking:
    """Keep what the booker should know: a door code, an address for the video."""
    actor.must("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        changed_now(booking, note=note.strip()[:1000])
        record("bookings.note", booking, actor)
    return booking
