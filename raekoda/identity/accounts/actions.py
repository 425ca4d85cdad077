"""Changes of staff memberships and units."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from raekoda.identity.accounts.capabilities import CONTENT
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.events import MemberLeft, PasswordLinkRequested
from raekoda.identity.accounts.membership_values import MembershipValues
from raekoda.identity.accounts.memberships import require_manage, require_other_administrator, set_membership
from raekoda.identity.accounts.models import Absence, Membership, RightsChange, Role, Unit, User
from raekoda.identity.accounts.proposals import lock_rights, withdraw_waiting
from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current


@transaction.atomic
def add_member(
    *,
    municipality: Municipality,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    actor: Actor,
    unit: Unit | None = None,
    title: str = "",
    services: Iterable[int] = (),
    categories: Iterable[str] = (),
) -> Membership | RightsChange:
    """Give a user a role in the municipality. Staff give roles to those who work here already; others are invited
    (:mod:`~raekoda.identity.accounts.invitations`).

    Sensitive rights wait, as a :class:`RightsChange`, for a second administrator. Raises ``PermissionDenied``;
    :class:`AccountError` for somebody who does not work here, and as :func:`set_membership` does.
    """
    actor.require("people.manage")
    if municipality.pk != current().pk:
        raise PermissionDenied("people.manage")
    email = email.lower()
    works_here = Membership.objects.filter(user__username=email, municipality=municipality).exists()
    if actor.user is not None and not works_here:
        raise AccountError(_("Somebody who does not work here yet is invited and accepts the role themselves."))
    user = get_or_create_user(email, first_name, last_name)
    values = MembershipValues.build(role, unit.pk if unit else None, services, categories, title)
    return set_membership(user, values, actor=actor)


def get_or_create_user(email: str, first_name: str, last_name: str) -> User:
    """The account of an address (in small letters), which is its user name; a new one has no password."""
    user, is_new = User.objects.get_or_create(
        username=email,
        defaults={"email": email, "first_name": first_name, "last_name": last_name},
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@transaction.atomic
def change_membership(
    membership: Membership,
    *,
    role: str,
    unit: Unit | None,
    title: str,
    actor: Actor,
    services: Iterable[int] = (),
    categories: Iterable[str] = (),
) -> Membership | RightsChange:
    """Change role, reach or title. Sensitive rights wait, as a :class:`RightsChange`, for a second administrator.

    Raises ``PermissionDenied``; :class:`AccountError` as :func:`set_membership` does.
    """
    require_manage(membership, actor)
    values = MembershipValues.build(role, unit.pk if unit else None, services, categories, title)
    return set_membership(membership.user, values, actor=actor, membership=membership)


@transaction.atomic
def remove_membership(membership: Membership, *, actor: Actor) -> None:
    """Remove a role. Emits :class:`MemberLeft` with the last one. Raises :class:`AccountError` for the last
    administrator."""
    require_manage(membership, actor)
    lock_rights()
    if membership.role == Role.ADMINISTRATOR:
        require_other_administrator(membership)
    withdraw_waiting(membership, actor)
    user, municipality = membership.user, membership.municipality
    before = MembershipValues.of(membership).for_journal
    journal.record("people.remove_member", membership, actor, user=user.pk, role=membership.role, before=before)
    membership.delete()
    if not Membership.objects.filter(user=user, municipality=municipality).exists():
        _end_duties(user)
        emit(MemberLeft(user=user, municipality=municipality, actor=actor))


@transaction.atomic
def password_link(membership: Membership, *, actor: Actor) -> None:
    """Send the user a link that sets a password once: emits :class:`PasswordLinkRequested`. Raises :class:`AccountError`.

    Not allowed for a user of several municipalities: one municipality must not give access to another.
    """
    require_manage(membership, actor)
    user = membership.user
    if user.is_superuser or user.memberships.exclude(municipality=membership.municipality).exists():
        raise AccountError(_("This person also works in another municipality and sets the password there."))
    if not user.email:
        raise AccountError(_("This person has no e-mail address to which a link could be sent."))
    journal.record("people.password_link", membership, actor, user=user.pk)
    user_part, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    emit(PasswordLinkRequested(membership, user_part, token))


@transaction.atomic
def save_unit(unit: Unit, *, actor: Actor) -> Unit:
    """Add or change a unit. Raises :class:`AccountError` for a cycle of units, and for a part of a unit in which the
    actor reads cases."""
    actor.require("people.manage")
    above = unit.parent
    while above is not None:
        if above.pk == unit.pk and unit.pk is not None:
            raise AccountError(_("A unit cannot be a part of itself."))
        above = above.parent
    _require_others_reach(unit, actor)
    verb = "people.change_unit" if unit.pk else "people.add_unit"
    unit.save()
    journal.record(verb, unit, actor, is_active=unit.is_active, parent=unit.parent_id, head=unit.head_id)
    return unit


def _require_others_reach(unit: Unit, actor: Actor) -> None:
    """A unit that becomes a part of another one comes within reach of those who work there: never of the actor."""
    is_moved = unit.pk and unit.parent_id and not Unit.objects.filter(pk=unit.pk, parent=unit.parent_id).exists()
    if (
        is_moved
        and actor.is_staff
        and any(
            unit.parent_id in (grant.units or ()) for grant in rights_of(actor).grants if grant.capabilities & CONTENT
        )
    ):
        raise AccountError(_("You work in that unit: another administrator makes this one a part of it."), "parent")


def _end_duties(user: User) -> None:
    """Somebody without a role is nobody's deputy, and the head of no unit."""
    Unit.objects.filter(head=user).update(head=None)
    Absence.objects.filter(Q(user=user) | Q(deputy=user), last_day__gte=clock.today()).delete()
