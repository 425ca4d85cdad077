"""Engines of speech, by name. An engine is a function that makes a :class:`Recogniser` from the settings; its packages
are imported only when it is asked for: they are no part of the plain installation (``requirements/speech.in``)."""

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
    """Words said one after the other; seconds from the beginning of what was given."""

    start: float
    end: float
    text: str


class Recogniser(Protocol):
    """A speech engine with its model loaded."""

    name: str
    language: str

    def segments(self, samples: np.ndarray) -> Iterator[Segment]:
        """What is said in mono audio of 16 kHz."""


@dataclass(frozen=True)
class Engine:
    """How to get a recogniser: the packages it needs, what has to be on the disk, and where it is made."""

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


def obstacle() -> Problem | None:
    """What keeps audio from being transcribed here; None when nothing does."""
    if not settings.RAEKODA_SPEECH_ENGINE:
        return Problem.NO_ENGINE
    engine = engines.get(settings.RAEKODA_SPEECH_ENGINE)
    if engine is None:
        return Problem.UNKNOWN_ENGINE
    if any(find_spec(package) is None for package in (*engine.packages, "soundfile")):
        return Problem.NO_PACKAGE
    return None if all(_is_there(path) for path in engine.files()) else Problem.NO_MODEL


def recogniser() -> Recogniser:
    """The engine of the settings, its model loaded once in a process. Raises :class:`Unprocessable`."""
    problem = obstacle()
    if problem is not None:
        raise Unprocessable(problem)
    engine = engines[settings.RAEKODA_SPEECH_ENGINE]
    return _made(settings.RAEKODA_SPEECH_ENGINE, (*engine.files(), settings.RAEKODA_SPEECH_LANGUAGE))


@lru_cache(maxsize=1)
def _made(name: str, configuration: tuple[str, ...]) -> Recogniser:
    return engines[name].make()


def _is_there(path: str) -> bool:
    from pathlib import Path

    return bool(path) and Path(path).exists()
