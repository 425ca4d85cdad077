"""Permissions: viewing payments, refunding, setting up the provider.

Officials view payments for what they may read; who pays refunds them. A resident sees their own
payments by :func:`raekoda.registry.payments.queries.visible_to`.
"""

from __future__ import annotations

import rules

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rules import can, is_administrator, is_official
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.subjects import of_readable_subjects
from raekoda.platform.core.tenancy import current
from raekoda.registry.payments.models import Payment


@rules.predicate
def is_here(actor: Actor, payment: Payment | None) -> bool:
    """The payment belongs to the municipality that is being served."""
    return payment is None or payment.municipality_id == current().pk


@rules.predicate
def reads_subject(actor: Actor, payment: Payment | None) -> bool:
    """The actor may read what the payment is for."""
    return (
        payment is None or Payment.objects.filter(of_readable_subjects(actor, besides=Payment), pk=payment.pk).exists()
    )


rules.add_perm("payments.view", is_official & is_here & reads_subject)
rules.add_perm("payments.refund", can(Capability.PAY) & is_here & reads_subject)
rules.add_perm("payments.configure", is_administrator)
