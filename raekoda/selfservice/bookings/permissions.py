"""Who sees and changes whose bookings.

Administrators and operators of the info centre see all; officials and service owners those of their units (and of the
units within) and of their own reception hours. Free and busy times are public for what can be booked.
"""

from __future__ import annotations

from typing import Any

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.queries import own_units
from raekoda.identity.accounts.rules import holds, is_administrator, is_worker
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current

sees_all = holds(frozenset({Role.OPERATOR, Role.ADMINISTRATOR}))


@rules.predicate
def is_theirs(actor: Actor, subject: Any) -> bool:
    """A resource, or what belongs to one, of the actor's own unit or reception hours, in the open municipality."""
    if subject is None:
        return True
    resource = getattr(subject, "resource", subject)
    if resource.municipality_id != current().pk:
        return False
    if sees_all(actor):
        return True
    return resource.official_id == actor.id or resource.unit_id in own_units(actor)


rules.add_perm("bookings.view", is_worker & is_theirs)
rules.add_perm("bookings.manage", is_worker & is_theirs)
rules.add_perm("bookings.configure", is_administrator)
