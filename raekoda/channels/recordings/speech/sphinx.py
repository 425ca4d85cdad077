"""PocketSphinx: an acoustic model with a grammar (JSGF) or a language model, and a pronunciation dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import numpy as np
from django.conf import settings
from pocketsphinx import Decoder

from raekoda.channels.recordings.speech import Recogniser, Segment
from raekoda.channels.recordings.speech.audio import RATE, utterances

GRAMMARS = (".jsgf", ".gram")
FRAMES_A_SECOND = 100
SILENCES = ("<s>", "</s>", "<sil>", "[NOISE]", "[SPEECH]", "++NOISE++")


def make() -> Recogniser:
    """Create the recogniser with the configured models."""
    grammar = settings.RAEKODA_SPEECH_GRAMMAR
    kind = "jsgf" if grammar.lower().endswith(GRAMMARS) else "lm"
    return Sphinx(
        Decoder(
            hmm=settings.RAEKODA_SPEECH_MODEL, dict=settings.RAEKODA_SPEECH_DICTIONARY, loglevel="FATAL",
            **{kind: grammar},
        )
    )  # fmt: skip


class Sphinx:
    """A decoder with a lock; each utterance is decoded as a whole, as grammars require."""

    def __init__(self, decoder: Decoder) -> None:
        self.decoder = decoder
        self.lock = Lock()
        self.language = settings.RAEKODA_SPEECH_LANGUAGE
        self.name = f"pocketsphinx {Path(settings.RAEKODA_SPEECH_MODEL).name}"

    def segments(self, samples: np.ndarray) -> Iterator[Segment]:
        """Transcribe mono audio of 16 kHz (float samples of shape (n,))."""
        for begin, end in utterances(samples):
            offset = begin / RATE
            words = self._words(samples[begin:end])
            if words:
                first, last = words[0], words[-1]
                yield Segment(offset + first[1], offset + last[2], " ".join(word for word, _, _ in words))

    def _words(self, samples: np.ndarray) -> list[tuple[str, float, float]]:
        """(word, start, end) in seconds."""
        pulses = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        with self.lock:
            self.decoder.start_utt()
            self.decoder.process_raw(pulses, no_search=False, full_utt=True)
            self.decoder.end_utt()
            if self.decoder.hyp() is None or not self.decoder.hyp().hypstr:
                return []
            return [
                (piece.word.split("(")[0], piece.start_frame / FRAMES_A_SECOND, (piece.end_frame + 1) / FRAMES_A_SECOND)
                for piece in self.decoder.seg()
                if piece.word not in SILENCES
            ]
