"""What each room shows of a person's matters on the desk's page of a person: one :class:`Part` a room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import IconName, Registry


@dataclass(frozen=True)
class Part:
    """``rows(person, by, limit)`` gives at most ``limit`` lines that ``by`` may see, by two queries at most; their
    addresses are pages of the desk."""

    key: str
    words: Any
    rows: Callable[[Person, Actor, int], list[Row]]
    order: int = 50
    icon: IconName = "folder"


person_parts: Registry[Part] = Registry(
    f"{__name__}.person_parts",
    Part,
    "Parts of the staff page of a person",
    key=lambda part: part.key,
    order=lambda part: (part.order, part.key),
)
