"""What the room tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.channels.recordings.models import Recording


@dataclass(frozen=True)
class RecordingReceived:
    """A call recording or a letter was handed in."""

    recording: Recording


@dataclass(frozen=True)
class RecordingReady:
    """Its words are there without personal data, and what was asked in it is proposed."""

    recording: Recording


@dataclass(frozen=True)
class RecordingDeleted:
    """Its file and its words are gone."""

    recording: Recording
