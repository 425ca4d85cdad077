"""Processing of a recording: transcription, redaction, proposals. Idempotent; resumes where it was interrupted."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from raekoda.casework.assistant.actions import ask
from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.models import AskChannel
from raekoda.casework.cases.privacy import public_contacts
from raekoda.channels.recordings import documents, queries, questions, speech
from raekoda.channels.recordings.events import RecordingReady
from raekoda.channels.recordings.models import Kind, Proposal, RawTranscript, Recording, State
from raekoda.channels.recordings.problems import CONFIGURATION_PROBLEMS, Problem, Unprocessable
from raekoda.channels.recordings.redaction import redact_segments
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import detect_language

MOST_ATTEMPTS = 4
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
log = structlog.get_logger(__name__)


def process(recording: Recording) -> None:
    """Process a recording, in the scope of its municipality."""
    if not _start(recording):
        return
    try:
        _transcribe(recording) if recording.kind == Kind.AUDIO else _read_document(recording)
        finish(recording)
    except Unprocessable as refusal:
        _stop(recording, refusal.problem)


def finish(recording: Recording) -> None:
    """Redact the transcript, create proposals and mark the recording as ready. Raises :class:`Unprocessable`."""
    raw = RawTranscript.objects.filter(recording=recording).first()
    if raw is None:
        return
    if not raw.text.strip():
        raise Unprocessable(Problem.NO_TEXT)
    language = recording.language or detect_language(raw.text)
    segments = redact_segments(raw.segments, language, public_contacts(recording.municipality))
    if not _save_proposals(recording, language, segments):
        return
    for proposal in recording.proposals.filter(reply="", exchange_ref=""):
        _submit_question(proposal)
    with transaction.atomic():
        if not _lock_if_pending(recording):
            return
        recording.state, recording.problem, recording.attempts = State.READY, "", 0
        recording.save(update_fields=["state", "problem", "attempts"])
        count = recording.proposals.count()
        record("recordings.ready", recording, Actor.system(), engine=recording.engine, proposals=count)
        emit(RecordingReady(recording))


def _start(recording: Recording) -> bool:
    """Mark the recording as in progress; False when there is nothing to do or it failed too often."""
    with transaction.atomic():
        if not _lock_if_pending(recording):
            return False
        if recording.attempts >= MOST_ATTEMPTS:
            _stop(recording, Problem.BROKEN_OFF)
            return False
        problem = speech.find_problem() if recording.kind == Kind.AUDIO else None
        if problem is not None:
            _stop(recording, problem)
            return False
        recording.attempts += 1
        recording.state, recording.problem = State.WORKING, ""
        recording.save(update_fields=["attempts", "state", "problem"])
        RawTranscript.objects.get_or_create(municipality=recording.municipality, recording=recording)
    return True


def _lock_if_pending(recording: Recording) -> bool:
    """Lock and refresh the row; False when it is ready, failed or deleted."""
    recording.refresh_from_db(from_queryset=Recording.objects.select_for_update(of=("self",)))
    return recording.state in (State.WAITING, State.WORKING) and bool(recording.file)


def _transcribe(recording: Recording) -> None:
    """Transcribe chunk by chunk; each is saved at once. Raises :class:`Unprocessable`."""
    from raekoda.channels.recordings.speech.audio import get_duration, iter_chunks

    file, longest = Path(recording.file.path), settings.RAEKODA_RECORDING_SECONDS
    recording.seconds = get_duration(file)
    if recording.seconds > longest:
        raise Unprocessable(Problem.TOO_LONG)
    engine = speech.get_recogniser()
    recording.engine, recording.language = engine.name[:120], engine.language if engine.language in LANGUAGES else ""
    recording.save(update_fields=["seconds", "engine", "language"])
    for chunk in iter_chunks(file, recording.done_seconds, longest):
        segments = [
            {
                "start": round(chunk.start + piece.start, 2),
                "end": round(chunk.start + piece.end, 2),
                "text": piece.text,
            }
            for piece in engine.segments(chunk.samples)
        ]
        if not _save_segments(recording, segments, chunk.end):
            return


def _save_segments(recording: Recording, new_segments: list[dict[str, Any]], done: float) -> bool:
    """Append the segments of a chunk; False when the recording was deleted meanwhile."""
    with transaction.atomic():
        if not _lock_if_pending(recording):
            return False
        raw = RawTranscript.objects.select_for_update(of=("self",)).get(recording=recording)
        raw.segments = [*raw.segments, *new_segments]
        raw.text = "\n".join(row["text"] for row in raw.segments)
        raw.save(update_fields=["segments", "text"])
        recording.done_seconds, recording.attempts = done, 0
        recording.seconds = max(recording.seconds or 0, done)
        recording.save(update_fields=["done_seconds", "seconds", "attempts"])
    return True


def _read_document(recording: Recording) -> None:
    """Extract the text of a document; the speaker is known for letters and replies. Raises :class:`Unprocessable`."""
    found = documents.read_document(recording.format, Path(recording.file.path), settings.RAEKODA_RECORDING_PAGES)
    with transaction.atomic():
        if not _lock_if_pending(recording):
            return
        recording.pages, recording.attachments = found.pages, found.attachments
        recording.save(update_fields=["pages", "attachments"])
    if found.problem:
        raise Unprocessable(found.problem)
    asker = "asker" if found.reply or recording.format == "eml" or questions.is_letter(found.text) else ""
    texts = [(found.text, asker), (found.reply, "replier")]
    segments = [{"text": text, "speaker": speaker} for text, speaker in texts if text]
    whole = "\n\n".join(row["text"] for row in segments)
    with transaction.atomic():
        if _lock_if_pending(recording):
            RawTranscript.objects.filter(recording=recording).update(text=whole, segments=segments)


def _save_proposals(recording: Recording, language: str, segments: list[dict[str, Any]]) -> bool:
    """Save the redacted transcript and create proposals once; False when the recording was deleted meanwhile."""
    with transaction.atomic():
        if not _lock_if_pending(recording):
            return False
        recording.language, recording.segments = language, segments
        recording.transcript = "\n".join(row["text"] for row in segments)
        recording.save(update_fields=["language", "segments", "transcript"])
        if not recording.proposals.exists() and not queries.is_of_special_matter(recording):
            Proposal.objects.bulk_create(
                Proposal(
                    municipality=recording.municipality, recording=recording, question=asked.question,
                    reply=asked.reply, language=detect_language(asked.question, language), start=asked.start,
                )
                for asked in questions.find_questions(questions.split_lines(segments))
            )  # fmt: skip
    return True


def _submit_question(proposal: Proposal) -> None:
    """Submit a question without reply to the assistant, so that it is listed among the unanswered questions."""
    channel = AskChannel.PHONE if proposal.recording.kind == Kind.AUDIO else AskChannel.DESK
    with transaction.atomic(), suppress(QuestionError):
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update(of=("self",)))
        if not proposal.exchange_ref:
            asked = ask(proposal.question, language=proposal.language, channel=channel, actor=Actor.system())
            proposal.exchange_ref = asked.ref
            proposal.save(update_fields=["exchange_ref"])


def _stop(recording: Recording, problem: Problem) -> None:
    """Save the problem: the recording waits if the administrator can fix it, otherwise it fails."""
    state = State.WAITING if problem in CONFIGURATION_PROBLEMS else State.FAILED
    with transaction.atomic():
        if not _lock_if_pending(recording) or (recording.state, recording.problem) == (state, problem):
            return
        recording.state, recording.problem = state, problem
        recording.save(update_fields=["state", "problem"])
        record("recordings.stopped", recording, Actor.system(), problem=problem.value)
    log.info("recording_stopped", recording=recording.pk, problem=problem.value)
