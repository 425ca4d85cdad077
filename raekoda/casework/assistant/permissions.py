"""Permissions: case workers and writers see questions; officials and writers manage groups of unanswered ones."""

from __future__ import annotations

import rules

from raekoda.casework.assistant.models import Gap
from raekoda.identity.accounts.rules import is_official, is_worker, is_writer
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, gap: Gap | None) -> bool:
    """The group belongs to the municipality of the request."""
    return gap is None or gap.municipality_id == current().pk


rules.add_perm("assistant.view", is_worker | is_writer)
rules.add_perm("assistant.manage_gaps", (is_official | is_writer) & is_here)
