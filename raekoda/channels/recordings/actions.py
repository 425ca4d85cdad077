"""Actions of recordings and proposals: each checks permission, changes state and writes the journal in one transaction."""

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
from raekoda.casework.assistant import actions as assistant
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
from raekoda.channels.recordings.retention import get_last_day
from raekoda.platform.core import apikeys, clock, redact
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.files import clean_name
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text

CHUNK = 1024 * 1024
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
    """Store a recording or a letter; return it and whether it is new. The same content returns the existing row.

    A file that cannot be processed is stored with its ``problem``; of a file that is too large only the row is stored.
    """
    actor.require("recordings.receive")
    digest, size = _hash_and_size(file)
    if (known := Recording.objects.filter(sha256=digest).first()) is not None:
        return known, False
    form = formats.detect_format(file)
    problem = _check_file(form, size)
    kind = Kind.AUDIO if form in formats.AUDIO else Kind.DOCUMENT
    recording = Recording(
        municipality=municipality, kind=kind, format=form, source=Source(source), name=_display_name(name, form),
        reference=redact.redact(clean_text(reference)[:LONGEST_REFERENCE]).text[:LONGEST_REFERENCE], size=size,
        sha256=digest, received_at=clock.now(), received_by=actor.user, consent=consent, problem=problem,
        state=State.FAILED if problem else State.WAITING, delete_after=get_last_day(kind, municipality),
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
                jobs.enqueue(recording)
    except BaseException as error:
        if recording.file.name:
            default_storage.delete(recording.file.name)
        if isinstance(error, IntegrityError):
            return Recording.objects.get(sha256=digest), False
        raise
    return recording, True


def retry(recording: Recording, *, actor: Actor) -> Recording:
    """Process a failed recording again with the current settings; finished parts are not repeated.

    Raises :class:`RecordingError`.
    """
    actor.require("recordings.view", recording)
    with transaction.atomic():
        _lock(recording)
        if recording.state not in (State.FAILED, State.WAITING):
            return recording
        if not recording.file:
            raise RecordingError(_("The file itself was not kept. Hand it in again."))
        recording.file.open("rb")
        recording.format = formats.detect_format(recording.file)
        recording.file.close()
        recording.kind = Kind.AUDIO if recording.format in formats.AUDIO else Kind.DOCUMENT
        recording.problem = _check_file(recording.format, recording.size)
        recording.state = State.FAILED if recording.problem else State.WAITING
        recording.attempts = 0
        recording.save(update_fields=["format", "kind", "problem", "state", "attempts"])
        record("recordings.retry", recording, actor)
        if not recording.problem:
            jobs.enqueue(recording)
    return recording


def delete(recording: Recording, *, actor: Actor, reason: str = "") -> Recording:
    """Delete the file and its transcripts, early by an official with a reason, or after the retention period. Proposals
    that were not rejected, and drafts, remain. Raises :class:`RecordingError`."""
    actor.require("recordings.delete", recording)
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
    """Create a draft answer from a proposal edited by the official; the draft is not public. Fields as in
    :func:`raekoda.casework.answers.actions.write`. Raises :class:`RecordingError`."""
    actor.require("recordings.decide", proposal)
    with transaction.atomic():
        _lock(proposal)
        _require_open(proposal)
        proposal.answer = answers.write(municipality=proposal.municipality, actor=actor, **fields)
        _save_decision(proposal, Proposal.State.DRAFTED, actor)
        record("recordings.accept", proposal.recording, actor, proposal=proposal.pk, answer=proposal.answer.pk)
    return proposal.answer


def reject(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Reject a proposal. Raises :class:`RecordingError`."""
    actor.require("recordings.decide", proposal)
    with transaction.atomic():
        _lock(proposal)
        _require_open(proposal)
        _save_decision(proposal, Proposal.State.REFUSED, actor)
        record("recordings.refuse", proposal.recording, actor, proposal=proposal.pk)
    return proposal


@transaction.atomic
def forget_proposals(recording: Recording) -> None:
    """Delete the undecided proposals of a recording, and the questions stored for them: its case is a special matter."""
    open_ones = recording.proposals.filter(state=Proposal.State.PROPOSED)
    assistant.forget([ref for ref in open_ones.values_list("exchange_ref", flat=True) if ref])
    open_ones.delete()
    record("recordings.forget_proposals", recording, Actor.system())


def log_access(recording: Recording, *, actor: Actor, at: str) -> None:
    """Log that the actor opened the file (``at`` is "file") or the unredacted transcript ("words")."""
    actor.require("recordings.hear", recording)
    record("recordings.look", recording, actor, at=at)


def set_retention_period(
    municipality: Municipality, *, kind: str, days: int, source: str, valid_from: date, actor: Actor
) -> RetentionPeriod:
    """Set the retention period (days) of a kind for files received from ``valid_from``."""
    actor.require("recordings.keys")
    with transaction.atomic():
        period = RetentionPeriod.objects.create(
            municipality=municipality, kind=Kind(kind), days=days, source=source, valid_from=valid_from
        )
        record("recordings.set_period", period, actor, kind=kind, days=days, valid_from=valid_from.isoformat())
    return period


def new_key(municipality: Municipality, name: str, *, actor: Actor) -> tuple[IntakeKey, str]:
    """Create an API key for another system. Returns the row and the plain key, which is not stored."""
    actor.require("recordings.keys")
    return apikeys.create_key(IntakeKey, municipality, name, actor=actor)


def change_key(key: IntakeKey, *, name: str, is_active: bool, actor: Actor) -> IntakeKey:
    """Rename, activate or deactivate a key. Recordings received with it are not affected."""
    actor.require("recordings.keys")
    return apikeys.change_key(key, name=name, is_active=is_active, actor=actor)


def _hash_and_size(file: IO[bytes]) -> tuple[str, int]:
    """SHA-256 of the content (hex) and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _check_file(form: str, size: int) -> str:
    if not size:
        return Problem.EMPTY
    if size > settings.RAEKODA_RECORDING_BYTES:
        return Problem.TOO_LARGE
    return "" if form else Problem.UNKNOWN_KIND


def _display_name(name: str, form: str) -> str:
    """The file name for display, cleaned and redacted."""
    return redact.redact(clean_name(name, f".{form}" if form else "")).text[:100]


def _lock(row: Recording | Proposal) -> None:
    row.refresh_from_db(from_queryset=type(row).objects.select_for_update(of=("self",)))


def _require_open(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.PROPOSED:
        raise RecordingError(_("Somebody else decided this one meanwhile."))


def _save_decision(proposal: Proposal, state: str, actor: Actor) -> None:
    proposal.state, proposal.decided_by = state, actor.user  # type: ignore[assignment]
    proposal.save(update_fields=["state", "decided_by", "answer"])
