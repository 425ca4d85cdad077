"""Who sends to the state mailbox, and who sets it up."""

from __future__ import annotations

import rules

from raekoda.casework.cases.models import Case
from raekoda.channels.postkast.models import Letter, Template
from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, subject: Case | Letter | Template | None) -> bool:
    """The record belongs to the municipality that is being served."""
    return subject is None or subject.municipality_id == current().pk


rules.add_perm("statebox.view", is_official & is_here)
rules.add_perm("statebox.send", is_official & is_here)
rules.add_perm("statebox.manage", is_administrator & is_here)
