"""Reads of recordings; :func:`visible_to` is the access check."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from raekoda.casework.cases.records import of_known_sender, reads_without_case
from raekoda.casework.cases.visibility import EVERYTHING
from raekoda.channels.recordings.models import IntakeKey, Proposal, RawTranscript, Recording, State
from raekoda.identity.accounts.capabilities import SPECIAL
from raekoda.identity.accounts.rights import NOTHING
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.apikeys import active_key
from raekoda.platform.core.registry import Registry

LONG_TEXTS = ("transcript", "segments")
LinkedCases = Callable[[], QuerySet[Any]]
recording_cases: Registry[LinkedCases] = Registry(
    f"{__name__}.recording_cases",
    LinkedCases,
    "Records with a recording and its case, which decides who may read the recording",
)
OPEN = Q(state=Proposal.State.PROPOSED)


def visible_to(actor: Actor) -> QuerySet[Recording]:
    """Recordings that ``actor`` may read: those of cases whose sender they may see; without a case those that they handed in,
    and all for who directs these; none for those who do not decide about them."""
    if not actor.may("recordings.view"):
        return Recording.objects.none()
    if actor.kind == Kind.SYSTEM:
        return Recording.objects.all()
    of_case = [linked() for linked in recording_cases]
    has_case = reduce(or_, (Q(pk__in=links.values("recording")) for links in of_case), NOTHING)
    is_readable = reduce(
        or_, (Q(pk__in=links.filter(of_known_sender(actor)).values("recording")) for links in of_case), NOTHING
    )
    undirected = EVERYTHING if reads_without_case(actor) else Q(received_by=actor.id)
    return Recording.objects.filter(is_readable | (undirected & ~has_case))


def is_of_special_matter(recording: Recording) -> bool:
    """Whether a record links the recording with a special matter."""
    special = {"recording": recording, "case__sensitivity__in": SPECIAL}
    return any(linked().filter(**special).exists() for linked in recording_cases)


def with_list_annotations(actor: Actor) -> QuerySet[Recording]:
    """Recordings for lists: without long texts, with ``open_proposals``, the number of undecided proposals."""
    waiting = Count("proposals", filter=Q(proposals__state=Proposal.State.PROPOSED))
    return visible_to(actor).defer(*LONG_TEXTS).annotate(open_proposals=waiting)


def with_open_proposals() -> Exists:
    """Condition: the recording has undecided proposals."""
    return Exists(Proposal.objects.filter(OPEN, recording=OuterRef("pk")))


def count_failed(actor: Actor) -> int:
    """Number of failed recordings."""
    return visible_to(actor).filter(state=State.FAILED).count()


def has_raw_transcript(recording: Recording) -> bool:
    """Whether there is an unredacted transcript."""
    return RawTranscript.objects.filter(recording=recording).exclude(text="").exists()


def get_raw_transcript(recording: Recording) -> RawTranscript | None:
    """The unredacted transcript; None when there is none. The caller logs the access with ``actions.log_access``."""
    return RawTranscript.objects.filter(recording=recording).exclude(text="").first()


def find_key(plain: str) -> IntakeKey | None:
    """The active key of the current municipality that matches ``plain``; None when there is none."""
    return active_key(IntakeKey, plain)
