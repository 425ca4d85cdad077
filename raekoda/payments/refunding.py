"""Money back: asked for with a reason, handed to the provider by a delivery that is tried until it is taken."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.core import clock
from raekoda.core.actor import Actor
from raekoda.core.events import emit
from raekoda.core.journal import record
from raekoda.deliveries import NotNow, Refused, hand_over, sends
from raekoda.deliveries.models import Delivery
from raekoda.payments import providers, rules
from raekoda.payments.errors import Declined, NoAnswer, PaymentRefused, Untrusted
from raekoda.payments.events import PaymentRefunded
from raekoda.payments.models import Attempt, Payment, PaymentAccount, Refund, Status

KIND = "payments.refund"
LONGEST_REASON = 500


def refund(payment: Payment, *, reason: str, by: Actor, amount: Decimal | None = None, key: str = "") -> Refund:
    """Pay ``amount`` back (all that is left when None). Staff needs the permission and a reason; a room does it as the
    system, under a ``key`` that makes it once. Raises :class:`PaymentRefused`."""
    by.must("payments.refund", payment)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise PaymentRefused(_("Write why the money goes back."), "reason")
    with transaction.atomic():
        payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(of=("self",)))
        if key and (known := Refund.objects.filter(key=key).first()) is not None:
            return known
        if payment.status != Status.PAID:
            raise PaymentRefused(_("Only what is paid can be paid back."))
        left = rules.left_to_refund(payment.amount, _counted(payment))
        amount = left if amount is None else amount
        if amount <= 0 or amount > left:
            raise PaymentRefused(_("At most %(left)s € can be paid back.") % {"left": left}, "amount")
        attempt = payment.attempts.filter(state=Attempt.State.PAID, provider_ref=payment.provider_ref).get()
        return _made(payment, attempt, amount, reason, by, key or f"refund:{payment.ref}:{payment.refunds.count() + 1}")


def give_back_extra(payment: Payment, attempt: Attempt) -> Refund:
    """Pay back a second order of what had been paid already; inside the transaction that found it out."""
    return _made(
        payment, attempt, payment.amount, _("Paid twice"), Actor.system(), f"extra:{attempt.ref}", is_extra=True
    )


def settle_refund(refund: Refund, state: str, provider_ref: str, *, by: Actor) -> Refund:
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
            record(f"payments.refund_{refund.state}", payment, by, amount=str(refund.amount), refund=refund.pk)
        if refund.state == Refund.State.DONE:
            emit(PaymentRefunded(payment, refund))
    return refund


@sends(KIND, words=gettext_lazy("Paying back"))
def send(delivery: Delivery) -> dict[str, str]:
    """Ask the provider to pay back. Its key makes a second try the same refund."""
    asked = Refund.objects.select_related("attempt").get(pk=delivery.payload["refund"])
    account = PaymentAccount.objects.filter(municipality=asked.municipality_id, provider=asked.attempt.provider).first()
    if account is None:
        raise NotNow("no account")
    try:
        told = providers.get(asked.attempt.provider).refund(account, asked)
    except Declined as error:
        settle_refund(asked, Refund.State.REFUSED, "", by=Actor.system())
        raise Refused(str(error)) from error
    except (NoAnswer, Untrusted) as error:
        raise NotNow(str(error)) from error
    if told.state == Refund.State.ASKED:
        Refund.objects.filter(pk=asked.pk).update(provider_ref=told.provider_ref)
    else:
        settle_refund(asked, told.state, told.provider_ref, by=Actor.system())
    return {"refund": told.provider_ref, "state": told.state}


def _made(
    payment: Payment, attempt: Attempt, amount: Decimal, reason: str, by: Actor, key: str, *, is_extra: bool = False
) -> Refund:
    made = Refund.objects.create(
        municipality=payment.municipality, payment=payment, attempt=attempt, key=key, amount=amount, reason=reason,
        is_extra=is_extra, asked_by=by.user, created_at=clock.now(),
    )  # fmt: skip
    record("payments.refund", payment, by, reason=reason, amount=str(amount), is_extra=is_extra)
    hand_over(
        KIND, target=f"payments:{attempt.provider}", key=f"payments.refund:{made.pk}", payload={"refund": made.pk},
        title=f"{payment.ref} {amount} {payment.currency}", subject=payment,
    )  # fmt: skip
    return made


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
