"""Reads audio as mono of 16 kHz in chunks, so that memory use does not depend on the length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from raekoda.channels.recordings.problems import Problem, Unprocessable

RATE = 16_000
CHUNK_SECONDS = 60
CUT_WITHIN_SECONDS = 10
FRAME = RATE // 50
SHORTEST_SILENCE = 0.4
MARGIN = 0.25
HIGHEST_RATE = 384_000
MOST_CHANNELS = 16


@dataclass(frozen=True)
class Chunk:
    """A chunk of audio, cut at a quiet place; ``start`` and ``end`` in seconds, ``samples`` of shape (n,)."""

    start: float
    end: float
    samples: np.ndarray


def get_duration(file: Path) -> float:
    """The declared duration in seconds. Raises :class:`Unprocessable` for invalid audio."""
    import soundfile

    try:
        info = soundfile.info(str(file))
    except (soundfile.LibsndfileError, RuntimeError, OSError) as error:
        raise Unprocessable(Problem.UNREADABLE) from error
    if not 0 < info.samplerate <= HIGHEST_RATE or not 0 < info.channels <= MOST_CHANNELS:
        raise Unprocessable(Problem.UNREADABLE)
    return float(info.frames) / info.samplerate


def iter_chunks(file: Path, start: float = 0.0, longest: float = float("inf")) -> Iterator[Chunk]:
    """Chunks of the audio from second ``start``. Raises :class:`Unprocessable` when it is damaged or longer than ``longest``
    seconds."""
    import soundfile

    try:
        with soundfile.SoundFile(str(file)) as sound:
            rate = sound.samplerate
            position = int(start * rate)
            sound.seek(min(position, max(sound.frames, 0)))
            buffer = np.zeros(0, np.float32)
            while True:
                missing = CHUNK_SECONDS * rate - len(buffer)
                block = sound.read(missing, dtype="float32", always_2d=True)
                buffer = np.concatenate([buffer, block.mean(axis=1)]) if len(block) else buffer
                is_last = len(block) < missing
                if len(buffer) == 0:
                    return
                cut = len(buffer) if is_last else _quietest(buffer, rate)
                if (position + cut) / rate > longest:
                    raise Unprocessable(Problem.TOO_LONG)
                yield Chunk(position / rate, (position + cut) / rate, _at_16_khz(buffer[:cut], rate))
                buffer, position = buffer[cut:], position + cut
                if is_last:
                    return
    except (soundfile.LibsndfileError, RuntimeError, OSError, ValueError) as error:
        raise Unprocessable(Problem.UNREADABLE) from error


def utterances(samples: np.ndarray) -> list[tuple[int, int]]:
    """Utterances between silences as (begin, end) in samples, with a margin on both sides."""
    energy = _energy(samples, FRAME)
    if not len(energy):
        return []
    floor, top = float(np.percentile(energy, 10)), float(np.percentile(energy, 95))
    loud = energy > max(floor * 4, top * 0.02, 1e-8)
    places = np.flatnonzero(loud)
    if not len(places):
        return []
    gap = int(SHORTEST_SILENCE * RATE / FRAME)
    breaks = np.flatnonzero(np.diff(places) > gap)
    begins = [places[0], *places[breaks + 1]]
    ends = [*places[breaks], places[-1]]
    margin = int(MARGIN * RATE)
    return [
        (max(0, int(begin) * FRAME - margin), min(len(samples), (int(end) + 1) * FRAME + margin))
        for begin, end in zip(begins, ends, strict=True)
    ]


def _quietest(samples: np.ndarray, rate: int) -> int:
    """Index of the middle of the quietest 50 ms near the end."""
    frame = max(1, rate // 20)
    tail = samples[-CUT_WITHIN_SECONDS * rate :]
    energy = _energy(tail, frame)
    return len(samples) - len(tail) + int(np.argmin(energy)) * frame + frame // 2


def _energy(samples: np.ndarray, frame: int) -> np.ndarray:
    whole = len(samples) // frame * frame
    return np.square(samples[:whole].reshape(-1, frame), dtype=np.float64).mean(axis=1)


def _at_16_khz(samples: np.ndarray, rate: int) -> np.ndarray:
    if rate == RATE:
        return samples
    from scipy.signal import resample_poly

    ratio = Fraction(RATE, rate).limit_denominator(1000)
    return resample_poly(samples, ratio.numerator, ratio.denominator).astype(np.float32)
