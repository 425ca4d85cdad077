"""Permissions: viewing payments, refunding, setting up the provider.

Officials view payments; service owners and administrators refund. A resident sees their own
payments by :func:`raekoda.registry.payments.queries.visible_to`.
"""

from __future__ import annotations

import rules

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rules import can, is_administrator, is_official
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.registry.payments.models import Payment


@rules.predicate
def is_here(actor: Actor, payment: Payment | None) -> bool:
    """The payment belongs to the municipality that is being served."""
    return payment is None or payment.municipality_id == current().pk


rules.add_perm("payments.view", is_official & is_here)
rules.add_perm("payments.refund", can(Capability.PAY) & is_here)
rules.add_perm("payments.configure", is_administrator)
