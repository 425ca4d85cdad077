"""Permissions: administrators manage webhooks; officials work on the failed queue."""

from __future__ import annotations

import rules

from raekoda.casework.cases.records import reads_without_case
from raekoda.casework.webhooks.models import Endpoint, Received, Source
from raekoda.identity.accounts.rules import is_administrator
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, subject: Endpoint | Source | Received | None) -> bool:
    """The record belongs to the municipality of the request."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def directs(actor: Actor) -> bool:
    """A failed message has no case: it is read by who directs what has no unit yet."""
    return reads_without_case(actor)


rules.add_perm("webhooks.manage", is_administrator & is_here)
rules.add_perm("webhooks.sort", directs & is_here)
rules.add_perm("webhooks.view", directs | is_administrator)
