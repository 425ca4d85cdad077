"""faster-whisper: a Whisper model in CTranslate2 format in a local folder; nothing is downloaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from django.conf import settings

os.environ["HF_HUB_OFFLINE"] = "1"

from faster_whisper import WhisperModel

from raekoda.channels.recordings.speech import Recogniser, Segment

MOSTLY_SILENCE = 0.85


def make() -> Recogniser:
    """Create the recogniser with the configured model."""
    folder = settings.RAEKODA_SPEECH_MODEL
    model = WhisperModel(folder, device="auto", compute_type="auto", cpu_threads=_threads(), local_files_only=True)
    return Whisper(model, f"faster-whisper {Path(folder).name}")


def _threads() -> int:
    """All processors but one, which is left for the web server."""
    return max(1, (os.cpu_count() or 2) - 1)


class Whisper:
    """A Whisper model. The language is from the settings, else detected in each chunk."""

    def __init__(self, model: WhisperModel, name: str) -> None:
        self.model = model
        self.name = name
        self.language = settings.RAEKODA_SPEECH_LANGUAGE

    def segments(self, samples: np.ndarray) -> Iterator[Segment]:
        """Transcribe mono audio of 16 kHz (float samples of shape (n,))."""
        hint = settings.RAEKODA_SPEECH_LANGUAGE or None
        transcribed, _ = self.model.transcribe(
            samples.astype(np.float32), language=hint, task="transcribe", condition_on_previous_text=False
        )
        for piece in transcribed:
            if piece.text.strip() and piece.no_speech_prob < MOSTLY_SILENCE:
                yield Segment(float(piece.start), float(piece.end), piece.text.strip())
