"""Who reads letters that came: everyone who works on cases, so that a letter that waits never goes unseen.

The letter as it came, with whatever was unsafe in it, is for officials and administrators; each look stands in the journal.
"""

from __future__ import annotations

import rules

from raekoda.channels.mailbox.models import Mail
from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import holds, is_administrator, is_worker
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, subject: Mail | None) -> bool:
    """The letter belongs to the municipality that is being served."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def is_integration(actor: Actor) -> bool:
    """A mail server, known by a key of this room (:func:`raekoda.channels.mailbox.queries.key_of`)."""
    return actor.kind == Kind.INTEGRATION


rules.add_perm("mailbox.receive", is_integration)
rules.add_perm("mailbox.view", is_worker & is_here)
rules.add_perm("mailbox.decide", is_worker & is_here)
rules.add_perm("mailbox.raw", holds(frozenset({Role.OFFICIAL, Role.ADMINISTRATOR})) & is_here)
rules.add_perm("mailbox.boxes", is_administrator)
