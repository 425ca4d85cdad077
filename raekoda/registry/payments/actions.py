"""Creating payments, starting them at the provider and settling them by the status it reports.

Each change checks, writes and journals in one transaction; calls to the provider are made outside of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import structlog
from django.db import models, transaction
from django.utils.translation import gettext as _

from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.registry.payments import refunding, rules
from raekoda.registry.payments.errors import PaymentError, ProviderUnavailable, UntrustedMessage
from raekoda.registry.payments.events import PaymentPaid
from raekoda.registry.payments.models import CURRENCY, Attempt, Payment, PaymentAccount, Status
from raekoda.registry.payments.providers import Order, OrderReport, PlacedOrder, providers

LANGUAGES = ("et", "en", "ru")
log = structlog.get_logger(__name__)

refund, refundable_amount = refunding.refund, refunding.refundable_amount


def request_payment(
    *,
    person: Person | None,
    key: str,
    amount: Decimal,
    description: str | Mapping[str, str],
    subject: models.Model | None = None,
    due_on: date | None = None,
    back_path: str = "",
    actor: Actor | None = None,
) -> Payment:
    """Create a payment of ``amount`` euros for ``person`` (None: a visitor, who pays by a link with the payment's token).

    ``key`` is unique in the municipality: a second call with the same key returns the existing payment unchanged.
    ``description`` is a text in Estonian or by language, without personal data; ``back_path`` is the page to return to.
    """
    if amount <= 0:
        raise ValueError("nothing to pay")
    payment = Payment(
        municipality=current(), key=key, person=person, amount=amount, currency=CURRENCY,
        words={"et": description} if isinstance(description, str) else dict(description), due_on=due_on, back_path=back_path,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        created_at=clock.now(), is_demo=current().is_demo,
    )  # fmt: skip
    with transaction.atomic():
        Payment.objects.bulk_create([payment], ignore_conflicts=True)
        stored = Payment.objects.get(key=key)
        if stored.ref == payment.ref:
            record("payments.ask", stored, actor or Actor.system(), amount=str(amount))
    return stored


def cancel(payment: Payment, *, actor: Actor) -> Payment:
    """Cancel an unpaid payment; a paid one is left unchanged (see :func:`refund`)."""
    with transaction.atomic():
        lock(payment)
        if payment.is_open:
            payment.status = Status.CANCELLED
            payment.save(update_fields=["status"])
            record("payments.cancel", payment, actor)
    return payment


def start(payment: Payment, *, actor: Actor, language: str = "et", site: str = "") -> Attempt:
    """Place an order at the provider and return it; the person pays at its ``pay_url``. A recent unpaid order is
    returned again instead of a new one. ``site`` is the scheme and host that the person's browser uses.

    Raises :class:`PaymentError` when it cannot be paid now; nothing is charged in that case.
    """
    account = get_active_account()
    with transaction.atomic():
        lock(payment)
        if not payment.is_open:
            raise PaymentError(_("This payment is not open: it was paid or called off meanwhile."))
        if (known := _reusable(payment)) is not None:
            return known
        number = payment.attempts.count() + 1
        attempt = Attempt.objects.create(
            municipality=payment.municipality, payment=payment, ref=f"{payment.ref}-{number}",
            provider=account.provider, created_at=clock.now(), asked_at=clock.now(),
        )  # fmt: skip
        record("payments.start", payment, actor, attempt=number)
    placed = _place(account, payment, attempt, language, site)
    with transaction.atomic():
        lock(payment)
        attempt.provider_ref, attempt.pay_url = placed.provider_ref, placed.pay_url
        attempt.save(update_fields=["provider_ref", "pay_url"])
        if payment.status in (Status.ASKED, Status.FAILED):
            payment.status = Status.STARTED
            payment.save(update_fields=["status"])
    return attempt


def settle(report: OrderReport, *, actor: Actor) -> Payment:
    """Apply the order status that the provider reported to its payment. Idempotent.

    Only for reports from a trusted source: posted by the provider's server or fetched by us. Raises
    :class:`UntrustedMessage` when order, amount or currency differ from the order that was placed; nothing changes then.
    """
    attempt = Attempt.objects.filter(ref=report.key).select_related("payment").first()
    if attempt is None:
        raise UntrustedMessage("order")
    payment = attempt.payment
    with transaction.atomic():
        lock(payment)
        attempt.refresh_from_db()
        _require_match(attempt, payment, report)
        if not attempt.provider_ref:
            attempt.provider_ref = report.provider_ref
        if report.status == rules.OrderStatus.PAID and attempt.state != Attempt.State.PAID:
            _mark_paid(payment, attempt, actor)
        elif report.status == rules.OrderStatus.FAILED and attempt.state == Attempt.State.OPEN:
            _mark_failed(payment, attempt, actor)
        else:
            attempt.save(update_fields=["provider_ref"])
    return payment


def look_up(attempt: Attempt, *, actor: Actor) -> Payment:
    """Fetch the status of an order from the provider and settle by it.

    Raises :class:`ProviderUnavailable`, :class:`UntrustedMessage`.
    """
    Attempt.objects.filter(pk=attempt.pk).update(asked_at=clock.now())
    account = find_account(attempt.provider)
    if account is None or not attempt.provider_ref:
        raise ProviderUnavailable("no account or order number")
    return settle(providers[attempt.provider].fetch_order(account, attempt), actor=actor)


def handle_return(payment_ref: str, query: dict[str, str], *, actor: Actor) -> Payment | None:
    """Handle the browser's return from the provider: the payment of the order named in the signed return parameters.

    The parameters alone settle nothing; the status is fetched from the provider. Returns None when the order does not
    belong to ``payment_ref`` or the signature is not valid.
    """
    account = PaymentAccount.objects.filter(municipality=current()).first()
    if account is None:
        return None
    try:
        report = providers[account.provider].read_return(account, query)
    except UntrustedMessage as error:
        log.warning("payment_return_rejected", reason=error.code)
        return None
    attempt = Attempt.objects.filter(ref=report.key, payment__ref=payment_ref).select_related("payment").first()
    if attempt is None:
        return None
    if attempt.state == Attempt.State.OPEN:
        try:
            return look_up(attempt, actor=actor)
        except (ProviderUnavailable, UntrustedMessage) as error:
            log.warning("payment_status_not_fetched", reason=str(error))
    return Payment.objects.get(pk=attempt.payment_id)


def save_account(account: PaymentAccount, *, actor: Actor) -> PaymentAccount:
    """Save the provider account. The secret is stored only in its encrypted field."""
    actor.require("payments.configure")
    with transaction.atomic():
        account.save()
        record("payments.save_account", account, actor, provider=account.provider, is_active=account.is_active)
    return account


def get_active_account() -> PaymentAccount:
    """The active provider account. Raises :class:`PaymentError` when payments are not set up."""
    account = PaymentAccount.objects.filter(municipality=current(), is_active=True).first()
    if account is None:
        raise PaymentError(_("Payments by bank link are not set up here yet. Nothing was charged."))
    return account


def find_account(provider: str) -> PaymentAccount | None:
    """The account at ``provider``, also an inactive one: its open orders are still settled."""
    return PaymentAccount.objects.filter(municipality=current(), provider=provider).first()


def lock(payment: Payment) -> None:
    """Lock the row until the end of the transaction and refresh ``payment`` from it."""
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(of=("self",)))


def _reusable(payment: Payment) -> Attempt | None:
    last = payment.attempts.filter(state=Attempt.State.OPEN).exclude(pay_url="").order_by("-id").first()
    return last if last is not None and rules.is_reusable(last.created_at, clock.now()) else None


def _place(account: PaymentAccount, payment: Payment, attempt: Attempt, language: str, site: str) -> PlacedOrder:
    home = site_url(payment.municipality)
    order = Order(
        key=attempt.ref, amount=payment.amount, currency=payment.currency, description=payment.title or payment.ref,
        language=language if language in LANGUAGES else "et",
        return_url=f"{site or home}/maksed/{payment.ref}/tagasi/", notify_url=f"{home}/maksed/teade/{account.provider}",
    )  # fmt: skip
    try:
        return providers[account.provider].place_order(account, order)
    except ProviderUnavailable as error:
        log.warning("payment_not_placed", provider=account.provider, reason=str(error))
        Attempt.objects.filter(pk=attempt.pk).update(state=Attempt.State.FAILED)
        raise PaymentError(
            _("The payment service does not answer. Nothing was charged; try again in some minutes.")
        ) from error


def _require_match(attempt: Attempt, payment: Payment, report: OrderReport) -> None:
    """Raises :class:`UntrustedMessage` and logs when the report does not match the order as it was placed."""
    differences = (
        ("amount", report.amount != payment.amount),
        ("currency", report.currency != payment.currency),
        ("order", not report.provider_ref or attempt.provider_ref not in ("", report.provider_ref)),
    )
    for field, is_different in differences:
        if is_different:
            log.error("payment_report_does_not_match", field=field, attempt=attempt.pk)
            raise UntrustedMessage(field)


def _mark_paid(payment: Payment, attempt: Attempt, actor: Actor) -> None:
    attempt.state = Attempt.State.PAID
    attempt.save(update_fields=["state", "provider_ref"])
    if payment.paid_at is not None:
        record("payments.paid_twice", payment, actor, attempt=attempt.ref)
        refunding.refund_duplicate(payment, attempt)
        return
    was_cancelled = payment.status == Status.CANCELLED
    payment.status = Status(rules.next_status(payment.status, rules.OrderStatus.PAID))
    payment.paid_at = clock.now()
    payment.provider, payment.provider_ref = attempt.provider, attempt.provider_ref
    payment.save(update_fields=["status", "paid_at", "provider", "provider_ref"])
    record("payments.paid", payment, actor, attempt=attempt.ref, was_cancelled=was_cancelled)
    emit(PaymentPaid(payment, was_cancelled))


def _mark_failed(payment: Payment, attempt: Attempt, actor: Actor) -> None:
    attempt.state = Attempt.State.FAILED
    attempt.save(update_fields=["state", "provider_ref"])
    others = payment.attempts.filter(state=Attempt.State.OPEN).exclude(pk=attempt.pk).exclude(pay_url="")
    if payment.status == Status.STARTED and not others.exists():
        payment.status = Status(rules.next_status(payment.status, rules.OrderStatus.FAILED))
        payment.save(update_fields=["status"])
        record("payments.failed", payment, actor, attempt=attempt.ref)
