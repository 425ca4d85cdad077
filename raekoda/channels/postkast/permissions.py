"""Who may send to the state mailbox, and who may set it up."""

from __future__ import annotations

import rules

from raekoda.casework.cases.models import Case
from raekoda.channels.postkast.models import Letter, Template
from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_in_municipality(actor: Actor, subject: Case | Letter | Template | None) -> bool:
    """The record belongs to the municipality of the request."""
    return subject is None or subject.municipality_id == current().pk


rules.add_perm("statebox.view", is_official & is_in_municipality)
rules.add_perm("statebox.send", is_official & is_in_municipality)
rules.add_perm("statebox.manage", is_administrator & is_in_municipality)
