"""Events that bookings emit."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.platform.core.actor import Actor
from raekoda.selfservice.bookings.models import Booking, WaitingEntry


@dataclass(frozen=True)
class BookingChanged:
    """A booking changed. ``what`` is one of: held, asked, confirmed, moved, cancelled, refused, expired, no_show."""

    booking: Booking
    what: str
    actor: Actor
    reason: str = ""


@dataclass(frozen=True)
class WaitingJoined:
    """A person or guest joined a waiting list."""

    entry: WaitingEntry
