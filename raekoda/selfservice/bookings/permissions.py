"""Permissions of bookings.

Administrators and operators see all bookings; officials and service owners those of their units (with subunits) and of
their own reception hours. Free and busy times of bookable resources are public.
"""

from __future__ import annotations

from typing import Any

import rules

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.queries import own_units
from raekoda.identity.accounts.rules import can, is_administrator, is_worker
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current

sees_all = can(Capability.FRONT_DESK)


@rules.predicate
def is_responsible(actor: Actor, subject: Any) -> bool:
    """Whether a resource (or a record with ``resource``) belongs to the actor's unit or reception hours in the current
    municipality."""
    if subject is None:
        return True
    resource = getattr(subject, "resource", subject)
    if resource.municipality_id != current().pk:
        return False
    if sees_all(actor):
        return True
    return resource.official_id == actor.id or resource.unit_id in own_units(actor)


rules.add_perm("bookings.view", is_worker & is_responsible)
rules.add_perm("bookings.manage", is_worker & is_responsible)
rules.add_perm("bookings.configure", is_administrator)
