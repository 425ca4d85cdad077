"""Speech engines, by name. An engine creates a :class:`Recogniser` from the settings; its packages are optional
(``requirements/speech.in``) and imported only when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from raekoda.channels.recordings.problems import Problem, Unprocessable
from raekoda.platform.core.registry import Registry

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Segment:
    """A transcribed segment; ``start`` and ``end`` in seconds from the beginning of the samples."""

    start: float
    end: float
    text: str


class Recogniser(Protocol):
    """A speech engine with its model loaded."""

    name: str
    language: str

    def segments(self, samples: np.ndarray) -> Iterator[Segment]:
        """Transcribe mono audio of 16 kHz (float samples of shape (n,))."""


@dataclass(frozen=True)
class Engine:
    """A speech engine: required packages and files, and the module with ``make()``."""

    name: str
    packages: tuple[str, ...]
    module: str
    files: Callable[[], list[str]]

    def make(self) -> Recogniser:
        return import_module(self.module).make()


engines: Registry[Engine] = Registry(
    f"{__name__}.engines",
    Engine,
    "Speech engines, by the name that RAEKODA_SPEECH_ENGINE may hold",
    key=lambda engine: engine.name,
)


def find_problem() -> Problem | None:
    """The problem that prevents transcription with the current settings; None when there is none."""
    if not settings.RAEKODA_SPEECH_ENGINE:
        return Problem.NO_ENGINE
    engine = engines.get(settings.RAEKODA_SPEECH_ENGINE)
    if engine is None:
        return Problem.UNKNOWN_ENGINE
    if any(find_spec(package) is None for package in (*engine.packages, "soundfile")):
        return Problem.NO_PACKAGE
    return None if all(_exists(path) for path in engine.files()) else Problem.NO_MODEL


def get_recogniser() -> Recogniser:
    """The configured recogniser, loaded once per process. Raises :class:`Unprocessable`."""
    problem = find_problem()
    if problem is not None:
        raise Unprocessable(problem)
    engine = engines[settings.RAEKODA_SPEECH_ENGINE]
    return _load(settings.RAEKODA_SPEECH_ENGINE, (*engine.files(), settings.RAEKODA_SPEECH_LANGUAGE))


@lru_cache(maxsize=1)
def _load(name: str, configuration: tuple[str, ...]) -> Recogniser:
    return engines[name].make()


def _exists(path: str) -> bool:
    from pathlib import Path

    return bool(path) and Path(path).exists()
