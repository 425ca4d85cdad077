"""Who works at the phone desk, who sees its figures, who keeps its codes and keys.

Calls and promises are for those who work there; analysts see figures alone, without any call behind them.
"""

from __future__ import annotations

import rules

from raekoda.channels.calls.models import Call, Promise
from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import holds, is_administrator, is_worker
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, subject: Call | Promise | None) -> bool:
    """The call or promise belongs to the municipality that is being served."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def is_exchange(actor: Actor) -> bool:
    """A phone exchange, known by the signature of a key of this room."""
    return actor.kind == Kind.INTEGRATION


works = is_worker & is_here

rules.add_perm("calls.work", works)
rules.add_perm("calls.report", is_exchange)
rules.add_perm("calls.see_figures", is_worker | holds(frozenset({Role.ANALYST})))
rules.add_perm("calls.change_codes", holds(frozenset({Role.SERVICE_OWNER, Role.ADMINISTRATOR})))
rules.add_perm("calls.keys", is_administrator)
