"""What a member of staff may read and do, from their memberships: computed once for an actor and a municipality.

Lists filter with :meth:`Rights.where`; a single record is judged with :meth:`Rights.covers`. Both follow the same rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.functional import LazyObject

from raekoda.identity.accounts.capabilities import (
    DEFAULT_CAPABILITIES,
    ORDINARY,
    SUPERUSER_CAPABILITIES,
    Capability,
)
from raekoda.identity.accounts.models import Absence, Membership, RoleSetting, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.tenancy import current

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Grant:
    """One membership: what it allows, and on which matters. ``units`` None: all; ``services`` empty: all."""

    role: str
    capabilities: frozenset[str]
    units: frozenset[int] | None = None
    services: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()

    @property
    def levels(self) -> frozenset[str]:
        """Sensitivities of the matters that it applies to."""
        return frozenset(ORDINARY) | self.categories

    def reaches(self, unit_id: int | None, service_id: int | None, sensitivity: str) -> bool:
        """Whether it applies to a matter of this unit, service and sensitivity."""
        in_unit = self.units is None or unit_id in self.units
        return in_unit and (not self.services or service_id in self.services) and sensitivity in self.levels


@dataclass(frozen=True)
class Rights:
    """The rights of one member of staff in one municipality."""

    user_id: int | None = None
    grants: tuple[Grant, ...] = ()
    deputises: frozenset[int] = frozenset()
    extra: frozenset[str] = frozenset()
    """Capabilities that do not come from a membership: a superuser's."""
    capabilities: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        held = self.extra.union(*(grant.capabilities for grant in self.grants))
        object.__setattr__(self, "capabilities", held)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def categories(self) -> frozenset[str]:
        """Special categories that the member may handle anywhere."""
        return frozenset().union(
            *(grant.categories for grant in self.grants if Capability.HANDLE in grant.capabilities)
        )

    @property
    def own_tasks_of(self) -> frozenset[int]:
        """Users whose tasks are also this member's: the member and those whose deputy they are today."""
        return self.deputises | {self.user_id} if self.user_id is not None else frozenset()

    def can(self, capability: str) -> bool:
        return capability in self.capabilities

    def covers(self, capability: str, *, unit_id: int | None, service_id: int | None, sensitivity: str) -> bool:
        """Whether a membership with ``capability`` applies to a matter of this unit, service and sensitivity."""
        held = (grant for grant in self.grants if capability in grant.capabilities)
        if unit_id is None:
            return any(_reaches_undirected(grant, service_id, sensitivity) for grant in held)
        return any(grant.reaches(unit_id, service_id, sensitivity) for grant in held)

    def where(self, capability: str, *, prefix: str = "") -> Q:
        """The same as a filter over records with ``unit``, ``service`` and ``sensitivity``, found at ``prefix``."""
        places: dict[tuple[frozenset[int], frozenset[str]], set[int] | None] = defaultdict(set)
        for grant in self.grants:
            if capability in grant.capabilities:
                key = (grant.services, grant.levels)
                known = places[key]
                places[key] = None if known is None or grant.units is None else known | grant.units
        found = NOTHING
        for (services, levels), units in places.items():
            matter = Q(**{f"{prefix}sensitivity__in": sorted(levels)})
            if services:
                matter &= Q(**{f"{prefix}service__in": sorted(services)})
            if units is not None:
                matter &= _in_units(units, levels - frozenset(ORDINARY), prefix)
            found |= matter
        return found


def _in_units(units: Iterable[int], special: frozenset[str], prefix: str) -> Q:
    """Of these units; and what has no unit yet, when it is of a special category that the grant names."""
    own = Q(**{f"{prefix}unit__in": sorted(units)})
    if not special:
        return own
    return own | Q(**{f"{prefix}unit__isnull": True, f"{prefix}sensitivity__in": sorted(special)})


def _reaches_undirected(grant: Grant, service_id: int | None, sensitivity: str) -> bool:
    if grant.services and service_id not in grant.services:
        return False
    return sensitivity in (grant.levels if grant.units is None else grant.categories)


def rights_of(actor: Actor) -> Rights:
    """The rights of ``actor`` in the current municipality, read once for each user object; none for those who are not staff."""
    if not actor.is_staff or actor.user is None:
        return Rights()
    municipality = current()
    user = _unwrap(actor.user)
    cached: dict[int, Rights] = user.__dict__.setdefault("_rights_by_municipality", {})
    if municipality.pk not in cached:
        cached[municipality.pk] = _load(user, municipality.pk)
    return cached[municipality.pk]


def _unwrap(user: Any) -> Any:
    """The account itself, so that a request's lazy user and what it stands for share the rights that were read."""
    if isinstance(user, LazyObject) and user.pk:
        return user.__dict__["_wrapped"]
    return user


def _load(user: Any, municipality_id: int) -> Rights:
    memberships = Membership.objects.filter(user=user.pk, municipality=municipality_id).order_by("id")
    grants = tuple(_grant(held) for held in memberships)
    extra = SUPERUSER_CAPABILITIES if getattr(user, "is_superuser", False) else frozenset()
    handles = any(Capability.HANDLE in grant.capabilities for grant in grants)
    deputises = _deputises(user.pk) if handles else frozenset()
    return Rights(user.pk, grants, deputises, extra)


def _grant(membership: Membership) -> Grant:
    municipality_id = membership.municipality_id
    unit_id = membership.unit_id
    return Grant(
        role=membership.role,
        capabilities=capabilities_of(membership.role, municipality_id),
        units=None if unit_id is None else with_subunits(unit_id, municipality_id),
        services=frozenset(membership.services),
        categories=frozenset(membership.categories),
    )


def rights_of_all() -> Rights:
    """What the active members of the current municipality may do, taken together: belongs to no user."""
    memberships = Membership.objects.filter(municipality=current(), user__is_active=True)
    return Rights(grants=tuple(_grant(held) for held in memberships))


def _deputises(user_id: int) -> frozenset[int]:
    today = clock.today()
    absent = Absence.objects.filter(deputy=user_id, first_day__lte=today, last_day__gte=today)
    return frozenset(absent.values_list("user_id", flat=True))


def capabilities_of(role: str, municipality_id: int) -> frozenset[str]:
    """What ``role`` allows in the municipality."""
    return _role_settings.get(municipality_id).get(role, DEFAULT_CAPABILITIES.get(role, frozenset()))


def with_subunits(unit_id: int, municipality_id: int) -> frozenset[int]:
    """Keys of the unit and of all units below it."""
    return _subunits.get(municipality_id).get(unit_id, frozenset({unit_id}))


def _build_role_settings(municipality_id: int) -> dict[str, frozenset[str]]:
    return {setting.role: frozenset(setting.capabilities) for setting in RoleSetting.objects.all()}


def _build_subunits(municipality_id: int) -> dict[int, frozenset[int]]:
    parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
    below: dict[int, set[int]] = {unit: {unit} for unit in parents}
    for unit in parents:
        seen: set[int] = {unit}
        above = parents[unit]
        while above is not None and above not in seen:
            seen.add(above)
            below[above].add(unit)
            above = parents.get(above)
    return {unit: frozenset(units) for unit, units in below.items()}


_role_settings = MunicipalityCache("role-settings", _build_role_settings, RoleSetting)
_subunits = MunicipalityCache("subunits", _build_subunits, Unit)
