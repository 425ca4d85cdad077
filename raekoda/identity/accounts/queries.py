"""Reads of members and units."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q, QuerySet

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.models import Absence, Membership, RightsChange, Role, Unit, User
from raekoda.identity.accounts.rights import capabilities_of, rights_of, with_subunits
from raekoda.platform.core import clock
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


def members() -> QuerySet[User]:
    """Active users with a role in the current municipality, by name."""
    held = User.objects.filter(memberships__municipality=current(), is_active=True).distinct()
    return held.order_by("last_name", "first_name", "username")


def led_by(actor: Actor) -> QuerySet[User]:
    """Members who work in a unit that the actor is the head of, or in a part of it."""
    municipality = current()
    headed = Unit.objects.filter(head=actor.id).values_list("pk", flat=True) if actor.is_staff else []
    units = frozenset().union(*(with_subunits(unit, municipality.pk) for unit in headed))
    return members().filter(memberships__municipality=municipality, memberships__unit__in=units)


def absence_set_by(actor: Actor) -> QuerySet[User]:
    """Members whose absences the actor sets: all for an administrator, else the actor and whom they lead."""
    if actor.may("people.manage"):
        return members()
    return members().filter(Q(pk=actor.id) | Q(pk__in=led_by(actor).order_by().values("pk")))


def absences(actor: Actor) -> QuerySet[Absence]:
    """Absences that are not over and that the actor may see: own ones, as deputy, of those they may set them for."""
    current_ones = Absence.objects.filter(last_day__gte=clock.today()).select_related("user", "deputy")
    if actor.may("people.manage"):
        return current_ones
    return current_ones.filter(Q(user__in=absence_set_by(actor).order_by().values("pk")) | Q(deputy=actor.id))


def absences_deputised_by(user: User) -> QuerySet[Absence]:
    """Absences that are not over in which ``user`` is the deputy."""
    return Absence.objects.filter(deputy=user, last_day__gte=clock.today()).select_related("user")


def waiting_changes() -> QuerySet[RightsChange]:
    """Changes of rights that wait for a second administrator, oldest first."""
    waiting = RightsChange.objects.filter(state=RightsChange.State.WAITING)
    return waiting.select_related("user", "membership__unit", "proposed_by").order_by("id")


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
