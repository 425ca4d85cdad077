"""From a file to proposals: words, without personal data, questions in them. Safe to run twice; goes on where it stopped."""

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
from raekoda.channels.recordings import questions, reading, speech
from raekoda.channels.recordings.events import RecordingReady
from raekoda.channels.recordings.models import Kind, Proposal, RawTranscript, Recording, State
from raekoda.channels.recordings.privacy import segments_without_personal_data
from raekoda.channels.recordings.problems import WAITING, Problem, Unprocessable
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import detect_language

MOST_ATTEMPTS = 4
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
log = structlog.get_logger(__name__)


def work(recording: Recording) -> None:
    """Do all that is still to be done for a recording, in the scope of its municipality."""
    if not _begun(recording):
        return
    try:
        _hear(recording) if recording.kind == Kind.AUDIO else _read(recording)
        finish(recording)
    except Unprocessable as refusal:
        _stopped(recording, refusal.problem)


def finish(recording: Recording) -> None:
    """With the words in place: take personal data out, propose what was asked, and say that it is ready."""
    raw = RawTranscript.objects.filter(recording=recording).first()
    if raw is None:
        return
    if not raw.text.strip():
        raise Unprocessable(Problem.NO_TEXT)
    language = recording.language or detect_language(raw.text)
    segments = segments_without_personal_data(raw.segments, language, public_contacts(recording.municipality))
    if not _proposed(recording, language, segments):
        return
    for proposal in recording.proposals.filter(reply="", exchange_ref=""):
        _ask_once(proposal)
    with transaction.atomic():
        if not _is_still_wanted(recording):
            return
        recording.state, recording.problem, recording.attempts = State.READY, "", 0
        recording.save(update_fields=["state", "problem", "attempts"])
        count = recording.proposals.count()
        record("recordings.ready", recording, Actor.system(), engine=recording.engine, proposals=count)
        emit(RecordingReady(recording))


def _begun(recording: Recording) -> bool:
    """Note that the work begins; False when there is nothing to do, or when it broke off too often."""
    with transaction.atomic():
        if not _is_still_wanted(recording):
            return False
        if recording.attempts >= MOST_ATTEMPTS:
            _stopped(recording, Problem.BROKEN_OFF)
            return False
        problem = speech.obstacle() if recording.kind == Kind.AUDIO else None
        if problem is not None:
            _stopped(recording, problem)
            return False
        recording.attempts += 1
        recording.state, recording.problem = State.WORKING, ""
        recording.save(update_fields=["attempts", "state", "problem"])
        RawTranscript.objects.get_or_create(municipality=recording.municipality, recording=recording)
    return True


def _is_still_wanted(recording: Recording) -> bool:
    """Lock the row and read it anew: ready ones, refused ones and deleted ones need no work."""
    recording.refresh_from_db(from_queryset=Recording.objects.select_for_update(of=("self",)))
    return recording.state in (State.WAITING, State.WORKING) and bool(recording.file)


def _hear(recording: Recording) -> None:
    """Transcribe stretch after stretch; each is kept as soon as it is done."""
    from raekoda.channels.recordings.speech.audio import seconds_of, stretches

    file, longest = Path(recording.file.path), settings.RAEKODA_RECORDING_SECONDS
    recording.seconds = seconds_of(file)
    if recording.seconds > longest:
        raise Unprocessable(Problem.TOO_LONG)
    engine = speech.recogniser()
    recording.engine, recording.language = engine.name[:120], engine.language if engine.language in LANGUAGES else ""
    recording.save(update_fields=["seconds", "engine", "language"])
    for stretch in stretches(file, recording.done_seconds, longest):
        heard = [
            {
                "start": round(stretch.start + piece.start, 2),
                "end": round(stretch.start + piece.end, 2),
                "text": piece.text,
            }
            for piece in engine.segments(stretch.samples)
        ]
        if not _kept(recording, heard, stretch.end):
            return


def _kept(recording: Recording, heard: list[dict[str, Any]], done: float) -> bool:
    """Add a stretch to the words; False when the recording was deleted meanwhile."""
    with transaction.atomic():
        if not _is_still_wanted(recording):
            return False
        raw = RawTranscript.objects.select_for_update(of=("self",)).get(recording=recording)
        raw.segments = [*raw.segments, *heard]
        raw.text = "\n".join(row["text"] for row in raw.segments)
        raw.save(update_fields=["segments", "text"])
        recording.done_seconds, recording.attempts = done, 0
        recording.seconds = max(recording.seconds or 0, done)
        recording.save(update_fields=["done_seconds", "seconds", "attempts"])
    return True


def _read(recording: Recording) -> None:
    """Read a document as text. Whose words they are is known of a letter and of the one it replies to."""
    found = reading.read(recording.format, Path(recording.file.path), settings.RAEKODA_RECORDING_PAGES)
    with transaction.atomic():
        if not _is_still_wanted(recording):
            return
        recording.pages, recording.attachments = found.pages, found.attachments
        recording.save(update_fields=["pages", "attachments"])
    if found.problem:
        raise Unprocessable(found.problem)
    asker = "asker" if found.reply or recording.format == "eml" or questions.is_by_one(found.text) else ""
    told = [(found.text, asker), (found.reply, "replier")]
    segments = [{"text": text, "speaker": speaker} for text, speaker in told if text]
    whole = "\n\n".join(row["text"] for row in segments)
    with transaction.atomic():
        if _is_still_wanted(recording):
            RawTranscript.objects.filter(recording=recording).update(text=whole, segments=segments)


def _proposed(recording: Recording, language: str, segments: list[dict[str, Any]]) -> bool:
    """Keep the words without personal data and propose every question with its reply, once; False when deleted meanwhile."""
    with transaction.atomic():
        if not _is_still_wanted(recording):
            return False
        recording.language, recording.segments = language, segments
        recording.transcript = "\n".join(row["text"] for row in segments)
        recording.save(update_fields=["language", "segments", "transcript"])
        if not recording.proposals.exists():
            Proposal.objects.bulk_create(
                Proposal(
                    municipality=recording.municipality, recording=recording, question=asked.question,
                    reply=asked.reply, language=detect_language(asked.question, language), start=asked.start,
                )
                for asked in questions.questions_in(questions.lines_of(segments))
            )  # fmt: skip
    return True


def _ask_once(proposal: Proposal) -> None:
    """Ask a question that got no reply as if it were asked at the desk: what has no answer then stands among what people
    ask and do not find."""
    channel = AskChannel.PHONE if proposal.recording.kind == Kind.AUDIO else AskChannel.DESK
    with transaction.atomic(), suppress(QuestionError):
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update(of=("self",)))
        if not proposal.exchange_ref:
            asked = ask(proposal.question, language=proposal.language, channel=channel, actor=Actor.system())
            proposal.exchange_ref = asked.ref
            proposal.save(update_fields=["exchange_ref"])


def _stopped(recording: Recording, problem: Problem) -> None:
    """Keep why the work cannot go on: waiting where the administrator puts it right, else in the tray of problems."""
    state = State.WAITING if problem in WAITING else State.FAILED
    with transaction.atomic():
        if not _is_still_wanted(recording) or (recording.state, recording.problem) == (state, problem):
            return
        recording.state, recording.problem = state, problem
        recording.save(update_fields=["state", "problem"])
        record("recordings.stopped", recording, Actor.system(), problem=problem.value)
    log.info("recording_stopped", recording=recording.pk, problem=problem.value)
