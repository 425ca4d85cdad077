"""The coordinate systems that features are given out in, with the axes in the order of the system's own definition.

OGC API - Features Part 2 names systems by URI and takes the order of axes from there: CRS84 has longitude first, EPSG:4326
latitude first, and the Estonian system EPSG:3301 northing first (its axis X points north, its axis Y east).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from raekoda.platform.core.fields import Point

if TYPE_CHECKING:
    from pyproj import Transformer

Numbers = Any
"""An array of numpy."""
EDGE_POINTS = 16


@dataclass(frozen=True)
class Crs:
    """A coordinate system: its URI, its name for pyproj, decimals that mean about a centimetre, and where it holds.

    ``domain`` is the box of its own coordinates that a request's box is cut to.
    """

    uri: str
    name: str
    decimals: int
    domain: tuple[float, float, float, float]

    def of_degrees(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        """First and second coordinate of places given in degrees, rounded."""
        import numpy as np

        first, second = (lon, lat) if self.name == STORED else self._from_stored.transform(lon, lat)
        return np.round(first, self.decimals), np.round(second, self.decimals)

    def to_degrees(self, first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
        """Longitude and latitude of places in this system."""
        return (first, second) if self.name == STORED else self._to_stored.transform(first, second)

    @cached_property
    def _from_stored(self) -> Transformer:
        from pyproj import Transformer

        return Transformer.from_crs(STORED, self.name)

    @cached_property
    def _to_stored(self) -> Transformer:
        from pyproj import Transformer

        return Transformer.from_crs(self.name, STORED)


STORED = "OGC:CRS84"
CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", STORED, 7, (-180, -90, 180, 90))
WGS84 = Crs("http://www.opengis.net/def/crs/EPSG/0/4326", "EPSG:4326", 7, (-90, -180, 90, 180))
ESTONIAN = Crs("http://www.opengis.net/def/crs/EPSG/0/3301", "EPSG:3301", 2, (6_000_000, 0, 7_000_000, 1_000_000))
KNOWN = {crs.uri: crs for crs in (CRS84, ESTONIAN, WGS84)}
"""By URI; the first is the default and the one in which places are stored."""


def points(places: Sequence[Point | None], crs: Crs) -> list[dict[str, Any] | None]:
    """GeoJSON points of ``places``, all turned into ``crs`` at once; ``None`` for none and for what the system cannot say."""
    import numpy as np

    known = np.array([place or (np.nan, np.nan) for place in places], dtype=float).reshape(-1, 2)
    first, second = crs.of_degrees(known[:, 0], known[:, 1])
    return [
        {"type": "Point", "coordinates": [one, two]} if is_sound else None
        for one, two, is_sound in zip(
            first.tolist(), second.tolist(), (np.isfinite(first) & np.isfinite(second)).tolist(), strict=True
        )
    ]


def shape(geometry: dict[str, Any], crs: Crs) -> dict[str, Any]:
    """A GeoJSON geometry in degrees, turned into ``crs``."""
    import numpy as np
    import shapely

    if crs.name == STORED:
        return geometry
    turned = shapely.transform(
        shapely.from_geojson(json.dumps(geometry)), lambda xy: np.column_stack(crs.of_degrees(xy[:, 0], xy[:, 1]))
    )
    written: dict[str, Any] = json.loads(shapely.to_geojson(turned))
    return written
