"""Changes of staff memberships and units."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from raekoda.identity.accounts.events import MemberLeft, PasswordLinkRequested
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.errors import DomainError
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current


class AccountError(DomainError):
    """The change is not allowed; the message is shown to the user."""


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
) -> Membership:
    """Give a user a role in the municipality; a new user is created without a password, with the e-mail as username. Staff give
    roles to those who work here already; others are invited (:mod:`~raekoda.identity.accounts.invitations`).

    Raises ``PermissionDenied``; :class:`AccountError` when the user already has the role, or does not work here.
    """
    actor.require("people.manage")
    email = email.lower()
    works_here = Membership.objects.filter(user__username=email, municipality=municipality).exists()
    if actor.user is not None and not works_here:
        raise AccountError(_("Somebody who does not work here yet is invited and accepts the role themselves."))
    user, is_new = User.objects.get_or_create(
        username=email,
        defaults={"email": email, "first_name": first_name, "last_name": last_name},
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    membership, added = Membership.objects.get_or_create(
        user=user, municipality=municipality, role=role, defaults={"unit": unit, "title": title}
    )
    if not added:
        raise AccountError(_("%(name)s holds this role already.") % {"name": user.display_name})
    journal.record("people.add_member", membership, actor, user=user.pk, role=role, unit=unit and unit.pk)
    return membership


@transaction.atomic
def change_membership(membership: Membership, *, role: str, unit: Unit | None, title: str, actor: Actor) -> Membership:
    """Change role, unit or title. Raises :class:`AccountError` for the last administrator or a duplicate role."""
    _require_manage(membership, actor)
    if membership.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _require_other_administrator(membership)
    twin = Membership.objects.filter(user=membership.user, municipality=membership.municipality, role=role)
    if twin.exclude(pk=membership.pk).exists():
        raise AccountError(_("%(name)s holds this role already.") % {"name": membership.user.display_name})
    membership.role, membership.unit, membership.title = role, unit, title
    membership.save()
    journal.record("people.change_member", membership, actor, user=membership.user_id, role=role, unit=unit and unit.pk)
    return membership


@transaction.atomic
def remove_membership(membership: Membership, *, actor: Actor) -> None:
    """Remove a role. Emits :class:`MemberLeft` with the last one. Raises :class:`AccountError` for the last
    administrator."""
    _require_manage(membership, actor)
    if membership.role == Role.ADMINISTRATOR:
        _require_other_administrator(membership)
    user, municipality = membership.user, membership.municipality
    journal.record("people.remove_member", membership, actor, user=user.pk, role=membership.role)
    membership.delete()
    if not Membership.objects.filter(user=user, municipality=municipality).exists():
        emit(MemberLeft(user=user, municipality=municipality, actor=actor))


@transaction.atomic
def password_link(membership: Membership, *, actor: Actor) -> None:
    """Send the user a link that sets a password once: emits :class:`PasswordLinkRequested`. Raises :class:`AccountError`.

    Not allowed for a user of several municipalities: one municipality must not give access to another.
    """
    _require_manage(membership, actor)
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
    """Add or change a unit. Raises :class:`AccountError` for a cycle of units."""
    actor.require("people.manage")
    above = unit.parent
    while above is not None:
        if above.pk == unit.pk and unit.pk is not None:
            raise AccountError(_("A unit cannot be a part of itself."))
        above = above.parent
    verb = "people.change_unit" if unit.pk else "people.add_unit"
    unit.save()
    journal.record(verb, unit, actor, is_active=unit.is_active)
    return unit


def _require_manage(membership: Membership, actor: Actor) -> None:
    actor.require("people.manage")
    if membership.municipality_id != current().pk:
        raise PermissionDenied("people.manage")


def _require_other_administrator(membership: Membership) -> None:
    others = Membership.objects.select_for_update().filter(
        municipality=membership.municipality, role=Role.ADMINISTRATOR, user__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise AccountError(_("The last administrator cannot be taken away: name another one first."))
