"""What bookings tell the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.platform.core.actor import Actor
from raekoda.selfservice.bookings.models import Booking, WaitingEntry


@dataclass(frozen=True)
class BookingChanged:
    """``what`` happened to a booking: held, asked, confirmed, moved, cancelled, refused, expired, no_show."""

    booking: Booking
    what: str
    actor: Actor
    reason: str = ""


@dataclass(frozen=True)
class WaitingJoined:
    """Somebody waits for a time."""

    entry: WaitingEntry
