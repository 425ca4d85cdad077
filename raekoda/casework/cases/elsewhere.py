"""Places outside the municipality whose reports are taken here all the same: somebody above passes them on.

A floor above registers at start; nothing here knows who did.
"""

from __future__ import annotations

from collections.abc import Callable

from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality

Taker = Callable[[Point, Municipality], str]

_takers: list[Taker] = []


def add_taker(taker: Taker) -> None:
    """``taker`` gives the name of the body to which a report of the place is passed on, "" when there is none."""
    if taker not in _takers:
        _takers.append(taker)


def taker_of(point: Point, municipality: Municipality) -> str:
    """To whom a report of ``point`` is passed on; "" when it cannot be taken here."""
    return next(filter(None, (taker(point, municipality) for taker in _takers)), "")
