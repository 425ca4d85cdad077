"""Notes of staff for the booker."""

from __future__ import annotations

from django.db import transaction

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.selfservice.bookings.actions.allocation import lock, save_changes
from raekoda.selfservice.bookings.models import Booking


def set_note(booking: Booking, *, actor: Actor, note: str) -> Booking:
    """Store a note for the booker, such as a door code or the address of a video call."""
    actor.require("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        save_changes(booking, note=note.strip()[:1000])
        record("bookings.note", booking, actor)
    return booking
