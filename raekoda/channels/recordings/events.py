"""Events for other apps."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.channels.recordings.models import Recording


@dataclass(frozen=True)
class RecordingReceived:
    """A call recording or a letter was received."""

    recording: Recording


@dataclass(frozen=True)
class RecordingReady:
    """The recording was processed: redacted transcript and proposals are available."""

    recording: Recording


@dataclass(frozen=True)
class RecordingDeleted:
    """The file and its transcripts were deleted."""

    recording: Recording
