"""What becomes of a booking afterwards: approved, refused, moved, cancelled, run out, not come to."""

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
from raekoda.selfservice.bookings.actions import booking as making
from raekoda.selfservice.bookings.actions import taking, waiting
from raekoda.selfservice.bookings.actions.taking import changed_now, lock, span_of
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.events import BookingChanged
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.pricing import Quote
from raekoda.selfservice.bookings.rules import Span

LONGEST_REASON = 500
PAY_AFTER_APPROVAL = timedelta(days=2)
CHANGEABLE = (Status.HELD, Status.ASKED, Status.CONFIRMED)


def approve(booking: Booking, *, actor: Actor) -> Booking:
    """An official agrees; what costs is held for payment then. Raises :class:`BookingError`."""
    actor.must("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        if booking.status != Status.ASKED:
            raise BookingError(_("This booking does not wait for approval any more."))
        if booking.starts_at <= clock.now():
            raise BookingError(_("This time is over."))
        booking.needs_approval = False
        record("bookings.approve", booking, actor)
        making.advance(booking, actor=actor, hold=PAY_AFTER_APPROVAL)
    return booking


def refuse(booking: Booking, *, reason: str, actor: Actor) -> Booking:
    """An official does not agree, with a reason that the booker reads."""
    actor.must("bookings.manage", booking)
    reason = _reason(reason, _("Write why it is not approved."))
    with transaction.atomic():
        lock(booking)
        if booking.status != Status.ASKED:
            raise BookingError(_("This booking does not wait for approval any more."))
        _end(booking, Status.REFUSED, actor, reason, back=Decimal(0))
    return booking


def cancel(booking: Booking, *, actor: Actor, reason: str = "") -> Booking:
    """Give the time up. What was paid goes back when it is in time or staff cancels (then with a reason); the deposit
    always. Cancelling twice is cancelling once. Raises :class:`BookingError`."""
    if actor.is_staff:
        actor.must("bookings.manage", booking)
        reason = _reason(reason, _("Write why it is cancelled."))
    with transaction.atomic():
        lock(booking)
        if booking.status == Status.CANCELLED:
            return booking
        if booking.status not in CHANGEABLE:
            raise BookingError(_("This booking is over and cannot be cancelled."))
        if not actor.is_staff and booking.starts_at <= clock.now():
            raise BookingError(_("It has begun: it can no longer be cancelled."))
        in_time = rules.is_free_to_cancel(booking.starts_at, clock.now(), booking.resource.free_cancel_hours)
        whole = actor.is_staff or in_time
        _end(booking, Status.CANCELLED, actor, reason, back=booking.to_pay if whole else booking.deposit)
    return booking


def move(booking: Booking, span: Span, *, actor: Actor) -> Booking:
    """Another time for the same booking, in one step. Raises :class:`BookingError`, :class:`Taken`: then the old time
    is kept."""
    if actor.is_staff:
        actor.must("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        must_be_movable(booking, actor=actor)
        resource, before = booking.resource, span_of(booking)
        if before == span:
            return booking
        if not actor.is_staff:
            taking.must_be_bookable(resource, span)
        price = Quote() if booking.is_waived else bookers.quote(resource, span, booking.person)
        if booking.payment_id and price.total != booking.to_pay:
            raise BookingError(
                _("The new time has another price. Book it anew and cancel this one: what you paid goes back.")
            )
        taking.retake(
            booking, span, amount=price.amount, deposit=price.deposit, group_id=price.group,
            needs_payment=price.total > 0 and not booking.payment_id,
            sequence=booking.sequence + 1, changed_at=clock.now(),
        )  # fmt: skip
        if booking.needs_payment and booking.status == Status.CONFIRMED:
            making.advance(booking, actor=actor)
        record("bookings.move", booking, actor, before=before.start.isoformat(), after=span.start.isoformat())
        emit(BookingChanged(booking, "moved", actor))
        waiting.offer_next(resource, before)
    return booking


def expire(booking: Booking) -> bool:
    """A hold whose deadline passed, a request that nobody decided before it began: the time is free again, who waits gets
    it. Whether it was so. Safe to run twice."""
    actor = Actor.system()
    with transaction.atomic():
        lock(booking)
        if not booking.is_overdue(clock.now()):
            return False
        _end(booking, Status.EXPIRED, actor, "", back=Decimal(0))
    return True


def mark_no_show(booking: Booking, *, actor: Actor) -> Booking:
    """Nobody came. Raises :class:`BookingError` before it began."""
    actor.must("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        if booking.status != Status.CONFIRMED or booking.starts_at > clock.now():
            raise BookingError(_("This can be noted when the time of a confirmed booking has begun."))
        changed_now(booking, status=Status.NO_SHOW)
        record("bookings.no_show", booking, actor)
        emit(BookingChanged(booking, "no_show", actor))
    return booking


def give_back_deposit(booking: Booking, *, actor: Actor) -> Booking:
    """All is in order afterwards: the deposit goes back, once. Raises :class:`BookingError`."""
    actor.must("bookings.manage", booking)
    with transaction.atomic():
        lock(booking)
        payment = booking.payment
        if not booking.deposit or payment is None or payment.status != PaymentStatus.PAID:
            raise BookingError(_("There is no deposit to give back."))
        if booking.ends_at > clock.now():
            raise BookingError(_("The deposit goes back when the booking is over."))
        _pay_back(booking, payment, booking.deposit, _("Deposit"))
        record("bookings.give_back_deposit", booking, actor, amount=str(booking.deposit))
    return booking


def paid(booking: Booking, payment: Payment) -> None:
    """The money is there, inside the transaction that settles it: the booking goes on. When its time was lost meanwhile it
    is taken again if it is still free; else the money goes back."""
    actor = Actor.system()
    lock(booking)
    if booking.is_live:
        if booking.needs_payment:
            booking.needs_payment = False
            making.advance(booking, actor=actor)
        return
    if booking.status == Status.EXPIRED and booking.starts_at > clock.now():
        try:
            taking.retake(booking, span_of(booking), status=Status.CONFIRMED, needs_payment=False)
        except BookingError:
            pass
        else:
            record("bookings.paid_late", booking, actor)
            emit(BookingChanged(booking, "confirmed", actor))
            return
    _pay_back(booking, payment, None, _("The time was no longer free"))


def _end(booking: Booking, status: Status, actor: Actor, reason: str, *, back: Decimal) -> None:
    verb = {Status.CANCELLED: "cancel", Status.REFUSED: "refuse", Status.EXPIRED: "expire"}[status]
    changed_now(booking, status=status, hold_until=None)
    record(f"bookings.{verb}", booking, actor, reason=reason)
    payment = booking.payment
    if payment is not None and payment.is_open:
        payments.cancel(payment, actor=actor)
    elif payment is not None and payment.status == PaymentStatus.PAID and back > 0:
        _pay_back(booking, payment, back, reason or _("Cancelled"))
    waiting.offer_ended(booking)
    if not booking.is_block:
        emit(BookingChanged(booking, status, actor, reason))
    waiting.offer_next(booking.resource, span_of(booking))


def _pay_back(booking: Booking, payment: Payment, amount: Decimal | None, reason: str) -> None:
    """As much of ``amount`` (None: all) as did not go back before."""
    left = payments.refundable_amount(payment)
    if left <= 0:
        return
    with override(booking.language):
        key = f"booking:{booking.ref}:{'all' if amount is None else amount}"
        back = left if amount is None else min(amount, left)
        payments.refund(payment, reason=reason, amount=back, key=key, actor=Actor.system())


def must_be_movable(booking: Booking, *, actor: Actor) -> None:
    """Raises :class:`BookingError` in words when the booking keeps its time, whatever the new one is."""
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


def _reason(text: str, words: str) -> str:
    reason = " ".join(text.split())[:LONGEST_REASON]
    if not reason:
        raise BookingError(words, "reason")
    return reason
