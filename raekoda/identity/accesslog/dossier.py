"""What each room shows of a person's matters on the desk's page of a person: one :class:`Part` a room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.actor import Actor


@dataclass(frozen=True)
class Part:
    """``rows(person, by, limit)`` gives at most ``limit`` lines that ``by`` may see, by two queries at most; their
    addresses are pages of the desk."""

    key: str
    words: Any
    rows: Callable[[Person, Actor, int], list[Row]]
    order: int = 50
    icon: str = "folder"


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a room's part; registering it again replaces it."""
    _parts[part.key] = part


def all_parts() -> list[Part]:
    """Every room's part, in the order of the page."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.key))
