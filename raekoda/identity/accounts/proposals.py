"""Changes of sensitive rights wait for a second administrator (:class:`RightsChange`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.models import Membership, RightsChange, User
from raekoda.identity.accounts.queries import members_who_can
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current


def lock_rights() -> Municipality:
    """The current municipality, locked until the transaction ends: its rights change one change at a time."""
    return Municipality.objects.select_for_update(no_key=True).get(pk=current().pk)


def propose(
    *,
    actor: Actor,
    role: str,
    values: dict[str, Any],
    user: User | None = None,
    membership: Membership | None = None,
) -> RightsChange:
    """Store a change that waits for a second administrator: of a membership of ``user``, or of the role itself.

    Raises :class:`AccountError` when nobody could confirm it.
    """
    if not possible_confirmers(actor, role, user).exists():
        raise AccountError(
            _(
                "A second administrator has to confirm this, and there is nobody who could: "
                "name another administrator first, who is not the person concerned."
            )
        )
    change = RightsChange.objects.create(
        municipality=current(),
        user=user,
        role=role,
        membership=membership,
        values=values,
        proposed_by_id=actor.id,
    )
    journal.record("people.propose_rights", change, actor, user=user and user.pk, role=role)
    return change


def possible_confirmers(actor: Actor, role: str, user: User | None) -> Any:
    """Administrators who may confirm a change that ``actor`` proposes: not those whom it concerns."""
    others = members_who_can(Capability.ADMINISTER).exclude(pk=actor.id)
    if user is not None:
        return others.exclude(pk=user.pk)
    return others.exclude(pk__in=Membership.objects.filter(municipality=current(), role=role).values("user"))


def withdraw_waiting(membership: Membership, actor: Actor) -> None:
    """Reject the changes of ``membership`` that wait: a newer change replaces them."""
    for change in RightsChange.objects.filter(membership=membership, state=RightsChange.State.WAITING):
        close(change, RightsChange.State.REJECTED, actor)
        journal.record("people.reject_rights", change, actor, is_replaced=True)


def close(change: RightsChange, state: str, actor: Actor) -> None:
    """Store the decision about a change."""
    change.state, change.decided_at = state, clock.now()
    change.decided_by_id = actor.user.pk if actor.user is not None else None
    change.save(update_fields=["state", "decided_at", "decided_by"])
