"""The gate of records that refer to a case, or to none yet: letters, calls, documents, recordings.

A record of a case is read by whoever reads the case; what the sender wrote or said names them, so that it needs the right to
see who reported a special matter. A record without a case is read by those who direct what has no unit, and by those who
read originals in the whole municipality.
"""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.visibility import EVERYTHING, may_read, may_work_on, readable, workable
from raekoda.identity.accounts.capabilities import ORDINARY, Capability, Sensitivity
from raekoda.identity.accounts.rights import NOTHING, rights_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry


def readable_records(actor: Actor, prefix: str = "case__") -> Q:
    """Filter of records whose case, found at ``prefix``, ``actor`` may read; of those without one when they may direct them."""
    return _with_undirected(actor, readable(actor, prefix), prefix)


def readable_originals(actor: Actor, prefix: str = "case__") -> Q:
    """The same for records that name the sender of the case."""
    return _with_undirected(actor, of_known_sender(actor, prefix), prefix)


def of_known_sender(actor: Actor, prefix: str = "case__") -> Q:
    """Filter of records of a case that ``actor`` may read with its sender; never of records without a case."""
    is_ordinary = Q(**{f"{prefix}sensitivity__in": sorted(ORDINARY)})
    return readable(actor, prefix) & (is_ordinary | workable(actor, Capability.SEE_REPORTER, prefix))


def may_read_record(actor: Actor, case: Case | None) -> bool:
    """:func:`readable_records` of a record of ``case``."""
    return reads_without_case(actor) if case is None else may_read(actor, case)


def may_read_original(actor: Actor, case: Case | None) -> bool:
    """:func:`readable_originals` of a record of ``case``."""
    if case is None:
        return reads_without_case(actor)
    return may_read(actor, case) and (not case.is_special or may_work_on(actor, case, Capability.SEE_REPORTER))


def reads_without_case(actor: Actor) -> bool:
    """Whether ``actor`` reads what has no case: by the task to direct it, or originals in the whole municipality."""
    if actor.kind == JournalEntry.ActorKind.SYSTEM:
        return True
    rights = rights_of(actor)
    return rights.can(Capability.TRIAGE) or rights.covers(
        Capability.ORIGINALS, unit_id=None, service_id=None, sensitivity=Sensitivity.INTERNAL
    )


@rules.predicate
def reads_record(actor: Actor, record: Any) -> bool:
    """The actor may read the record by its case."""
    return record is None or may_read_record(actor, record.case)


@rules.predicate
def reads_original(actor: Actor, record: Any) -> bool:
    """The actor may read the record by its case, with the sender."""
    return record is None or may_read_original(actor, record.case)


def _with_undirected(actor: Actor, found: Q, prefix: str) -> Q:
    if actor.kind == JournalEntry.ActorKind.SYSTEM:
        return EVERYTHING
    return found | (Q(**{f"{prefix}isnull": True}) if reads_without_case(actor) else NOTHING)
