"""Changes of a booking after it is made: approve, refuse, move, cancel, expire, no-show, payment."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import Payment
from raekoda.registry.payments.models import Status as PaymentStatus
from raekoda.selfservice.bookings import booker as bookers
from raekoda.selfservice.bookings import rules
from raekoda.selfservice.bookings.actions import allocation, waiting
from raekoda.selfservice.bookings.actions.allocation import get_span, lock, save_changes
from raekoda.selfservice.bookings.actions.booking import advance
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.events import BookingChanged
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.pricing import Quote
from raekoda.selfservice.bookings.rules import Span

MAX_REASON_LENGTH = 500
PAY_AFTER_APPROVAL = timedelta(days=2)
CHANGEABLE = (Status.HELD, Status.ASKED, Status.CONFIRMED)


def approve(booking: Booking, *, actor: Actor) -> Booking:
    """Approve a booking; one with a price is then held for payment. Raises :class:`BookingError`."""
    actor.require("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        if booking.status != Status.ASKED:
            raise BookingError(_("This booking does not wait for approval any more."))
        if booking.starts_at <= clock.now():
            raise BookingError(_("This time is over."))
        booking.needs_approval = False
        record("bookings.approve", booking, actor)
        advance(booking, actor=actor, hold=PAY_AFTER_APPROVAL)
    return booking


def refuse(booking: Booking, *, reason: str, actor: Actor) -> Booking:
    """Refuse a booking with a reason for the booker. Raises :class:`BookingError`."""
    actor.require("bookings.manage", booking)
    reason = _clean_reason(reason, _("Write why it is not approved."))
    with transaction.atomic():
        lock(booking)
        if booking.status != Status.ASKED:
            raise BookingError(_("This booking does not wait for approval any more."))
        _close(booking, Status.REFUSED, actor, reason, refund=Decimal(0))
    return booking


def cancel(booking: Booking, *, actor: Actor, reason: str = "") -> Booking:
    """Cancel a booking. The price is refunded when cancelled in time or by staff (who give a reason), the deposit always.
    Idempotent. Raises :class:`BookingError`."""
    if actor.is_staff:
        actor.require("bookings.manage", booking)
        reason = _clean_reason(reason, _("Write why it is cancelled."))
    with transaction.atomic():
        lock(booking)
        if booking.status == Status.CANCELLED:
            return booking
        if booking.status not in CHANGEABLE:
            raise BookingError(_("This booking is over and cannot be cancelled."))
        if not actor.is_staff and booking.starts_at <= clock.now():
            raise BookingError(_("It has begun: it can no longer be cancelled."))
        in_time = rules.is_free_to_cancel(booking.starts_at, clock.now(), booking.resource.free_cancel_hours)
        is_full = actor.is_staff or in_time
        _close(booking, Status.CANCELLED, actor, reason, refund=booking.to_pay if is_full else booking.deposit)
    return booking


def move(booking: Booking, span: Span, *, actor: Actor) -> Booking:
    """Move a booking to another time atomically. Raises :class:`BookingError`, :class:`TimeTaken`; the booking is then
    unchanged."""
    if actor.is_staff:
        actor.require("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        require_movable(booking, actor=actor)
        resource, before = booking.resource, get_span(booking)
        if before == span:
            return booking
        if not actor.is_staff:
            allocation.require_bookable(resource, span)
        price = Quote() if booking.is_waived else bookers.quote(resource, span, booking.person)
        if booking.payment_id and price.total != booking.to_pay:
            raise BookingError(
                _("The new time has another price. Book it anew and cancel this one: what you paid goes back.")
            )
        allocation.reallocate(
            booking, span, amount=price.amount, deposit=price.deposit, group_id=price.group,
            needs_payment=price.total > 0 and not booking.payment_id,
            sequence=booking.sequence + 1, changed_at=clock.now(),
        )  # fmt: skip
        if booking.needs_payment and booking.status == Status.CONFIRMED:
            advance(booking, actor=actor)
        record("bookings.move", booking, actor, before=before.start.isoformat(), after=span.start.isoformat())
        emit(BookingChanged(booking, "moved", actor))
        waiting.offer_next(resource, before)
    return booking


def expire(booking: Booking) -> bool:
    """Expire an overdue hold or request and offer its time to the waiting list. True when it was overdue. Idempotent."""
    actor = Actor.system()
    with transaction.atomic():
        lock(booking)
        if not booking.is_overdue(clock.now()):
            return False
        _close(booking, Status.EXPIRED, actor, "", refund=Decimal(0))
    return True


def mark_no_show(booking: Booking, *, actor: Actor) -> Booking:
    """Record a no-show. Raises :class:`BookingError` before the start."""
    actor.require("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        if booking.status != Status.CONFIRMED or booking.starts_at > clock.now():
            raise BookingError(_("This can be noted when the time of a confirmed booking has begun."))
        save_changes(booking, status=Status.NO_SHOW)
        record("bookings.no_show", booking, actor)
        emit(BookingChanged(booking, "no_show", actor))
    return booking


def refund_deposit(booking: Booking, *, actor: Actor) -> Booking:
    """Refund the deposit after the booking. Idempotent. Raises :class:`BookingError`."""
    actor.require("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        payment = booking.payment
        if not booking.deposit or payment is None or payment.status != PaymentStatus.PAID:
            raise BookingError(_("There is no deposit to give back."))
        if booking.ends_at > clock.now():
            raise BookingError(_("The deposit goes back when the booking is over."))
        _refund(booking, payment, booking.deposit, _("Deposit"))
        record("bookings.give_back_deposit", booking, actor, amount=str(booking.deposit))
    return booking


def handle_payment(booking: Booking, payment: Payment) -> None:
    """Continue a booking when its payment is received, inside the transaction that settles the payment. An expired booking
    gets its time again if it is still free; else the payment is refunded."""
    actor = Actor.system()
    lock(booking)
    if booking.is_live:
        if booking.needs_payment:
            booking.needs_payment = False
            advance(booking, actor=actor)
        return
    if booking.status == Status.EXPIRED and booking.starts_at > clock.now():
        try:
            allocation.reallocate(booking, get_span(booking), status=Status.CONFIRMED, needs_payment=False)
        except BookingError:
            pass
        else:
            record("bookings.paid_late", booking, actor)
            emit(BookingChanged(booking, "confirmed", actor))
            return
    _refund(booking, payment, None, _("The time was no longer free"))


def _close(booking: Booking, status: Status, actor: Actor, reason: str, *, refund: Decimal) -> None:
    verb = {Status.CANCELLED: "cancel", Status.REFUSED: "refuse", Status.EXPIRED: "expire"}[status]
    save_changes(booking, status=status, hold_until=None)
    record(f"bookings.{verb}", booking, actor, reason=reason)
    payment = booking.payment
    if payment is not None and payment.is_open:
        payments.cancel(payment, actor=actor)
    elif payment is not None and payment.status == PaymentStatus.PAID and refund > 0:
        _refund(booking, payment, refund, reason or _("Cancelled"))
    waiting.close_offer(booking)
    if not booking.is_block:
        emit(BookingChanged(booking, status, actor, reason))
    waiting.offer_next(booking.resource, get_span(booking))


def _refund(booking: Booking, payment: Payment, amount: Decimal | None, reason: str) -> None:
    """Refund ``amount`` euros (None: everything), at most what was not refunded before."""
    left = payments.refundable_amount(payment)
    if left <= 0:
        return
    with override(booking.language):
        key = f"booking:{booking.ref}:{'all' if amount is None else amount}"
        refundable = left if amount is None else min(amount, left)
        payments.refund(payment, reason=reason, amount=refundable, key=key, actor=Actor.system())


def require_movable(booking: Booking, *, actor: Actor) -> None:
    """Raises :class:`BookingError` when the booking cannot be moved to any time."""
    if booking.status not in (Status.ASKED, Status.CONFIRMED):
        raise BookingError(_("Only a confirmed booking, or one that waits for approval, can be moved."))
    if actor.is_staff:
        return
    if booking.starts_at <= clock.now():
        raise BookingError(_("It has begun: it can no longer be moved."))
    if booking.status == Status.CONFIRMED and booking.resource.needs_approval:
        raise BookingError(_("It was approved for this time. Book another one and cancel this when that is approved."))
    in_time = rules.is_free_to_cancel(booking.starts_at, clock.now(), booking.resource.free_cancel_hours)
    if booking.to_pay and not in_time:
        raise BookingError(_("It begins too soon to be moved."))


def _clean_reason(text: str, message: str) -> str:
    reason = " ".join(text.split())[:MAX_REASON_LENGTH]
    if not reason:
        raise BookingError(message, "reason")
    return reason
