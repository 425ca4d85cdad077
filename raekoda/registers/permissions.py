"""Who sets registers up, who sees how they work, who checks what persons stated."""

from __future__ import annotations

import rules

from raekoda.core.actor import Actor
from raekoda.core.tenancy import current
from raekoda.people.rules import is_administrator, is_official
from raekoda.persons.models import Person
from raekoda.persons.permissions import is_self
from raekoda.registers.models import Connection, Register, Statement


@rules.predicate
def is_here(actor: Actor, subject: Connection | Register | Statement | Person | None) -> bool:
    """The record belongs to the municipality that is being served."""
    return subject is None or subject.municipality_id == current().pk


rules.add_perm("registers.view", is_official & is_here)
rules.add_perm("registers.check_statement", is_official & is_here)
rules.add_perm("registers.manage", is_administrator & is_here)
rules.add_perm("registers.state", (is_self | is_official) & is_here)
