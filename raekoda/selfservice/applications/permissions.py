"""Permissions of applications. Visibility for residents is defined in ``queries``."""

from __future__ import annotations

from typing import Any

import rules

from raekoda.casework.cases.visibility import may_read, may_work_on
from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rules import can, configures, is_official
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.applications import queries
from raekoda.selfservice.applications.models import Application, Batch

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


@rules.predicate
def reads(actor: Actor, subject: Any) -> bool:
    """The actor may read the case of the application."""
    return not isinstance(subject, Application) or may_read(actor, subject.case)


@rules.predicate
def handles(actor: Actor, subject: Any) -> bool:
    """The actor handles the case of the application."""
    return not isinstance(subject, Application) or may_work_on(actor, subject.case)


@rules.predicate
def is_competent(actor: Actor, subject: Any) -> bool:
    """The actor's competence to decide applies to the service and the unit of the application."""
    return not isinstance(subject, Application) or may_work_on(actor, subject.case, Capability.DECIDE)


@rules.predicate
def pays(actor: Actor, subject: Any) -> bool:
    """The actor pays the benefit of the application, or every line of the payment list."""
    if isinstance(subject, Batch):
        return queries.pays_all(actor, subject)
    return not isinstance(subject, Application) or may_work_on(actor, subject.case, Capability.PAY)


rules.add_perm("applications.apply", is_signed_in)
rules.add_perm("applications.enter", is_official | configures)
rules.add_perm("applications.view", is_official & is_here & reads)
rules.add_perm("applications.handle", is_official & is_here & handles & is_of_another)
rules.add_perm("applications.decide", can(Capability.DECIDE) & is_here & is_competent & is_of_another)
rules.add_perm("applications.pay", can(Capability.PAY) & is_here & pays & is_of_another)
rules.add_perm("applications.configure", configures & is_here)
