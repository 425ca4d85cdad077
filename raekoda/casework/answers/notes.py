"""What rooms above say about an answer on its staff page: where it comes from, as a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from raekoda.casework.answers.models import PublishedAnswer


@dataclass(frozen=True)
class Note:
    """A line with a link and an icon."""

    text: str
    url: str
    icon: str = "link"


_writers: list[Callable[[PublishedAnswer], list[Note]]] = []


def add_notes(writer: Callable[[PublishedAnswer], list[Note]]) -> Callable[[PublishedAnswer], list[Note]]:
    """Decorator: the notes that ``writer`` gives stand on the page of every answer."""
    if writer not in _writers:
        _writers.append(writer)
    return writer


def notes_of(answer: PublishedAnswer) -> list[Note]:
    """All notes about an answer."""
    return [note for writer in _writers for note in writer(answer)]
