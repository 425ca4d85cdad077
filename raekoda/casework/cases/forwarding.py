"""Reports of places outside the municipality that are accepted because an app of a higher layer forwards them."""

from __future__ import annotations

from collections.abc import Callable

from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.registry import Registry

FindTarget = Callable[[Point, Municipality], str]
forwarding_targets: Registry[FindTarget] = Registry(
    f"{__name__}.forwarding_targets",
    FindTarget,
    'The body to which reports of a place outside the municipality are forwarded, "" for none',
)


def forwarding_target(point: Point, municipality: Municipality) -> str:
    """The body to which a report of ``point`` is forwarded; "" when it is not accepted here."""
    return next(filter(None, (find_target(point, municipality) for find_target in forwarding_targets)), "")
