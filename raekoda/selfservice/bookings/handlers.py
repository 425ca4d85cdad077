"""Event handlers: a payment confirms its booking, changes of bookings are sent as letters."""

from __future__ import annotations

from raekoda.platform.core.events import on
from raekoda.registry.payments.events import PaymentPaid
from raekoda.selfservice.bookings import letters
from raekoda.selfservice.bookings.actions.lifecycle import handle_payment
from raekoda.selfservice.bookings.events import BookingChanged, WaitingJoined
from raekoda.selfservice.bookings.models import Booking


@on(PaymentPaid)
def payment_paid(event: PaymentPaid) -> None:
    """Continue the booking that was paid for; payments of other apps are ignored."""
    if event.payment.subject_type != Booking._meta.label_lower:
        return
    booking = Booking.objects.filter(payment=event.payment).select_related("resource").first()
    if booking is not None:
        handle_payment(booking, event.payment)


@on(BookingChanged)
def changed(event: BookingChanged) -> None:
    """Notify the booker, and the official whose reception hour is booked, moved or cancelled."""
    letters.to_booker(event.booking, event.what, event.reason)
    if event.what in letters.FOR_STAFF:
        letters.to_staff(event.booking, event.what)


@on(WaitingJoined)
def joined(event: WaitingJoined) -> None:
    letters.to_waiting(event.entry)
