"""Permissions on cases. Each predicate checks the actor and that the case belongs to the current municipality."""

from __future__ import annotations

import rules

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.rules import is_administrator, is_member, is_official, is_worker
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.tenancy import current

Kind = JournalEntry.ActorKind


@rules.predicate
def is_here(actor: Actor, case: Case | None) -> bool:
    """The case belongs to the current municipality."""
    return case is None or case.municipality_id == current().pk


@rules.predicate
def is_resident(actor: Actor) -> bool:
    """Somebody with a form or a private link; the view has checked the link."""
    return actor.kind == Kind.RESIDENT


local_worker = is_worker & is_here
local_official = is_official & is_here
local_sender = (is_resident | is_member) & is_here

rules.add_perm("cases.open", rules.predicates.always_allow)
rules.add_perm("cases.view", local_worker)
for verb in ("assign", "note", "ask", "set_service", "answer_on_the_spot", "export"):
    rules.add_perm(f"cases.{verb}", local_worker)
for verb in (
    "take",
    "extend",
    "suspend",
    "resume",
    "tell",
    "forward",
    "merge",
    "answer",
    "close",
    "release_attachment",
):
    rules.add_perm(f"cases.{verb}", local_official)
for verb in ("reply", "reopen", "rate"):
    rules.add_perm(f"cases.{verb}", local_sender)
rules.add_perm("cases.anonymise", is_administrator & is_here)
rules.add_perm("cases.configure", is_administrator)
