"""What happens to payments and bookings goes on here: money confirms a booking, changes become letters."""

from __future__ import annotations

from raekoda.platform.core.events import on
from raekoda.registry.payments.events import PaymentPaid
from raekoda.selfservice.bookings import letters
from raekoda.selfservice.bookings.actions.changing import paid
from raekoda.selfservice.bookings.events import BookingChanged, WaitingJoined
from raekoda.selfservice.bookings.models import Booking


@on(PaymentPaid)
def payment_paid(event: PaymentPaid) -> None:
    """The booking that was paid for goes on; other payments are no business of this room."""
    if event.payment.subject_type != Booking._meta.label_lower:
        return
    booking = Booking.objects.filter(payment=event.payment).select_related("resource").first()
    if booking is not None:
        paid(booking, event.payment)


@on(BookingChanged)
def changed(event: BookingChanged) -> None:
    """The booker is told; the official too when a reception hour is booked, moved or cancelled."""
    letters.to_booker(event.booking, event.what, event.reason)
    if event.what in letters.FOR_STAFF:
        letters.to_staff(event.booking, event.what)


@on(WaitingJoined)
def joined(event: WaitingJoined) -> None:
    letters.to_waiting(event.entry)
