"""What is amiss with units and administrators."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.models import Membership, Unit
from raekoda.identity.accounts.queries import members_who_can
from raekoda.identity.accounts.rights import capabilities_of, with_subunits
from raekoda.platform.core.tenancy import current


def lone_administrator() -> Iterator[str]:
    """Without a second administrator nobody can confirm sensitive rights."""
    if members_who_can(Capability.ADMINISTER).count() < 2:
        yield _("There is one administrator alone: nobody can confirm sensitive rights. Name a second one.")


def units_without_official() -> Iterator[str]:
    """Active units whose cases nobody handles by a role of the unit, of one above it, or of the whole municipality."""
    municipality = current().pk
    covered: set[int] = set()
    for role, unit_id in Membership.objects.filter(municipality=municipality, user__is_active=True).values_list(
        "role", "unit"
    ):
        if Capability.HANDLE in capabilities_of(role, municipality):
            if unit_id is None:
                return
            covered |= with_subunits(unit_id, municipality)
    for unit in Unit.objects.filter(is_active=True).exclude(pk__in=covered).order_by("name"):
        yield _("%(unit)s has no official: nobody handles its cases.") % {"unit": unit.name}
