"""From the numbers of a file to places. Pure: no database.

The ranges of longitudes, latitudes, eastings and northings of Estonia share no number, so two numbers tell by themselves
whether they are degrees (EPSG:4326) or metres of the Estonian grid (L-EST97, EPSG:3301), and in which order they stand.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from raekoda.identity.places.rules import COUNTRY_BOX
from raekoda.platform.core.fields import Point

if TYPE_CHECKING:
    from pyproj import Transformer

WEST, SOUTH, EAST, NORTH = COUNTRY_BOX
EASTINGS = (350_000.0, 750_000.0)
NORTHINGS = (6_360_000.0, 6_650_000.0)
MOST_CORNERS = 2_000
DIGITS = 6
KNOWN_SYSTEMS = ("4326", "3301", "CRS84")


class NoPlace(ValueError):
    """These numbers are no place in Estonia."""


@dataclass(frozen=True)
class Placing:
    """How a file writes its places: on the grid or in degrees, in the usual order (east, north) or the other way round."""

    on_grid: bool
    is_swapped: bool

    def convert(self, corners: Any) -> Any:
        """Pairs of numbers as longitude and latitude, degrees, WGS 84."""
        import numpy as np

        first, second = corners[:, 0], corners[:, 1]
        east, north = (second, first) if self.is_swapped else (first, second)
        if self.on_grid:
            east, north = _from_grid().transform(east, north)
        return np.round(np.column_stack([east, north]), DIGITS)


@dataclass(frozen=True)
class Placed:
    """Where something is: its point, its shape when it is more than a point, and how the numbers were understood."""

    point: Point
    geometry: dict[str, Any] | None
    placing: Placing


def placing_of(first: float, second: float) -> Placing:
    """How two numbers name a place. Raises :class:`NoPlace`."""
    for swapped, east, north in ((False, first, second), (True, second, first)):
        if WEST <= east <= EAST and SOUTH <= north <= NORTH:
            return Placing(False, swapped)
        if EASTINGS[0] <= east <= EASTINGS[1] and NORTHINGS[0] <= north <= NORTHINGS[1]:
            return Placing(True, swapped)
    raise NoPlace(f"{first} {second}")


def place_pair(first: str, second: str) -> Placed:
    """The place that two cells of a table name. Raises :class:`NoPlace`."""
    import numpy as np

    one, other = number(first), number(second)
    placing = placing_of(one, other)
    ((lon, lat),) = placing.convert(np.array([[one, other]]))
    return Placed(Point(float(lon), float(lat)), None, placing)


def place_geometry(geometry: Any) -> Placed:
    """The place of a GeoJSON geometry of any kind; lines and surfaces get a point that lies on them.

    A shape of more than 2,000 corners is kept as its point only. Raises :class:`NoPlace`.
    """
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape as shape_of

    try:
        if isinstance(geometry, dict) and geometry.get("type") == "Point":
            return _point(geometry["coordinates"])
        shape = shapely.force_2d(shape_of(geometry))
        corners = shapely.get_coordinates(shape)
        if not len(corners):
            raise NoPlace("empty")
        placing = placing_of(*map(float, corners[0]))
        shape = shapely.transform(shape, placing.convert)
        middle = (shape if shape.is_valid else shapely.make_valid(shape)).representative_point()
    except (
        TypeError,
        ValueError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        OverflowError,
        ShapelyError,
    ) as error:
        raise NoPlace(str(error)) from error
    west, south, east, north = shape.bounds
    if middle.is_empty or not (west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH):
        raise NoPlace("outside Estonia")
    kept = json.loads(shapely.to_geojson(shape)) if len(corners) <= MOST_CORNERS else None
    return Placed(Point(round(middle.x, DIGITS), round(middle.y, DIGITS)), kept, placing)


def _point(coordinates: Any) -> Placed:
    import numpy as np

    first, second = float(coordinates[0]), float(coordinates[1])
    placing = placing_of(first, second)
    if placing == Placing(False, False):
        return Placed(Point(round(first, DIGITS), round(second, DIGITS)), None, placing)
    ((lon, lat),) = placing.convert(np.array([[first, second]]))
    return Placed(Point(float(lon), float(lat)), None, placing)


def number(text: str) -> float:
    """A number as people write it: 26,72 or 6 474 123.5 or 6,474,123.5. Raises :class:`NoPlace`."""
    plain = "".join(text.split()).replace("'", "")
    if "," in plain:
        plain = plain.replace(",", "") if "." in plain or plain.count(",") > 1 else plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError as error:
        raise NoPlace(text) from error
    if not math.isfinite(value):
        raise NoPlace(text)
    return value


def is_known_system(name: str) -> bool:
    """Whether the system of coordinates that a GeoJSON file names is one of those understood here."""
    return not name or name.rsplit(":", 1)[-1].upper() in KNOWN_SYSTEMS


@lru_cache(maxsize=1)
def _from_grid() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:3301", "EPSG:4326", always_xy=True)
