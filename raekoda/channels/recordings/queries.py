"""Reads of recordings; :func:`visible_to` is the access check."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from raekoda.channels.recordings.models import IntakeKey, Proposal, RawTranscript, Recording, State
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys import active_key

LONG_TEXTS = ("transcript", "segments")
OPEN = Q(state=Proposal.State.PROPOSED)


def visible_to(actor: Actor) -> QuerySet[Recording]:
    """Recordings of the current municipality, for those who decide about them; none for others."""
    recordings = Recording.objects.all()
    return recordings if actor.may("recordings.view") else recordings.none()


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
