"""Permissions for persons."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_in_municipality(actor: Actor, record: TenantModel | None) -> bool:
    """The record belongs to the current municipality."""
    return record is None or record.municipality_id == current().pk


@rules.predicate
def is_self(actor: Actor, person: Person | None) -> bool:
    """The actor is the person or acts for them."""
    return person is not None and person.pk in (actor.person_id, actor.subject_id)


rules.add_perm("persons.change", (is_official | is_self) & is_in_municipality)
rules.add_perm("persons.represent", is_official & is_in_municipality)
rules.add_perm("persons.forget", is_administrator & is_in_municipality)
