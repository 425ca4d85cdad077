"""Who sees what waits for another system: everyone who works on cases, so that what failed never goes unseen."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_official, is_worker
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.platform.deliveries.models import Delivery


@rules.predicate
def is_here(actor: Actor, subject: Delivery | None) -> bool:
    """The delivery belongs to the municipality that is being served."""
    return subject is None or subject.municipality_id == current().pk


rules.add_perm("deliveries.view", is_worker & is_here)
rules.add_perm("deliveries.retry", is_official & is_here)
