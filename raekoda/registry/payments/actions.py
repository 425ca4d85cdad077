"""Asking for money, handing over to the provider, settling by its word. Each change checks, writes and journals in one
transaction; the provider is asked outside of it."""

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
from raekoda.registry.payments.errors import NoAnswer, PaymentError, Untrusted
from raekoda.registry.payments.events import PaymentPaid
from raekoda.registry.payments.models import CURRENCY, Attempt, Payment, PaymentAccount, Status
from raekoda.registry.payments.providers import Order, Placed, Report, providers

LANGUAGES = ("et", "en", "ru")
log = structlog.get_logger(__name__)

refund, left = refunding.refund, refunding.left


def ask(
    *,
    person: Person | None,
    key: str,
    amount: Decimal,
    words: str | Mapping[str, str],
    subject: models.Model | None = None,
    due_on: date | None = None,
    back_path: str = "",
    actor: Actor | None = None,
) -> Payment:
    """Ask ``person`` (None: a visitor, who pays by the link with the payment's token) for ``amount`` euros.

    Unique by ``key`` in the municipality: the same key again gives the payment there is, as it is. ``words`` say what it
    is for, in Estonian or by language, without personal data; ``back_path`` is our own page of the matter.
    """
    if amount <= 0:
        raise ValueError("nothing to pay")
    payment = Payment(
        municipality=current(), key=key, person=person, amount=amount, currency=CURRENCY,
        words={"et": words} if isinstance(words, str) else dict(words), due_on=due_on, back_path=back_path,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        created_at=clock.now(), is_demo=current().is_demo,
    )  # fmt: skip
    with transaction.atomic():
        Payment.objects.bulk_create([payment], ignore_conflicts=True)
        kept = Payment.objects.get(key=key)
        if kept.ref == payment.ref:
            record("payments.ask", kept, actor or Actor.system(), amount=str(amount))
    return kept


def cancel(payment: Payment, *, actor: Actor) -> Payment:
    """Call off what is not paid; what is paid stays as it is (see :func:`refund`)."""
    with transaction.atomic():
        lock(payment)
        if payment.is_open:
            payment.status = Status.CANCELLED
            payment.save(update_fields=["status"])
            record("payments.cancel", payment, actor)
    return payment


def start(payment: Payment, *, actor: Actor, language: str = "et", site: str = "") -> Attempt:
    """Place an order at the provider and give it: its ``pay_url`` is where the person goes. An order just placed and
    not paid is given again. ``site`` is scheme and host under which the person sees us.

    Raises :class:`PaymentError` when it cannot be paid (now): nothing was charged then.
    """
    account = account_in_use()
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


def settle(report: Report, *, actor: Actor) -> Payment:
    """Take the provider's word about an order into the payment. The same word again changes nothing.

    Only for words whose way here is trusted: posted by the provider's server or asked by us. Raises
    :class:`Untrusted` when order, amount or currency are not those that were asked for; nothing changes then.
    """
    attempt = Attempt.objects.filter(ref=report.key).select_related("payment").first()
    if attempt is None:
        raise Untrusted("order")
    payment = attempt.payment
    with transaction.atomic():
        lock(payment)
        attempt.refresh_from_db()
        _must_match(attempt, payment, report)
        if not attempt.provider_ref:
            attempt.provider_ref = report.provider_ref
        if report.word == rules.Word.PAID and attempt.state != Attempt.State.PAID:
            _paid(payment, attempt, actor)
        elif report.word == rules.Word.FAILED and attempt.state == Attempt.State.OPEN:
            _failed(payment, attempt, actor)
        else:
            attempt.save(update_fields=["provider_ref"])
    return payment


def look_up(attempt: Attempt, *, actor: Actor) -> Payment:
    """Ask the provider how an order stands, and settle by what it says. Raises :class:`NoAnswer`, :class:`Untrusted`."""
    Attempt.objects.filter(pk=attempt.pk).update(asked_at=clock.now())
    account = account_of(attempt.provider)
    if account is None or not attempt.provider_ref:
        raise NoAnswer("nothing to ask")
    return settle(providers[attempt.provider].ask(account, attempt), actor=actor)


def came_back(payment_ref: str, query: dict[str, str], *, actor: Actor) -> Payment | None:
    """The browser came back from the provider. Its word alone settles nothing: the provider is asked. The payment whose
    order the signed word is about; None when it is not the one of ``payment_ref``, or the word cannot be believed."""
    account = PaymentAccount.objects.filter(municipality=current()).first()
    if account is None:
        return None
    try:
        report = providers[account.provider].read_return(account, query)
    except Untrusted as error:
        log.warning("payment_return_refused", reason=error.code)
        return None
    attempt = Attempt.objects.filter(ref=report.key, payment__ref=payment_ref).select_related("payment").first()
    if attempt is None:
        return None
    if attempt.state == Attempt.State.OPEN:
        try:
            return look_up(attempt, actor=actor)
        except (NoAnswer, Untrusted) as error:
            log.warning("payment_not_looked_up", reason=str(error))
    return Payment.objects.get(pk=attempt.payment_id)


def save_account(account: PaymentAccount, *, actor: Actor) -> PaymentAccount:
    """Keep with which provider payments are taken. The secret stands nowhere but in its encrypted field."""
    actor.must("payments.configure")
    with transaction.atomic():
        account.save()
        record("payments.save_account", account, actor, provider=account.provider, is_active=account.is_active)
    return account


def account_in_use() -> PaymentAccount:
    """Raises :class:`PaymentError` when the municipality takes no payments."""
    account = PaymentAccount.objects.filter(municipality=current(), is_active=True).first()
    if account is None:
        raise PaymentError(_("Payments by bank link are not set up here yet. Nothing was charged."))
    return account


def account_of(provider: str) -> PaymentAccount | None:
    """The account at ``provider``, also when it is out of use: what was started there is still settled."""
    return PaymentAccount.objects.filter(municipality=current(), provider=provider).first()


def lock(payment: Payment) -> None:
    """Lock the row until the end of the transaction and read it anew into ``payment``."""
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(of=("self",)))


def _reusable(payment: Payment) -> Attempt | None:
    last = payment.attempts.filter(state=Attempt.State.OPEN).exclude(pay_url="").order_by("-id").first()
    return last if last is not None and rules.is_reusable(last.created_at, clock.now()) else None


def _place(account: PaymentAccount, payment: Payment, attempt: Attempt, language: str, site: str) -> Placed:
    home = site_url(payment.municipality)
    order = Order(
        key=attempt.ref, amount=payment.amount, currency=payment.currency, words=payment.title or payment.ref,
        language=language if language in LANGUAGES else "et",
        return_url=f"{site or home}/maksed/{payment.ref}/tagasi/", notify_url=f"{home}/maksed/teade/{account.provider}",
    )  # fmt: skip
    try:
        return providers[account.provider].place(account, order)
    except NoAnswer as error:
        log.warning("payment_not_placed", provider=account.provider, reason=str(error))
        Attempt.objects.filter(pk=attempt.pk).update(state=Attempt.State.FAILED)
        raise PaymentError(
            _("The payment service does not answer. Nothing was charged; try again in some minutes.")
        ) from error


def _must_match(attempt: Attempt, payment: Payment, report: Report) -> None:
    """Raises :class:`Untrusted` with a line in the log when the word is not about the order as it was placed."""
    wrong = (
        ("amount", report.amount != payment.amount),
        ("currency", report.currency != payment.currency),
        ("order", not report.provider_ref or attempt.provider_ref not in ("", report.provider_ref)),
    )
    for what, is_wrong in wrong:
        if is_wrong:
            log.error("payment_word_does_not_match", what=what, attempt=attempt.pk)
            raise Untrusted(what)


def _paid(payment: Payment, attempt: Attempt, actor: Actor) -> None:
    attempt.state = Attempt.State.PAID
    attempt.save(update_fields=["state", "provider_ref"])
    if payment.paid_at is not None:
        record("payments.paid_twice", payment, actor, attempt=attempt.ref)
        refunding.give_back_extra(payment, attempt)
        return
    was_cancelled = payment.status == Status.CANCELLED
    payment.status = Status(rules.after(payment.status, rules.Word.PAID))
    payment.paid_at = clock.now()
    payment.provider, payment.provider_ref = attempt.provider, attempt.provider_ref
    payment.save(update_fields=["status", "paid_at", "provider", "provider_ref"])
    record("payments.paid", payment, actor, attempt=attempt.ref, was_cancelled=was_cancelled)
    emit(PaymentPaid(payment, was_cancelled))


def _failed(payment: Payment, attempt: Attempt, actor: Actor) -> None:
    attempt.state = Attempt.State.FAILED
    attempt.save(update_fields=["state", "provider_ref"])
    others = payment.attempts.filter(state=Attempt.State.OPEN).exclude(pk=attempt.pk).exclude(pay_url="")
    if payment.status == Status.STARTED and not others.exists():
        payment.status = Status(rules.after(payment.status, rules.Word.FAILED))
        payment.save(update_fields=["status"])
        record("payments.failed", payment, actor, attempt=attempt.ref)
