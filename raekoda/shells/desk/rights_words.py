"""Rights in words: what a membership applies to, what a change of rights would give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from raekoda.identity.accounts.capabilities import Capability, Sensitivity
from raekoda.identity.accounts.membership_values import MembershipValues
from raekoda.identity.accounts.models import Membership, RightsChange, Role, Unit
from raekoda.registry.services.models import Service


@dataclass(frozen=True)
class MembershipWords:
    """A membership as pages show it; ``pk`` None for one that is only proposed."""

    pk: int | None
    role: str
    unit: str
    services: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    title: str = ""


def describe_memberships(memberships: Iterable[Membership]) -> list[MembershipWords]:
    """The memberships in words, in their order. Two queries."""
    held = list(memberships)
    return _describe([(each.pk, MembershipValues.of(each)) for each in held])


def describe_change(change: RightsChange) -> dict[str, Any]:
    """What a waiting change would give: ``membership`` of ``change.user``, or ``capabilities`` of a role."""
    if change.user_id is None:
        return {
            "role": capfirst(change.get_role_display()),
            "capabilities": capability_words(change.values["capabilities"]),
        }
    values = MembershipValues.from_json(change.values)
    return {"membership": _describe([(None, values)])[0]}


def capability_words(capabilities: Iterable[str]) -> list[str]:
    """Labels of capabilities, in the order of their definition."""
    held = set(capabilities)
    return [str(each.label) for each in Capability if each in held]


def _describe(memberships: list[tuple[int | None, MembershipValues]]) -> list[MembershipWords]:
    units = _names(Unit, {values.unit for pk, values in memberships if values.unit})
    services = _names(Service, {service for pk, values in memberships for service in values.services})
    return [
        MembershipWords(
            pk=pk,
            role=str(capfirst(Role(values.role).label)),
            unit=units.get(values.unit, "") if values.unit else _("all units"),
            services=tuple(services[each] for each in values.services if each in services),
            categories=tuple(str(Sensitivity(each).label) for each in values.categories),
            title=values.title,
        )
        for pk, values in memberships
    ]


def _names(model: Any, keys: set[int]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
