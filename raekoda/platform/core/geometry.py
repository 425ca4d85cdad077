"""Distances and boxes in WGS 84 degrees."""

from __future__ import annotations

import math

from raekoda.platform.core.fields import Point

METRES_PER_DEGREE = 111_320.0
Box = tuple[float, float, float, float]


def read_box(text: str) -> Box | None:
    """West, south, east, north of ``west,south,east,north``, degrees; ``None`` when the text is no such box."""
    try:
        west, south, east, north = (float(side) for side in text.split(","))
    except ValueError:
        return None
    is_box = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if is_box else None


def metres_between(first: Point, second: Point) -> float:
    """Distance of two points near each other, in metres (plane approximation, good to 0.5 % within 100 km here)."""
    across = (first.lon - second.lon) * math.cos(math.radians((first.lat + second.lat) / 2))
    return math.hypot(across, first.lat - second.lat) * METRES_PER_DEGREE


def box_around(point: Point, metres: float) -> Box:
    """West, south, east, north of the box reaching ``metres`` from ``point`` to each side, degrees."""
    up = metres / METRES_PER_DEGREE
    across = up / math.cos(math.radians(point.lat))
    return (point.lon - across, point.lat - up, point.lon + across, point.lat + up)
