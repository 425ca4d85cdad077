"""Permissions of applications. Visibility for residents is defined in ``queries``."""

from __future__ import annotations

from typing import Any

import rules

from raekoda.identity.accounts.rules import configures, is_official
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.applications.models import Application

Kind = JournalEntry.ActorKind


@rules.predicate
def is_here(actor: Actor, subject: Any) -> bool:
    """The subject belongs to the current municipality."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def is_signed_in(actor: Actor) -> bool:
    """A signed-in resident."""
    return actor.kind == Kind.RESIDENT and actor.person_id is not None


@rules.predicate
def is_of_another(actor: Actor, subject: Any) -> bool:
    """Nobody handles an application of their own, nor its money (Haldusmenetluse seadus § 10)."""
    if actor.id is None or not isinstance(subject, Application):
        return True
    return actor.id not in (subject.person.user_id, subject.applicant.user_id)


handles = is_official & is_here

rules.add_perm("applications.apply", is_signed_in)
rules.add_perm("applications.view", handles)
rules.add_perm("applications.handle", handles & is_of_another)
rules.add_perm("applications.decide", handles & is_of_another)
rules.add_perm("applications.pay", handles & is_of_another)
rules.add_perm("applications.configure", configures & is_here)
