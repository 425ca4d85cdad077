"""Coordinates of a file converted to WGS 84. Pure functions.

The ranges of longitudes, latitudes, eastings and northings of Estonia do not overlap, so the values of two numbers show
whether they are degrees (EPSG:4326) or metres of the Estonian grid (L-EST97, EPSG:3301), and which one comes first.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from raekoda.identity.places.rules import COUNTRY_BOX
from raekoda.platform.core.fields import Point
from raekoda.platform.core.numbers import readings

if TYPE_CHECKING:
    from pyproj import Transformer

WEST, SOUTH, EAST, NORTH = COUNTRY_BOX
EASTINGS = (350_000.0, 750_000.0)
NORTHINGS = (6_360_000.0, 6_650_000.0)
MAX_VERTICES = 2_000
DIGITS = 6
KNOWN_SYSTEMS = ("4326", "3301", "CRS84")


class InvalidLocation(ValueError):
    """The values are not coordinates in Estonia."""


@dataclass(frozen=True)
class CoordinateFormat:
    """The format of coordinates: grid or degrees, in the usual order (east, north) or swapped."""

    on_grid: bool
    is_swapped: bool

    def convert(self, vertices: Any) -> Any:
        """Convert an array of shape (n, 2) to longitudes and latitudes in degrees, WGS 84."""
        import numpy as np

        first, second = vertices[:, 0], vertices[:, 1]
        east, north = (second, first) if self.is_swapped else (first, second)
        if self.on_grid:
            east, north = _from_grid().transform(east, north)
        return np.round(np.column_stack([east, north]), DIGITS)


@dataclass(frozen=True)
class Location:
    """A location: its point, its shape when it is more than a point, and the detected format."""

    point: Point
    geometry: dict[str, Any] | None
    coordinate_format: CoordinateFormat


def detect_format(first: float, second: float) -> CoordinateFormat:
    """Detect the format of two numbers. Raises :class:`InvalidLocation`."""
    for swapped, east, north in ((False, first, second), (True, second, first)):
        if WEST <= east <= EAST and SOUTH <= north <= NORTH:
            return CoordinateFormat(False, swapped)
        if EASTINGS[0] <= east <= EASTINGS[1] and NORTHINGS[0] <= north <= NORTHINGS[1]:
            return CoordinateFormat(True, swapped)
    raise InvalidLocation(f"{first} {second}")


def locate_pair(first: str, second: str) -> Location:
    """The location from two cells of a table. Raises :class:`InvalidLocation`."""
    import numpy as np

    x, y, coordinate_format = detect_pair(first, second)
    ((lon, lat),) = coordinate_format.convert(np.array([[x, y]]))
    return Location(Point(float(lon), float(lat)), None, coordinate_format)


def locate_geometry(geometry: Any) -> Location:
    """The location of a GeoJSON geometry of any type; lines and polygons get a representative point on them.

    A shape of more than 2,000 vertices is reduced to its point. Raises :class:`InvalidLocation`.
    """
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape as shape_of

    try:
        if isinstance(geometry, dict) and geometry.get("type") == "Point":
            return _point(geometry["coordinates"])
        shape = shapely.force_2d(shape_of(geometry))
        vertices = shapely.get_coordinates(shape)
        if not len(vertices):
            raise InvalidLocation("empty")
        coordinate_format = detect_format(*map(float, vertices[0]))
        shape = shapely.transform(shape, coordinate_format.convert)
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
        raise InvalidLocation(str(error)) from error
    west, south, east, north = shape.bounds
    if middle.is_empty or not (west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH):
        raise InvalidLocation("outside Estonia")
    stored = json.loads(shapely.to_geojson(shape)) if len(vertices) <= MAX_VERTICES else None
    return Location(Point(round(middle.x, DIGITS), round(middle.y, DIGITS)), stored, coordinate_format)


def _point(coordinates: Any) -> Location:
    import numpy as np

    first, second = float(coordinates[0]), float(coordinates[1])
    coordinate_format = detect_format(first, second)
    if coordinate_format == CoordinateFormat(False, False):
        return Location(Point(round(first, DIGITS), round(second, DIGITS)), None, coordinate_format)
    ((lon, lat),) = coordinate_format.convert(np.array([[first, second]]))
    return Location(Point(float(lon), float(lat)), None, coordinate_format)


def detect_pair(first: str, second: str) -> tuple[float, float, CoordinateFormat]:
    """The two numbers and their format, in any usual notation: 26,722 or 6 474 123.5 or 6,474,123.5. Of a number with two
    readings the one that lies in Estonia is meant. Raises :class:`InvalidLocation`."""
    for x, y in product(readings(first), readings(second)):
        with suppress(InvalidLocation):
            return float(x), float(y), detect_format(float(x), float(y))
    raise InvalidLocation(f"{first} {second}")


def is_known_system(name: str) -> bool:
    """Whether the coordinate system named in a GeoJSON file is supported."""
    return not name or name.rsplit(":", 1)[-1].upper() in KNOWN_SYSTEMS


@lru_cache(maxsize=1)
def _from_grid() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:3301", "EPSG:4326", always_xy=True)
