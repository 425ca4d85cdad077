"""Permissions on cases. Each predicate checks the actor and that the case belongs to the current municipality."""

from __future__ import annotations

import rules

from raekoda.casework.cases import visibility
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rights import rights_of
from raekoda.identity.accounts.rules import can, is_administrator, is_member, is_official, is_worker
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


@rules.predicate
def reads(actor: Actor, case: Case | None) -> bool:
    """The actor may read the case, by a role or a task."""
    return case is None or visibility.may_read(actor, case)


@rules.predicate
def works_at_front_desk(actor: Actor, case: Case | None) -> bool:
    """The actor answers the phone or directs new cases, and may read this one."""
    rights = rights_of(actor)
    return rights.can(Capability.FRONT_DESK) and (case is None or visibility.may_read(actor, case))


@rules.predicate
def handles(actor: Actor, case: Case | None) -> bool:
    """The actor handles the case: by a role that applies to it, as its official or as a deputy."""
    return case is None or visibility.may_work_on(actor, case)


@rules.predicate
def sees_reporter(actor: Actor, case: Case | None) -> bool:
    """The sender of a special matter has a right of their own: not everybody who handles it sees who reported it."""
    if case is None or not case.is_special:
        return True
    return visibility.is_covered(rights_of(actor), case, Capability.SEE_REPORTER)


local_reader = is_worker & is_here & reads
local_worker = is_worker & is_here & (handles | works_at_front_desk)
local_official = is_official & is_here & handles
local_sender = (is_resident | (is_member & reads)) & is_here

rules.add_perm("cases.open", rules.predicates.always_allow)
rules.add_perm("cases.view", local_reader)
rules.add_perm("cases.note", local_reader)
rules.add_perm("cases.see_sender", local_reader & sees_reporter)
for verb in ("assign", "ask", "set_service", "set_sensitivity", "answer_on_the_spot", "export"):
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
    "ask_in",
):
    rules.add_perm(f"cases.{verb}", local_official)
for verb in ("reply", "reopen", "rate"):
    rules.add_perm(f"cases.{verb}", local_sender)
rules.add_perm("cases.break_glass", can(Capability.BREAK_GLASS) & is_here)
rules.add_perm("cases.find_by_number", can(Capability.FRONT_DESK, Capability.BREAK_GLASS) & is_here)
rules.add_perm("cases.anonymise", is_administrator & is_here)
rules.add_perm("cases.configure", is_administrator)
