"""Who reads which case: the one gate of lists, counts, searches, maps, exports and pages.

A member of staff reads a case by the unit, service and sensitivity of their roles, or because it is their task: they are
its official, the deputy of an absent one, or were asked in. :func:`visible_to` says it as a filter, :func:`may_read`
of a single case.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.casework.cases.models import Case, CaseParticipant
from raekoda.identity.accounts.capabilities import FRONT_DESK_READS, ORDINARY, SPECIAL, Capability
from raekoda.identity.accounts.rights import NOTHING, Rights, rights_of
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry

EVERYTHING = ~NOTHING
MOST_PARTICIPATIONS = 2000
"""Newest cases that a member was asked in on; their keys are part of the filter, so that indexes are used."""


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases of the current municipality that ``actor`` may read: by their rights and tasks for staff, else public reports."""
    cases = Case.objects.defer("words")
    if actor.kind == JournalEntry.ActorKind.SYSTEM:
        return cases
    return cases.filter(readable(actor) if actor.may("cases.view") else Q(is_public=True))


def readable(actor: Actor, prefix: str = "") -> Q:
    """The filter of :func:`visible_to` for staff, for records that refer to a case at ``prefix`` ("case__")."""
    if actor.kind == JournalEntry.ActorKind.SYSTEM:
        return EVERYTHING
    rights = rights_of(actor)
    return (
        _by_role(rights, prefix)
        | _assigned(rights, prefix)
        | (Q(**{f"{prefix}pk__in": participations(actor)}) if rights.grants else NOTHING)
    )


def workable(actor: Actor, capability: str, prefix: str = "") -> Q:
    """The filter of :func:`may_work_on` for a capability other than ``HANDLE``: cases to which a role with it applies."""
    if actor.kind == JournalEntry.ActorKind.SYSTEM:
        return EVERYTHING
    return rights_of(actor).where(capability, prefix=prefix)


def may_read(actor: Actor, case: Case) -> bool:
    """Whether :func:`visible_to` holds ``case``, without a query but for cases that the member was asked in on."""
    if actor.kind == JournalEntry.ActorKind.SYSTEM:
        return True
    return may_work_on(actor, case) or _reads_at_front_desk(rights_of(actor), case) or case.pk in participations(actor)


def may_work_on(actor: Actor, case: Case, capability: str = Capability.HANDLE) -> bool:
    """Whether ``capability`` of a role applies to ``case``, or it is the actor's task as its official or a deputy."""
    if actor.kind == JournalEntry.ActorKind.SYSTEM:
        return True
    rights = rights_of(actor)
    return is_covered(rights, case, capability) or (capability == Capability.HANDLE and _is_own_task(rights, case))


def is_covered(rights: Rights, case: Case, capability: str) -> bool:
    """Whether a role with ``capability`` applies to the unit, service and sensitivity of ``case``."""
    return rights.covers(
        capability, unit_id=case.unit_id, service_id=case.service_id, sensitivity=case.sensitivity
    )  # fmt: skip


def participations(actor: Actor) -> list[int]:
    """Keys of the newest cases that the actor was asked in on or has opened with break-glass access; read once."""
    cached: list[int] | None = actor.__dict__.get("_participations")
    if cached is None:
        own = CaseParticipant.objects.filter(Q(until=None) | Q(until__gt=clock.now()), user_id=actor.id)
        newest = own.order_by("-case").values_list("case", flat=True)[:MOST_PARTICIPATIONS]
        cached = actor.__dict__["_participations"] = list(newest) if actor.is_staff else []
    return cached


def withheld(prefix: str = "") -> Q:
    """Filter of cases that are withheld from the person concerned and the family, or of records that refer to one at
    ``prefix``."""
    return Q(**{f"{prefix}is_suspected": True}) | Q(**{f"{prefix}withheld_until__gte": clock.today()})


def _by_role(rights: Rights, prefix: str) -> Q:
    found = rights.where(Capability.HANDLE, prefix=prefix)
    if rights.can(Capability.FRONT_DESK):
        found |= Q(**{f"{prefix}sensitivity__in": sorted(FRONT_DESK_READS)})
    if rights.can(Capability.TRIAGE):
        found |= Q(
            **{
                f"{prefix}unit__isnull": True,
                f"{prefix}official__isnull": True,
                f"{prefix}sensitivity__in": sorted(ORDINARY),
            }
        )
    return found


def _assigned(rights: Rights, prefix: str) -> Q:
    """Cases of the member; of those whose deputy they are without special ones of categories that are not theirs."""
    if rights.user_id is None or not rights.grants:
        return NOTHING
    own = Q(**{f"{prefix}official": rights.user_id})
    if not rights.deputises:
        return own
    levels = sorted({*ORDINARY, *rights.categories})
    return own | Q(**{f"{prefix}official__in": sorted(rights.deputises), f"{prefix}sensitivity__in": levels})


def _is_own_task(rights: Rights, case: Case) -> bool:
    if not rights.grants or case.official_id is None:
        return False
    if case.official_id == rights.user_id:
        return True
    return case.official_id in rights.deputises and (not case.is_special or case.sensitivity in rights.categories)


def _reads_at_front_desk(rights: Rights, case: Case) -> bool:
    if rights.can(Capability.FRONT_DESK) and case.sensitivity in FRONT_DESK_READS:
        return True
    is_undirected = case.unit_id is None and case.official_id is None
    return rights.can(Capability.TRIAGE) and is_undirected and case.sensitivity not in SPECIAL
