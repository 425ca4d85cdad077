"""Permissions of recordings.

Officials and service owners read redacted transcripts and decide about proposals. The file and the unredacted transcript
are for officials and administrators; access is logged in the journal.
"""

from __future__ import annotations

import rules

from raekoda.channels.recordings import queries
from raekoda.channels.recordings.models import Proposal, Recording
from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rules import can, is_administrator, is_official
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, subject: Recording | Proposal | None) -> bool:
    """The recording belongs to the current municipality."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def is_integration(actor: Actor) -> bool:
    """Another system, authenticated by an API key (:func:`raekoda.channels.recordings.queries.find_key`)."""
    return actor.kind == Kind.INTEGRATION


@rules.predicate
def reads(actor: Actor, subject: Recording | Proposal | None) -> bool:
    """The recording is one that the actor may read."""
    if subject is None:
        return True
    key = subject.recording_id if isinstance(subject, Proposal) else subject.pk
    return queries.visible_to(actor).filter(pk=key).exists()


hears = can(Capability.ORIGINALS) & is_here & reads

rules.add_perm("recordings.view", is_official & is_here & reads)
rules.add_perm("recordings.receive", is_official | is_integration)
rules.add_perm("recordings.decide", is_official & is_here & reads)
rules.add_perm("recordings.hear", hears)
rules.add_perm("recordings.delete", hears)
rules.add_perm("recordings.keys", is_administrator)
