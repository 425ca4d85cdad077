"""Reads of members and units."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet

from raekoda.identity.accounts.models import Membership, Unit, User
from raekoda.identity.accounts.rules import OFFICIALS
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
    if actor.user is None:
        return []
    own = set(
        Membership.objects.filter(user_id=actor.user.pk, municipality=current(), unit__isnull=False).values_list(
            "unit_id", flat=True
        )
    )
    if not own:
        return []
    parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
    return sorted(unit for unit in parents if own & set(_with_parents(unit, parents)))


def officials() -> QuerySet[User]:
    """Users to whom cases can be assigned, by name."""
    return (
        User.objects.filter(is_active=True, memberships__municipality=current(), memberships__role__in=OFFICIALS)
        .distinct()
        .order_by("last_name", "first_name", "username")
    )


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


def _with_parents(unit: int | None, parents: dict[int, int | None]) -> list[int]:
    chain: list[int] = []
    while unit is not None and unit not in chain:
        chain.append(unit)
        unit = parents.get(unit)
    return chain
