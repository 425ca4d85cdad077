"""Invitations of staff. An address proves itself by the link in a letter; only then does it get a role, and only the person
chooses a password."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.accounts import actions
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.events import AddressProven, MemberInvited
from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.membership_values import MembershipValues
from raekoda.identity.accounts.memberships import set_membership
from raekoda.identity.accounts.models import Membership, RightsChange, Unit, User
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.tokens import digest, new_token

VALID_FOR = timedelta(days=7)


@transaction.atomic
def invite(
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
) -> Membership | RightsChange | Invitation:
    """Offer a role in the municipality to an address; whoever works here already gets it at once, or when a second
    administrator has confirmed it. A second invitation to the same role replaces the first. Emits :class:`MemberInvited`.

    Raises ``PermissionDenied``; :class:`AccountError` when the user already has the role.
    """
    actor.require("people.manage")
    email = email.lower()
    if Membership.objects.filter(user__username=email, municipality=municipality).exists():
        return actions.add_member(
            municipality=municipality, email=email, first_name=first_name, last_name=last_name, role=role, actor=actor,
            unit=unit, title=title, services=services, categories=categories,
        )  # fmt: skip
    token, now = new_token(), clock.now()
    invitation, _is_new = Invitation.objects.update_or_create(
        municipality=municipality, email=email, role=role, accepted_at=None,
        defaults={
            "first_name": first_name, "last_name": last_name, "unit": unit, "title": title, "services": list(services),
            "categories": list(categories), "digest": digest(token), "invited_by": actor.user,
            "invited_at": now, "expires_at": now + VALID_FOR,
        },
    )  # fmt: skip
    journal.record("people.invite", invitation, actor, role=role, unit=unit and unit.pk)
    emit(MemberInvited(invitation, token))
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Actor) -> None:
    """Take an invitation back that was not accepted yet."""
    actor.require("people.manage")
    found = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk, accepted_at=None).first()
    if found is not None:
        journal.record("people.withdraw_invitation", found, actor, role=found.role)
        found.delete()


def find(token: str) -> Invitation | None:
    """The open invitation of the current municipality with this token; ``None`` when it expired, was accepted or withdrawn."""
    rows = Invitation.objects.select_related("municipality", "unit").filter(
        digest=digest(token), municipality=current(), accepted_at=None, expires_at__gt=clock.now()
    )
    return rows.first()


def waiting() -> list[Invitation]:
    """Invitations of the current municipality that are not accepted, the newest first."""
    rows = Invitation.objects.filter(municipality=current(), accepted_at=None).select_related("unit")
    return list(rows.order_by("-invited_at"))


def needs_password(invitation: Invitation) -> bool:
    """Whether accepting sets a password: for a new account, and for one whose address nobody has proven yet, because whoever
    made it may know its password."""
    user = User.objects.filter(username=invitation.email).first()
    return user is None or not user.has_usable_password() or not is_proven(user)


def is_proven(user: User) -> bool:
    """Whether the user has accepted an invitation, of whichever municipality."""
    return Invitation._base_manager.filter(user=user).exists()


@transaction.atomic
def accept(token: str, *, password: str = "") -> Membership | RightsChange:
    """Accept an invitation: the role becomes effective, or waits for a second administrator when its rights are sensitive.
    ``password`` is the person's own, where :func:`needs_password`.

    Raises :class:`AccountError` when the link does not work any more.
    """
    found = find(token)
    invitation = (
        found and Invitation.objects.select_for_update(of=("self",)).filter(pk=found.pk, accepted_at=None).first()
    )
    if invitation is None:
        raise AccountError(_("This link does not work any more."))
    sets_password = needs_password(invitation)
    if sets_password and not password:
        raise AccountError(_("Choose a password."))
    user = actions.get_or_create_user(invitation.email, invitation.first_name, invitation.last_name)
    given = _give_role(invitation, user)
    if sets_password:
        user.set_password(password)
        user.save(update_fields=["password"])
        emit(AddressProven(user))
    invitation.user, invitation.accepted_at = user, clock.now()
    invitation.membership = given if isinstance(given, Membership) else None
    invitation.save(update_fields=["user", "membership", "accepted_at"])
    journal.record("people.accept_invitation", given, Actor.staff(user), invitation=invitation.pk)
    return given


def _give_role(invitation: Invitation, user: User) -> Membership | RightsChange:
    """The role of the invitation, in the name of who invited: they must still manage the members."""
    inviter = Actor.staff(invitation.invited_by) if invitation.invited_by else Actor.system()
    if not inviter.may("people.manage"):
        raise AccountError(_("This link does not work any more."))
    values = MembershipValues.build(
        invitation.role, invitation.unit_id, invitation.services, invitation.categories, invitation.title
    )
    return set_membership(user, values, actor=inviter)
