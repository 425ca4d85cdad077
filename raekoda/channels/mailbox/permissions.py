"""Permissions: everyone who works on cases can read letters and decide about them.

The original letter, with unsafe files, is for officials and administrators; each download is logged in the journal.
"""

from __future__ import annotations

import rules

from raekoda.casework.cases.records import reads_original
from raekoda.casework.cases.visibility import may_work_on
from raekoda.channels.mailbox.models import Mail
from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rules import can, is_administrator, is_worker
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, subject: Mail | None) -> bool:
    """The letter belongs to the current municipality."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def is_integration(actor: Actor) -> bool:
    """A mail server, authenticated by an API key (:func:`raekoda.channels.mailbox.queries.find_key`)."""
    return actor.kind == Kind.INTEGRATION


@rules.predicate
def reads_raw(actor: Actor, mail: Mail | None) -> bool:
    """The actor reads originals of the case of the letter."""
    return mail is None or mail.case is None or may_work_on(actor, mail.case, Capability.ORIGINALS)


rules.add_perm("mailbox.receive", is_integration)
rules.add_perm("mailbox.view", is_worker & is_here & reads_original)
rules.add_perm("mailbox.decide", is_worker & is_here & reads_original)
rules.add_perm("mailbox.raw", can(Capability.ORIGINALS) & is_here & reads_original & reads_raw)
rules.add_perm("mailbox.boxes", is_administrator)
