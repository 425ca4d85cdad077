"""Places outside the municipality whose reports are taken here all the same: an app above passes them on."""

from __future__ import annotations

from collections.abc import Callable

from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.registry import Registry

Taker = Callable[[Point, Municipality], str]
takers: Registry[Taker] = Registry(
    f"{__name__}.takers", Taker, 'The body to which a report of a place outside is passed on, "" for none'
)


def taker_of(point: Point, municipality: Municipality) -> str:
    """To whom a report of ``point`` is passed on; "" when it cannot be taken here."""
    return next(filter(None, (taker(point, municipality) for taker in takers)), "")
