"""The second administrator's decision about a change of sensitive rights."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.membership_values import MembershipValues
from raekoda.identity.accounts.memberships import apply_values
from raekoda.identity.accounts.models import RightsChange
from raekoda.identity.accounts.proposals import close, lock_rights
from raekoda.identity.accounts.rights import rights_of
from raekoda.identity.accounts.role_rights import store_capabilities, stored_capabilities
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current

State = RightsChange.State


def why_not_confirmed_by(change: RightsChange, actor: Actor) -> str:
    """Why ``actor`` may not confirm ``change``, in words; "" when nothing hinders."""
    if change.proposed_by_id == actor.id:
        return _("You proposed it yourself: another administrator confirms it.")
    if change.user_id == actor.id:
        return _("It is about your own rights: another administrator confirms it.")
    if change.user_id is None and change.role in rights_of(actor).roles:
        return _("You hold this role yourself: another administrator confirms it.")
    return ""


@transaction.atomic
def confirm(change: RightsChange, *, actor: Actor) -> None:
    """Put a waiting change into force. Raises ``PermissionDenied``; :class:`AccountError` when the actor proposed it or
    is concerned, and when it does not wait any more."""
    change = _waiting(change, actor)
    if reason := why_not_confirmed_by(change, actor):
        raise AccountError(reason)
    if change.user is None:
        store_capabilities(
            change.role, stored_capabilities(change.role) | set(change.values["capabilities"]), actor=actor
        )
    else:
        values = MembershipValues.from_json(change.values)
        change.membership = apply_values(change.user, values, actor=actor, membership=change.membership)
        change.save(update_fields=["membership"])
    close(change, State.CONFIRMED, actor)
    journal.record("people.confirm_rights", change, actor, proposed_by=change.proposed_by_id)


@transaction.atomic
def reject(change: RightsChange, *, actor: Actor) -> None:
    """End a waiting change without effect; who proposed it may take it back so. Raises ``PermissionDenied``;
    :class:`AccountError` when it does not wait any more."""
    change = _waiting(change, actor)
    close(change, State.REJECTED, actor)
    journal.record("people.reject_rights", change, actor, proposed_by=change.proposed_by_id)


def _waiting(change: RightsChange, actor: Actor) -> RightsChange:
    """The change as it stands in the database, locked."""
    actor.require("people.manage")
    if change.municipality_id != current().pk or not actor.is_staff:
        raise PermissionDenied("people.manage")
    lock_rights()
    locked = RightsChange.objects.select_related("user", "membership").get(pk=change.pk)
    if locked.state != State.WAITING:
        raise AccountError(_("Somebody has decided on this change already."))
    return locked
