"""Reads of members and units."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q, QuerySet

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.identity.accounts.rights import capabilities_of, rights_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@dataclass
class Colleague:
    """A user with all memberships in the current municipality."""

    user: User
    memberships: list[Membership] = field(default_factory=list)


def units() -> QuerySet[Unit]:
    """Active units, by name."""
    return Unit.objects.filter(is_active=True).order_by("name")


def own_units(actor: Actor) -> list[int]:
    """Keys of the units in which the actor works, with their subunits."""
    return sorted(set().union(*(grant.units or () for grant in rights_of(actor).grants)))


def members_who_can(capability: str, *, or_superuser: bool = False) -> QuerySet[User]:
    """Active users with a role in the current municipality that has ``capability``."""
    municipality = current()
    roles = [role for role in Role.values if capability in capabilities_of(role, municipality.pk)]
    holders = Q(memberships__municipality=municipality, memberships__role__in=roles)
    if or_superuser:
        holders |= Q(is_superuser=True)
    return User.objects.filter(holders, is_active=True).distinct()


def officials() -> QuerySet[User]:
    """Users to whom cases can be assigned, by name."""
    return members_who_can(Capability.HANDLE).order_by("last_name", "first_name", "username")


def colleagues() -> list[Colleague]:
    """All users with a role in the municipality, by name, with their roles and units."""
    memberships = (
        Membership.objects.filter(municipality=current())
        .select_related("user", "unit")
        .order_by("user__last_name", "user__first_name", "user__username", "user_id", "role")
    )
    return [Colleague(user, list(held)) for user, held in groupby(memberships, key=lambda each: each.user)]


def get_display_names(user_ids: set[int]) -> dict[int, str]:
    """Display names by key, in one query."""
    return {user.pk: user.display_name for user in User.objects.filter(pk__in=user_ids)}
