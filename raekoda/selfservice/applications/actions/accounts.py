"""Accounts that money goes to and comes from: a change is proposed by one official and confirmed by another.

The journal names the change and both accounts without their middle digits; the whole values stand in :class:`AccountChange`.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text
from raekoda.selfservice.applications import rules
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import AccountChange, Grant, PayingAccount

State = AccountChange.State
WAITING_ONCE = ("one_waiting_change_of_a_grant", "one_waiting_paying_account")


def propose_account(grant: Grant, *, account: str, payee: str, actor: Actor) -> AccountChange:
    """Propose another account for a grant whose payment came back; only then can it be another than the one that was decided.

    Raises :class:`ApplicationError`, also when a proposal waits already.
    """
    actor.require("applications.pay", grant.decision.application)
    with transaction.atomic():
        grant = Grant.objects.select_for_update(of=("self",)).select_related("decision").get(pk=grant.pk)
        if grant.returned_at is None:
            raise ApplicationError(_("Only the account of a payment that came back can be changed."))
        sound = _valid_iban(account, "account")
        holder = clean_text(payee).replace("\n", " ")[:140]
        if not holder:
            raise ApplicationError(_("Write whose account it is."), "payee")
        old = grant.decision
        return _propose(
            AccountChange(
                municipality_id=grant.municipality_id, grant=grant, old_holder=old.payee, old_account=old.account,
                holder=holder, account=sound,
            ),
            actor,
        )  # fmt: skip


def propose_paying_account(
    municipality: Municipality, *, name: str, iban: str, bic: str = "", actor: Actor
) -> AccountChange:
    """Propose the account from which benefits are paid. Raises :class:`ApplicationError`, also when a proposal waits."""
    actor.require("applications.configure")
    old = PayingAccount.objects.filter(municipality=municipality).first() or PayingAccount()
    return _propose(
        AccountChange(
            municipality=municipality, old_holder=old.name, old_account=old.iban, old_bic=old.bic,
            holder=clean_text(name)[:70], account=_valid_iban(iban, "iban"), bic=bic.strip().upper()[:11],
        ),
        actor,
    )  # fmt: skip


@transaction.atomic
def confirm_account(change: AccountChange, *, actor: Actor) -> AccountChange:
    """Let a proposed account take effect. Raises ``PermissionDenied`` for the official who proposed it, and
    :class:`ApplicationError` when what it changes is not what it was."""
    change = _lock_waiting(change, actor)
    if actor.id is None or change.proposed_by_id == actor.id:
        raise PermissionDenied("applications.confirm_account")
    if change.grant is None:
        _change_paying_account(change)
    else:
        _change_grant(change.grant, change)
    return _decide(change, State.CONFIRMED, actor, "applications.confirm_account")


@transaction.atomic
def reject_account(change: AccountChange, *, actor: Actor) -> AccountChange:
    """Reject a proposed account, or withdraw one's own proposal."""
    change = _lock_waiting(change, actor)
    return _decide(change, State.REJECTED, actor, "applications.reject_account")


@transaction.atomic
def set_paying_account(
    municipality: Municipality, *, name: str, iban: str, bic: str = "", actor: Actor
) -> PayingAccount:
    """Set the paying account at once, as the system (demo content, set-up of an installation)."""
    if actor.id is not None:
        raise PermissionDenied("applications.set_paying_account")
    account, _is_new = PayingAccount.objects.update_or_create(
        municipality=municipality,
        defaults={"name": clean_text(name)[:70], "iban": _valid_iban(iban, "iban"), "bic": bic},
    )
    journal.record("applications.set_paying_account", municipality, actor, account=account.iban)
    return account


def _propose(change: AccountChange, actor: Actor) -> AccountChange:
    if actor.id is None:
        raise PermissionDenied("applications.propose_account")
    change.proposed_by_id, change.proposed_at = actor.id, clock.now()
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        if not any(name in str(error) for name in WAITING_ONCE):
            raise
        raise ApplicationError(_("A change of this account waits for confirmation already.")) from error
    _record("applications.propose_account", change, actor)
    return change


def _lock_waiting(change: AccountChange, actor: Actor) -> AccountChange:
    found = AccountChange.objects.select_for_update(of=("self",)).select_related("grant").get(pk=change.pk)
    actor.require("applications.pay", found.grant and found.grant.decision.application)
    if found.state != State.WAITING:
        raise ApplicationError(_("A colleague has decided this change already. Look at it again."))
    return found


def _change_grant(grant: Grant, change: AccountChange) -> None:
    grant = Grant.objects.select_for_update(of=("self",)).select_related("decision").get(pk=grant.pk)
    decision = grant.decision
    if grant.returned_at is None or decision.account != change.old_account:
        raise ApplicationError(_("The account is not what it was when the change was proposed. Propose it again."))
    decision.account, decision.payee = change.account, change.holder
    decision.save(update_fields=["account", "payee"])
    grant.returned_at = None
    grant.save(update_fields=["returned_at"])


def _change_paying_account(change: AccountChange) -> None:
    account = PayingAccount.objects.select_for_update(of=("self",)).filter(municipality=change.municipality_id).first()
    account = account or PayingAccount(municipality_id=change.municipality_id)
    if account.iban != change.old_account:
        raise ApplicationError(_("The account is not what it was when the change was proposed. Propose it again."))
    account.name, account.iban, account.bic = change.holder, change.account, change.bic
    account.save()


def _decide(change: AccountChange, state: State, actor: Actor, verb: str) -> AccountChange:
    change.state, change.decided_by_id, change.decided_at = state, actor.id, clock.now()
    change.save(update_fields=["state", "decided_by", "decided_at"])
    _record(verb, change, actor)
    return change


def _record(verb: str, change: AccountChange, actor: Actor) -> None:
    subject = change.grant.decision.application if change.grant else change.municipality
    journal.record(
        verb,
        subject,
        actor,
        change=change.pk,
        old=rules.mask_iban(change.old_account),
        new=rules.mask_iban(change.account),
    )


def _valid_iban(text: str, field: str) -> str:
    try:
        return rules.validate_iban(text)
    except ValueError as error:
        raise ApplicationError(_("This account number is not right: check its digits."), field) from error
