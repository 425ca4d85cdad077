"""Registry of notes that apps of higher layers add to the staff page of an answer, such as its origin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.platform.core.registry import Registry


@dataclass(frozen=True)
class Note:
    """A line with a link and an icon."""

    text: str
    url: str
    icon: str = "link"


Writer = Callable[[PublishedAnswer], list[Note]]
note_writers: Registry[Writer] = Registry(
    f"{__name__}.note_writers", Writer, "Notes on the staff page of a published answer: where it comes from"
)


def get_notes(answer: PublishedAnswer) -> list[Note]:
    """All notes about an answer."""
    return [note for write in note_writers for note in write(answer)]
