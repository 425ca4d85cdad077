"""Payment lists: gather, confirm, export, mark as paid. A constraint allows one active payment of a grant, another that
somebody who touched anything on a list confirms it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text
from raekoda.selfservice.applications import queries
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.events import GrantPaid
from raekoda.selfservice.applications.models import Batch, Grant, Payout

State = Batch.State
MAX_PAYOUTS = 5_000
PAID_ONCE = "paid_once"
LETTER_RELATED = ("case", "applicant", "municipality", "version__form__service")


def gather(municipality: Municipality, *, due_by: date, pay_on: date, actor: Actor) -> Batch:
    """Create a list of all due grants that ``actor`` pays and that are on no other list.

    Raises :class:`ApplicationError` when nothing is due or a colleague gathered them concurrently.
    """
    actor.require("applications.pay")
    if pay_on < clock.today():
        raise ApplicationError(_("Choose today or a later day."), "pay_on")
    try:
        with transaction.atomic():
            due = queries.due_grants(actor, due_by).select_for_update(of=("self",))
            grants = list(due.prefetch_related("decision")[:MAX_PAYOUTS])
            if not grants:
                raise ApplicationError(_("Nothing is due by that day that is not on a list already."))
            batch = Batch.objects.create(
                municipality=municipality, pay_on=pay_on, made_by_id=actor.id, made_at=clock.now(),
                touched_by=sorted({actor.id, *queries.deciders(grants)}),
            )  # fmt: skip
            Payout.objects.bulk_create([_payout(batch, grant) for grant in grants])
            journal.record("applications.gather", batch, actor, payouts=len(grants), pay_on=pay_on.isoformat())
    except IntegrityError as error:
        if PAID_ONCE not in str(error):
            raise
        raise ApplicationError(_("A colleague has just put these on a list. Look at the newest list.")) from error
    return batch


def confirm_batch(batch: Batch, *, actor: Actor) -> Batch:
    """Confirm the list; it can then be exported for the bank. Raises ``PermissionDenied`` for who gathered it, or drafted,
    confirmed or changed anything about a payment on it."""
    actor.require("applications.pay", batch)
    with transaction.atomic():
        batch = _locked(batch, State.GATHERED)
        if actor.id is None or actor.id in batch.touched_by:
            raise PermissionDenied("applications.confirm_batch")
        batch.state, batch.confirmed_by_id, batch.confirmed_at = State.CONFIRMED, actor.id, clock.now()
        batch.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        journal.record("applications.confirm_batch", batch, actor)
    return batch


def drop_batch(batch: Batch, *, actor: Actor, reason: str) -> Batch:
    """Throw away a list that was not paid: its grants are due again."""
    actor.require("applications.pay", batch)
    reason = clean_text(reason)[:200]
    if not reason:
        raise ApplicationError(_("Write why."), "reason")
    with transaction.atomic():
        batch = _locked(batch, State.GATHERED, State.CONFIRMED)
        batch.state = State.DROPPED
        batch.save(update_fields=["state"])
        batch.payouts.update(state=Payout.State.DROPPED)
        journal.record("applications.drop_batch", batch, actor, reason=reason)
    return batch


def mark_paid(batch: Batch, *, actor: Actor) -> Batch:
    """The bank has carried the list out. Marking twice is marking once."""
    actor.require("applications.pay", batch)
    with transaction.atomic():
        batch = _locked(batch, State.CONFIRMED, State.PAID)
        if batch.state == State.PAID:
            return batch
        batch.state, batch.paid_at = State.PAID, clock.now()
        batch.save(update_fields=["state", "paid_at"])
        ready = batch.payouts.filter(state=Payout.State.READY)
        payouts = list(ready.select_related(*(f"grant__decision__application__{name}" for name in LETTER_RELATED)))
        ready.update(state=Payout.State.PAID)
        journal.record("applications.mark_paid", batch, actor, payouts=len(payouts))
        for payout in payouts:
            payout.state = Payout.State.PAID
            emit(GrantPaid(payout))
    return batch


def mark_returned(payout: Payout, *, actor: Actor, reason: str) -> Payout:
    """The bank sent a payment back: the grant is due again once two officials have put its account right
    (:mod:`~raekoda.selfservice.applications.actions.accounts`)."""
    actor.require("applications.pay", payout.grant.decision.application)
    reason = clean_text(reason)[:200]
    if not reason:
        raise ApplicationError(_("Write why."), "reason")
    with transaction.atomic():
        payout = Payout.objects.select_for_update(of=("self",)).select_related("batch").get(pk=payout.pk)
        if payout.state != Payout.State.PAID:
            raise ApplicationError(_("Only a payment that was made can come back."))
        payout.state, payout.reason, payout.returned_by_id = Payout.State.RETURNED, reason, actor.id
        payout.save(update_fields=["state", "reason", "returned_by"])
        Grant.objects.filter(pk=payout.grant_id).update(returned_at=clock.now())
        journal.record("applications.mark_returned", payout, actor, reason=reason)
    return payout


def _locked(batch: Batch, *states: str) -> Batch:
    found = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if found.state not in states:
        raise ApplicationError(_("The list is not where it was: a colleague was quicker. Look at it again."))
    return found


def _payout(batch: Batch, grant: Grant) -> Payout:
    return Payout(
        municipality_id=batch.municipality_id, batch=batch, grant=grant, amount=grant.amount,
        payee=grant.decision.payee, account=grant.decision.account,
    )  # fmt: skip
