"""What each room keeps about a person: for taking it along and for having it deleted (GDPR articles 15, 17, 20).

Every room that keeps something about persons registers one :class:`Holding` when it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor


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


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add a room's holding; registering it again replaces it."""
    _holdings[holding.name] = holding


def all_holdings() -> list[Holding]:
    """Every room's holding, by name."""
    return [_holdings[name] for name in sorted(_holdings)]
