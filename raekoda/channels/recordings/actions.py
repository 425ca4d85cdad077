"""Taking in, trying again, deleting; deciding over proposals. All check permission, write and journal in one transaction."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.channels.recordings import formats, jobs
from raekoda.channels.recordings.errors import RecordingError
from raekoda.channels.recordings.events import RecordingDeleted, RecordingReceived
from raekoda.channels.recordings.models import (
    IntakeKey,
    Kind,
    Proposal,
    RawTranscript,
    Recording,
    RetentionPeriod,
    Source,
    State,
)
from raekoda.channels.recordings.problems import Problem
from raekoda.channels.recordings.retention import last_day
from raekoda.platform.core import apikeys, clock, redact
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.files import clean_name
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text

PIECE = 1024 * 1024
LONGEST_REFERENCE = 100


def receive(
    file: IO[bytes],
    *,
    municipality: Municipality,
    actor: Actor,
    source: str,
    name: str = "",
    consent: bool = False,
    reference: str = "",
) -> tuple[Recording, bool]:
    """Take in a recording or a letter; whether it is new. The same content is taken in once: later it gives the first one.

    What cannot be processed is kept visible with the reason (``problem``); a file that is too large is not itself kept.
    """
    actor.must("recordings.receive")
    digest, size = _measured(file)
    if (known := Recording.objects.filter(sha256=digest).first()) is not None:
        return known, False
    form = formats.format_of(file)
    problem = _problem_at_the_door(form, size)
    kind = Kind.AUDIO if form in formats.AUDIO else Kind.DOCUMENT
    recording = Recording(
        municipality=municipality, kind=kind, format=form, source=Source(source), name=_shown_name(name, form),
        reference=redact.redact(clean_text(reference)[:LONGEST_REFERENCE]).text[:LONGEST_REFERENCE], size=size,
        sha256=digest, received_at=clock.now(), received_by=actor.user, consent=consent, problem=problem,
        state=State.FAILED if problem else State.WAITING, delete_after=last_day(kind, municipality),
        is_demo=municipality.is_demo,
    )  # fmt: skip
    file.seek(0)
    if problem not in (Problem.TOO_LARGE, Problem.EMPTY):
        recording.file.save("", File(file), save=False)
    try:
        with transaction.atomic():
            recording.save(force_insert=True)
            record("recordings.receive", recording, actor, source=source, kind=kind, problem=problem)
            emit(RecordingReceived(recording))
            if not problem:
                jobs.start(recording)
    except BaseException as error:
        if recording.file.name:
            default_storage.delete(recording.file.name)
        if isinstance(error, IntegrityError):
            return Recording.objects.get(sha256=digest), False
        raise
    return recording, True


def retry(recording: Recording, *, actor: Actor) -> Recording:
    """Try again what was not processed, with the limits and the engine that are set now; what is done already is kept."""
    actor.must("recordings.view", recording)
    with transaction.atomic():
        _lock(recording)
        if recording.state not in (State.FAILED, State.WAITING):
            return recording
        if not recording.file:
            raise RecordingError(_("The file itself was not kept. Hand it in again."))
        recording.file.open("rb")
        recording.format = formats.format_of(recording.file)
        recording.file.close()
        recording.kind = Kind.AUDIO if recording.format in formats.AUDIO else Kind.DOCUMENT
        recording.problem = _problem_at_the_door(recording.format, recording.size)
        recording.state = State.FAILED if recording.problem else State.WAITING
        recording.attempts = 0
        recording.save(update_fields=["format", "kind", "problem", "state", "attempts"])
        record("recordings.retry", recording, actor)
        if not recording.problem:
            jobs.start(recording)
    return recording


def delete(recording: Recording, *, actor: Actor, reason: str = "") -> Recording:
    """Delete the file and every word of it, early by an official with a reason or by the calendar. What was proposed
    without personal data and not put aside stays, and so do the drafts made of it."""
    actor.must("recordings.delete", recording)
    reason = clean_text(reason)[:500]
    if actor.is_staff and not reason:
        raise RecordingError(_("Write why it is deleted before its period is over."), "reason")
    with transaction.atomic():
        _lock(recording)
        if recording.state == State.DELETED:
            return recording
        stored = recording.file.name
        RawTranscript.objects.filter(recording=recording).delete()
        recording.proposals.filter(state=Proposal.State.REFUSED).delete()
        recording.state, recording.problem, recording.file = State.DELETED, "", ""
        recording.transcript, recording.segments, recording.attachments = "", [], []
        recording.name = recording.reference = ""
        recording.save()
        record("recordings.delete", recording, actor, reason=reason, early=actor.is_staff)
        emit(RecordingDeleted(recording))
        if stored:
            transaction.on_commit(lambda: default_storage.delete(stored))
    return recording


def accept(proposal: Proposal, *, actor: Actor, **fields: Any) -> PublishedAnswer:
    """Make a draft of the question column from a proposal as the official has put it; the draft is not public. Fields as
    in :func:`raekoda.casework.answers.actions.write`."""
    actor.must("recordings.decide", proposal)
    with transaction.atomic():
        _lock(proposal)
        _must_be_open(proposal)
        proposal.answer = answers.write(municipality=proposal.municipality, actor=actor, **fields)
        _decided(proposal, Proposal.State.DRAFTED, actor)
        record("recordings.accept", proposal.recording, actor, proposal=proposal.pk, answer=proposal.answer.pk)
    return proposal.answer


def refuse(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Put a proposal aside: nothing is made of it."""
    actor.must("recordings.decide", proposal)
    with transaction.atomic():
        _lock(proposal)
        _must_be_open(proposal)
        _decided(proposal, Proposal.State.REFUSED, actor)
        record("recordings.refuse", proposal.recording, actor, proposal=proposal.pk)
    return proposal


def look(recording: Recording, *, actor: Actor, at: str) -> None:
    """Keep that somebody heard the file (``at`` is "file") or read the words as they were said ("words")."""
    actor.must("recordings.hear", recording)
    record("recordings.look", recording, actor, at=at)


def set_period(
    municipality: Municipality, *, kind: str, days: int, source: str, valid_from: date, actor: Actor
) -> RetentionPeriod:
    """From a day on, what is received of a kind is kept for so many days here. What was received before keeps its period."""
    actor.must("recordings.keys")
    with transaction.atomic():
        period = RetentionPeriod.objects.create(
            municipality=municipality, kind=Kind(kind), days=days, source=source, valid_from=valid_from
        )
        record("recordings.set_period", period, actor, kind=kind, days=days, valid_from=valid_from.isoformat())
    return period


def new_key(municipality: Municipality, name: str, *, actor: Actor) -> tuple[IntakeKey, str]:
    """Make a key for a system that hands in recordings; the key itself is returned this once and never kept."""
    actor.must("recordings.keys")
    return apikeys.create_key(IntakeKey, municipality, name, actor=actor)


def change_key(key: IntakeKey, *, name: str, is_active: bool, actor: Actor) -> IntakeKey:
    """Rename a key, or put it out of use; what came with it stays."""
    actor.must("recordings.keys")
    return apikeys.change_key(key, name=name, is_active=is_active, actor=actor)


def _measured(file: IO[bytes]) -> tuple[str, int]:
    """The hash of the whole content, and its size."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _problem_at_the_door(form: str, size: int) -> str:
    if not size:
        return Problem.EMPTY
    if size > settings.RAEKODA_RECORDING_BYTES:
        return Problem.TOO_LARGE
    return "" if form else Problem.UNKNOWN_KIND


def _shown_name(name: str, form: str) -> str:
    """The name as people may read it; e-mails, phones and codes in it are no part of that."""
    return redact.redact(clean_name(name, f".{form}" if form else "")).text[:100]


def _lock(row: Recording | Proposal) -> None:
    row.refresh_from_db(from_queryset=type(row).objects.select_for_update(of=("self",)))


def _must_be_open(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.PROPOSED:
        raise RecordingError(_("Somebody else decided this one meanwhile."))


def _decided(proposal: Proposal, state: str, actor: Actor) -> None:
    proposal.state, proposal.decided_by = state, actor.user  # type: ignore[assignment]
    proposal.save(update_fields=["state", "decided_by", "answer"])
