"""Money back: asked for with a reason, handed to the provider by a delivery that is tried until it is taken."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.journal import record
from raekoda.platform.deliveries import DeliveryPostponed, DeliveryRejected, hand_over
from raekoda.platform.deliveries.events import DeliveryFailed
from raekoda.platform.deliveries.models import Delivery
from raekoda.platform.deliveries.models import Status as DeliveryStatus
from raekoda.registry.payments import rules
from raekoda.registry.payments.errors import Declined, NoAnswer, PaymentError, Untrusted
from raekoda.registry.payments.models import Attempt, Payment, PaymentAccount, Refund, Status
from raekoda.registry.payments.providers import providers

KIND = "payments.refund"
LONGEST_REASON = 500


def refund(payment: Payment, *, reason: str, actor: Actor, amount: Decimal | None = None, key: str = "") -> Refund:
    """Pay ``amount`` back (all that is left when None). Staff needs the permission and a reason; a room does it as the
    system, under a ``key`` that makes it once; what the provider refused may be tried anew. Raises
    :class:`PaymentError`."""
    actor.must("payments.refund", payment)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise PaymentError(_("Write why the money goes back."), "reason")
    with transaction.atomic():
        payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(of=("self",)))
        before = _tries(payment, key) if key else []
        if before and before[-1].state != Refund.State.REFUSED:
            return before[-1]
        if payment.status != Status.PAID:
            raise PaymentError(_("Only what is paid can be paid back."))
        most = left(payment)
        amount = most if amount is None else amount
        if amount <= 0 or amount > most:
            raise PaymentError(_("At most %(left)s € can be paid back.") % {"left": most}, "amount")
        attempt = payment.attempts.filter(state=Attempt.State.PAID, provider_ref=payment.provider_ref).get()
        if not key:
            key = f"refund:{payment.ref}:{payment.refunds.count() + 1}"
        elif before:
            key = f"{key}:{len(before) + 1}"
        return _made(payment, attempt, amount, reason, actor, key)


def left(payment: Payment) -> Decimal:
    """How much of a payment may still go back: nothing of what is not paid."""
    if payment.status != Status.PAID:
        return Decimal(0)
    return rules.left_to_refund(payment.amount, _counted(payment))


def give_back_extra(payment: Payment, attempt: Attempt) -> Refund:
    """Pay back a second order of what had been paid already; inside the transaction that found it out."""
    return _made(
        payment, attempt, payment.amount, _("Paid twice"), Actor.system(), f"extra:{attempt.ref}", is_extra=True
    )


def settle_refund(refund: Refund, state: str, provider_ref: str, *, actor: Actor) -> Refund:
    """Take the provider's word about a refund; the same word again changes nothing."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update(of=("self",)).get(pk=refund.payment_id)
        refund.refresh_from_db()
        if refund.state != Refund.State.ASKED:
            return refund
        refund.provider_ref, refund.state = provider_ref, Refund.State(state)
        if refund.state == Refund.State.DONE:
            refund.done_at = clock.now()
            _count(payment, refund)
        refund.save(update_fields=["provider_ref", "state", "done_at"])
        if refund.state != Refund.State.ASKED:
            record(f"payments.refund_{refund.state}", payment, actor, amount=str(refund.amount), refund=refund.pk)
    return refund


@on(DeliveryFailed)
def given_up(event: DeliveryFailed) -> None:
    """Staff gave the sending up: the refund is not on its way any more, and may be asked for anew."""
    delivery = event.delivery
    if delivery.kind != KIND or delivery.status != DeliveryStatus.DROPPED:
        return
    asked = Refund.objects.filter(pk=int(delivery.key.rpartition(":")[2])).first()
    if asked is not None:
        settle_refund(asked, Refund.State.REFUSED, asked.provider_ref, actor=Actor.system())


def send(delivery: Delivery) -> dict[str, str]:
    """Ask the provider to pay back. Its key makes a second try the same refund, so that staff may ask again about one that
    the provider took and never told the end of; one that ended is not sent again."""
    asked = Refund.objects.select_related("attempt").get(pk=delivery.payload["refund"])
    if asked.state == Refund.State.DONE:
        return {}
    if asked.state == Refund.State.REFUSED:
        raise DeliveryRejected("refund refused")
    account = PaymentAccount.objects.filter(municipality=asked.municipality_id, provider=asked.attempt.provider).first()
    if account is None:
        raise DeliveryPostponed("no account")
    try:
        told = providers[asked.attempt.provider].refund(account, asked)
    except Declined as error:
        settle_refund(asked, Refund.State.REFUSED, "", actor=Actor.system())
        raise DeliveryRejected(str(error)) from error
    except (NoAnswer, Untrusted) as error:
        raise DeliveryPostponed(str(error)) from error
    if told.state == Refund.State.ASKED:
        Refund.objects.filter(pk=asked.pk).update(provider_ref=told.provider_ref)
    else:
        settle_refund(asked, told.state, told.provider_ref, actor=Actor.system())
    return {"refund": told.provider_ref, "state": told.state}


def _made(
    payment: Payment, attempt: Attempt, amount: Decimal, reason: str, actor: Actor, key: str, *, is_extra: bool = False
) -> Refund:
    made = Refund.objects.create(
        municipality=payment.municipality, payment=payment, attempt=attempt, key=key, amount=amount, reason=reason,
        is_extra=is_extra, asked_by=actor.user, created_at=clock.now(),
    )  # fmt: skip
    record("payments.refund", payment, actor, reason=reason, amount=str(amount), is_extra=is_extra)
    hand_over(
        KIND, target=f"payments:{attempt.provider}", key=f"payments.refund:{made.pk}", payload={"refund": made.pk},
        title=f"{payment.ref} {amount} {payment.currency}", subject=payment,
    )  # fmt: skip
    return made


def _tries(payment: Payment, key: str) -> list[Refund]:
    """Refunds asked for under ``key``: the first, and those that followed when the provider refused."""
    return list(payment.refunds.filter(Q(key=key) | Q(key__startswith=f"{key}:")).order_by("id"))


def _counted(payment: Payment) -> list[Decimal]:
    """Refunds of the payment itself that are done or on their way."""
    rows = payment.refunds.filter(is_extra=False).exclude(state=Refund.State.REFUSED)
    return list(rows.values_list("amount", flat=True))


def _count(payment: Payment, refund: Refund) -> None:
    if refund.is_extra:
        return
    payment.refunded += refund.amount
    if payment.refunded >= payment.amount:
        payment.status = Status.REFUNDED
    payment.save(update_fields=["refunded", "status"])
