"""Reads of recordings, behind one gate."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from raekoda.channels.recordings.models import IntakeKey, Proposal, RawTranscript, Recording, State
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys import active_key

LONG_TEXTS = ("transcript", "segments")
OPEN = Q(state=Proposal.State.PROPOSED)


def visible_to(actor: Actor) -> QuerySet[Recording]:
    """Recordings of the open municipality, for those who decide over them; none for others."""
    recordings = Recording.objects.all()
    return recordings if actor.may("recordings.view") else recordings.none()


def listed(actor: Actor) -> QuerySet[Recording]:
    """The same for lists: without long texts; ``open_proposals`` says how many wait for a decision."""
    waiting = Count("proposals", filter=Q(proposals__state=Proposal.State.PROPOSED))
    return visible_to(actor).defer(*LONG_TEXTS).annotate(open_proposals=waiting)


def with_open_proposals() -> Exists:
    """A condition: something proposed from the recording waits for a decision."""
    return Exists(Proposal.objects.filter(OPEN, recording=OuterRef("pk")))


def failed(actor: Actor) -> int:
    """How many were not processed."""
    return visible_to(actor).filter(state=State.FAILED).count()


def has_words(recording: Recording) -> bool:
    """Whether the words as they were said are there."""
    return RawTranscript.objects.filter(recording=recording).exclude(text="").exists()


def words_of(recording: Recording) -> RawTranscript | None:
    """The words as they were said; None when there are none. Who reads them goes through ``actions.look``."""
    return RawTranscript.objects.filter(recording=recording).exclude(text="").first()


def key_of(plain: str) -> IntakeKey | None:
    """The key in use of the open municipality that reads ``plain``; None when there is none."""
    return active_key(IntakeKey, plain)
