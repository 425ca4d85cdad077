"""Who may do what to cases. Each predicate is about the actor; that the case is of this municipality is checked too."""

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
    """The case belongs to the municipality that is being served."""
    return case is None or case.municipality_id == current().pk


@rules.predicate
def is_resident(actor: Actor) -> bool:
    """Somebody with a form or a private link in their hand; the page has checked the link."""
    return actor.kind == Kind.RESIDENT


by_worker = is_worker & is_here
by_official = is_official & is_here
by_sender = (is_resident | is_member) & is_here

rules.add_perm("cases.open", rules.predicates.always_allow)
rules.add_perm("cases.view", by_worker)
for verb in ("assign", "note", "ask", "set_service", "answer_on_the_spot", "export"):
    rules.add_perm(f"cases.{verb}", by_worker)
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
    rules.add_perm(f"cases.{verb}", by_official)
for verb in ("reply", "reopen", "rate"):
    rules.add_perm(f"cases.{verb}", by_sender)
rules.add_perm("cases.anonymise", is_administrator & is_here)
rules.add_perm("cases.configure", is_administrator)
