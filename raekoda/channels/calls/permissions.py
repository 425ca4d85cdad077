"""Permissions of the phone desk. Calls and promises are for staff of the desk; analysts see only the statistics."""

from __future__ import annotations

import rules

from raekoda.channels.calls import queries
from raekoda.channels.calls.models import Call, Promise
from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rules import can, configures, is_administrator, is_worker
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, subject: Call | Promise | None) -> bool:
    """The call or promise belongs to the current municipality."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def is_exchange(actor: Actor) -> bool:
    """A phone exchange, authenticated by a signature."""
    return actor.kind == Kind.INTEGRATION


@rules.predicate
def is_concerned(actor: Actor, subject: Call | Promise | None) -> bool:
    """The call or promise is one that the actor may see."""
    return subject is None or subject.pk is None or queries.may_see(actor, subject)


works = is_worker & is_here & is_concerned

rules.add_perm("calls.work", works)
rules.add_perm("calls.report", is_exchange)
rules.add_perm("calls.see_figures", is_worker | can(Capability.ANALYSE))
rules.add_perm("calls.change_codes", configures)
rules.add_perm("calls.keys", is_administrator)
