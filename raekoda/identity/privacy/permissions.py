"""Permissions: requesting export and erasure, deciding on erasures."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.permissions import is_in_municipality
from raekoda.platform.core.actor import Actor


@rules.predicate
def is_subject(actor: Actor, person: Person | None) -> bool:
    """The signed-in person or the person for whom they act."""
    return person is not None and actor.subject_id is not None and person.pk == actor.subject_id


rules.add_perm("rights.ask", is_subject)
rules.add_perm("rights.decide", is_administrator & is_in_municipality)
