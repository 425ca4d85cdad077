"""Setting what a membership gives: at once, or after a second administrator has confirmed it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.membership_values import MembershipValues, extends
from raekoda.identity.accounts.models import Membership, RightsChange, Role, User
from raekoda.identity.accounts.proposals import lock_rights, propose, withdraw_waiting
from raekoda.identity.accounts.queries import members_who_can
from raekoda.identity.accounts.rights import capabilities_of, with_subunits
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


def set_membership(
    user: User, values: MembershipValues, *, actor: Actor, membership: Membership | None = None
) -> Membership | RightsChange:
    """Give ``user`` a membership, or change ``membership``; sensitive rights wait for a second administrator.

    Raises ``PermissionDenied``; :class:`AccountError` for the actor's own membership, for the last administrator, for a
    role that the user has in the unit already, and when nobody could confirm.
    """
    actor.require("people.manage")
    if user.pk == actor.id and actor.is_staff:
        raise AccountError(_("Nobody changes their own rights: another administrator does."))
    lock_rights()
    membership = _as_stored(membership) if membership is not None else None
    before = MembershipValues.of(membership) if membership is not None else None
    _require_possible(user, values, membership)
    if membership is not None:
        withdraw_waiting(membership, actor)
    if actor.is_staff and needs_second_administrator(values, before):
        return propose(actor=actor, role=values.role, values=values.as_json(), user=user, membership=membership)
    return apply_values(user, values, actor=actor, membership=membership)


def needs_second_administrator(values: MembershipValues, before: MembershipValues | None) -> bool:
    """Whether the change gives more of special categories, of who reported, or a third administrator."""
    municipality = current().pk
    within = with_subunits(before.unit, municipality) if before is not None and before.unit is not None else frozenset()
    if not extends(values, before, within):
        return False
    capabilities = capabilities_of(values.role, municipality)
    if values.categories or Capability.SEE_REPORTER in capabilities:
        return True
    becomes_administrator = before is None or before.role != values.role
    return (
        becomes_administrator
        and Capability.ADMINISTER in capabilities
        and members_who_can(Capability.ADMINISTER).count() >= 2
    )


def apply_values(
    user: User, values: MembershipValues, *, actor: Actor, membership: Membership | None = None
) -> Membership:
    """Write the membership, with its values before and after in the journal."""
    _require_possible(user, values, membership)
    before = MembershipValues.of(membership).for_journal if membership is not None else None
    held = membership or Membership(user=user, municipality=current())
    held.role, held.unit_id, held.title = values.role, values.unit, values.title
    held.services, held.categories = list(values.services), list(values.categories)
    held.save()
    verb = "people.change_member" if membership is not None else "people.add_member"
    journal.record(verb, held, actor, user=user.pk, before=before, after=values.for_journal)
    return held


def require_manage(membership: Membership, actor: Actor) -> None:
    """Raises ``PermissionDenied`` unless ``actor`` manages the members of the membership's municipality."""
    actor.require("people.manage")
    if membership.municipality_id != current().pk:
        raise PermissionDenied("people.manage")


def require_other_administrator(membership: Membership) -> None:
    """Raises :class:`AccountError` when nobody else would be left as administrator."""
    others = Membership.objects.select_for_update().filter(
        municipality=membership.municipality, role=Role.ADMINISTRATOR, user__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise AccountError(_("The last administrator cannot be taken away: name another one first."))


def _as_stored(membership: Membership) -> Membership:
    """The membership as others have changed it meanwhile. Raises :class:`AccountError` when it is gone."""
    stored = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if stored is None:
        raise AccountError(_("Somebody has taken this role away already."))
    return stored


def _require_possible(user: User, values: MembershipValues, membership: Membership | None) -> None:
    twins = Membership.objects.filter(user=user, municipality=current(), role=values.role, unit=values.unit)
    if twins.exclude(pk=membership and membership.pk).exists():
        raise AccountError(_("%(name)s holds this role already.") % {"name": user.display_name})
    if values.categories and Capability.HANDLE not in capabilities_of(values.role, current().pk):
        raise AccountError(_("Special categories go with a role that handles cases."), "categories")
    if membership is not None and membership.role == Role.ADMINISTRATOR and values.role != Role.ADMINISTRATOR:
        require_other_administrator(membership)
