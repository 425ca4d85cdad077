"""Refunds: requested with a reason and sent to the provider by a delivery that is retried until it is accepted."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.journal import record
from raekoda.platform.deliveries import DeliveryPostponed, DeliveryRejected, enqueue
from raekoda.platform.deliveries.events import DeliveryFailed
from raekoda.platform.deliveries.models import Delivery
from raekoda.platform.deliveries.models import Status as DeliveryStatus
from raekoda.registry.payments import rules
from raekoda.registry.payments.errors import PaymentError, ProviderDeclined, ProviderUnavailable, UntrustedMessage
from raekoda.registry.payments.models import Attempt, Payment, PaymentAccount, Refund, Status
from raekoda.registry.payments.providers import providers

KIND = "payments.refund"
MAX_REASON_LENGTH = 500


def refund(payment: Payment, *, reason: str, actor: Actor, amount: Decimal | None = None, key: str = "") -> Refund:
    """Refund ``amount`` euros (None: all that is refundable). Staff need the permission and give a reason.

    Another app refunds as the system with a ``key``: a second call with the same key returns the existing refund,
    unless the provider refused it. Raises :class:`PaymentError`.
    """
    actor.require("payments.refund", payment)
    reason = " ".join(reason.split())[:MAX_REASON_LENGTH]
    if not reason:
        raise PaymentError(_("Write why the money goes back."), "reason")
    with transaction.atomic():
        payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(of=("self",)))
        earlier = _refunds_for_key(payment, key) if key else []
        if earlier and earlier[-1].state != Refund.State.REFUSED:
            return earlier[-1]
        if payment.status != Status.PAID:
            raise PaymentError(_("Only what is paid can be paid back."))
        limit = refundable_amount(payment)
        amount = limit if amount is None else amount
        if amount <= 0 or amount > limit:
            raise PaymentError(_("At most %(left)s € can be paid back.") % {"left": limit}, "amount")
        attempt = payment.attempts.filter(state=Attempt.State.PAID, provider_ref=payment.provider_ref).get()
        if not key:
            key = f"refund:{payment.ref}:{payment.refunds.count() + 1}"
        elif earlier:
            key = f"{key}:{len(earlier) + 1}"
        return _create_refund(payment, attempt, amount, reason, actor, key)


def refundable_amount(payment: Payment) -> Decimal:
    """How many euros of a payment may still be refunded; 0 when it is not paid."""
    if payment.status != Status.PAID:
        return Decimal(0)
    return rules.left_to_refund(payment.amount, _refunded_amounts(payment))


def refund_duplicate(payment: Payment, attempt: Attempt) -> Refund:
    """Refund a second order of a payment that is paid already; called inside the transaction that settles it."""
    return _create_refund(
        payment, attempt, payment.amount, _("Paid twice"), Actor.system(), f"extra:{attempt.ref}", is_extra=True
    )


def settle_refund(refund: Refund, state: str, provider_ref: str, *, actor: Actor) -> Refund:
    """Apply the refund state that the provider reported. Idempotent."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update(of=("self",)).get(pk=refund.payment_id)
        refund.refresh_from_db()
        if refund.state != Refund.State.ASKED:
            return refund
        refund.provider_ref, refund.state = provider_ref, Refund.State(state)
        if refund.state == Refund.State.DONE:
            refund.done_at = clock.now()
            _add_refunded(payment, refund)
        refund.save(update_fields=["provider_ref", "state", "done_at"])
        if refund.state != Refund.State.ASKED:
            record(f"payments.refund_{refund.state}", payment, actor, amount=str(refund.amount), refund=refund.pk)
    return refund


@on(DeliveryFailed)
def refuse_dropped_refund(event: DeliveryFailed) -> None:
    """Staff gave up the delivery: the refund is refused and may be requested again."""
    delivery = event.delivery
    if delivery.kind != KIND or delivery.status != DeliveryStatus.DROPPED:
        return
    refund = Refund.objects.filter(pk=int(delivery.key.rpartition(":")[2])).first()
    if refund is not None:
        settle_refund(refund, Refund.State.REFUSED, refund.provider_ref, actor=Actor.system())


def send(delivery: Delivery) -> dict[str, str]:
    """Send the refund to the provider. Its idempotency key makes a retry safe, so staff may also resend one whose outcome
    the provider never reported; a finished refund is not sent again."""
    refund = Refund.objects.select_related("attempt").get(pk=delivery.payload["refund"])
    if refund.state == Refund.State.DONE:
        return {}
    if refund.state == Refund.State.REFUSED:
        raise DeliveryRejected("refund refused")
    provider = refund.attempt.provider
    account = PaymentAccount.objects.filter(municipality=refund.municipality_id, provider=provider).first()
    if account is None:
        raise DeliveryPostponed("no account")
    try:
        report = providers[provider].refund(account, refund)
    except ProviderDeclined as error:
        settle_refund(refund, Refund.State.REFUSED, "", actor=Actor.system())
        raise DeliveryRejected(str(error)) from error
    except (ProviderUnavailable, UntrustedMessage) as error:
        raise DeliveryPostponed(str(error)) from error
    if report.state == Refund.State.ASKED:
        Refund.objects.filter(pk=refund.pk).update(provider_ref=report.provider_ref)
    else:
        settle_refund(refund, report.state, report.provider_ref, actor=Actor.system())
    return {"refund": report.provider_ref, "state": report.state}


def _create_refund(
    payment: Payment, attempt: Attempt, amount: Decimal, reason: str, actor: Actor, key: str, *, is_extra: bool = False
) -> Refund:
    refund = Refund.objects.create(
        municipality=payment.municipality, payment=payment, attempt=attempt, key=key, amount=amount, reason=reason,
        is_extra=is_extra, asked_by=actor.user, created_at=clock.now(),
    )  # fmt: skip
    record("payments.refund", payment, actor, reason=reason, amount=str(amount), is_extra=is_extra)
    enqueue(
        KIND, target=f"payments:{attempt.provider}", key=f"payments.refund:{refund.pk}", payload={"refund": refund.pk},
        title=f"{payment.ref} {amount} {payment.currency}", subject=payment,
    )  # fmt: skip
    return refund


def _refunds_for_key(payment: Payment, key: str) -> list[Refund]:
    """Refunds requested under ``key``: the first, and later ones after the provider refused it."""
    return list(payment.refunds.filter(Q(key=key) | Q(key__startswith=f"{key}:")).order_by("id"))


def _refunded_amounts(payment: Payment) -> list[Decimal]:
    """Amounts of refunds that are done or pending, without refunds of duplicate payments."""
    rows = payment.refunds.filter(is_extra=False).exclude(state=Refund.State.REFUSED)
    return list(rows.values_list("amount", flat=True))


def _add_refunded(payment: Payment, refund: Refund) -> None:
    if refund.is_extra:
        return
    payment.refunded += refund.amount
    if payment.refunded >= payment.amount:
        payment.status = Status.REFUNDED
    payment.save(update_fields=["refunded", "status"])
