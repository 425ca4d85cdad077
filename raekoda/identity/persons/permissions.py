"""Who may do what with persons."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, record: TenantModel | None) -> bool:
    """The person, or what is about a person, is of the municipality that is being served."""
    return record is None or record.municipality_id == current().pk


@rules.predicate
def is_self(actor: Actor, person: Person | None) -> bool:
    """The person themself, or whom they act for now."""
    return person is not None and person.pk in (actor.person_id, actor.subject_id)


rules.add_perm("persons.change", (is_official | is_self) & is_here)
rules.add_perm("persons.represent", is_official & is_here)
rules.add_perm("persons.forget", is_administrator & is_here)
