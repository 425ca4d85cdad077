"""Who sees documents, opens capsules, sends. Each opening of a capsule is written to the journal."""

from __future__ import annotations

import rules

from raekoda.channels.dhx.models import Document
from raekoda.identity.accounts.rules import is_administrator, is_official, is_worker
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_in_municipality(actor: Actor, subject: Document | None) -> bool:
    """The document belongs to the municipality of the request."""
    return subject is None or subject.municipality_id == current().pk


rules.add_perm("exchange.view", is_worker & is_in_municipality)
rules.add_perm("exchange.look", is_official & is_in_municipality)
rules.add_perm("exchange.send", is_official & is_in_municipality)
rules.add_perm("exchange.receive", rules.predicates.always_deny)
rules.add_perm("exchange.configure", is_administrator)
