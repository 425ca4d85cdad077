"""What each room keeps about a person: for taking it along and for having it deleted (GDPR articles 15, 17, 20).

Every app that stores something about persons registers a :class:`Holding` in ``personal_data``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import Registry


@dataclass(frozen=True)
class Forgotten:
    """What became of a room's records on a request for deletion: how many went, how many stay, why and until when (``None``:
    not known yet). ``needs_person``: what stays is of use only while it is known whose it is."""

    deleted: int
    kept: int = 0
    reason: str = ""
    until: date | None = None
    needs_person: bool = True


@dataclass(frozen=True)
class Holding:
    """``export`` gives what is kept as JSON-ready rows; ``forget`` deletes what may be deleted today, safe to run twice."""

    name: str
    words: Any
    export: Callable[[Person], list[dict[str, Any]]]
    forget: Callable[[Person, Actor], Forgotten]


personal_data: Registry[Holding] = Registry(
    f"{__name__}.personal_data",
    Holding,
    "What an app stores about a person: how it is exported and deleted",
    key=lambda holding: holding.name,
    order=lambda holding: holding.name,
)
