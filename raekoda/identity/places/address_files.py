"""Reading a municipality's addresses from a file: CSV, XLSX or GeoJSON points, in degrees or on the Estonian grid."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from raekoda.identity.places.rules import COUNTRY_BOX
from raekoda.platform.core import tables
from raekoda.platform.core.fields import Point
from raekoda.platform.core.numbers import readings

if TYPE_CHECKING:
    from pyproj import Transformer

TEXT = ("address", "aadress", "text", "taisaadress", "pikkaadress", "lahiaadress")
DISTRICT = ("district", "neighborhood", "linnaosa", "asum", "asustusyksus")
IDENTIFIER = ("id", "external_id", "adr_id", "ads_oid", "adob_id")
LONGITUDE = ("lon", "long", "longitude", "lng", "viitepunkt_l")
LATITUDE = ("lat", "latitude", "viitepunkt_b")
EASTING = ("viitepunkt_x", "x", "easting")
NORTHING = ("viitepunkt_y", "y", "northing")
MAX_ADDRESS_LENGTH = 200
MAX_ID_LENGTH = 80


class AddressFileError(Exception):
    """The file is not a table of addresses; the text says what is missing."""


@dataclass(frozen=True)
class AddressRow:
    """One address of a file."""

    text: str
    point: Point
    district: str = ""
    external_id: str = ""


@dataclass
class AddressFile:
    """The valid rows of a file; after iteration ``faults`` has one line for each invalid one."""

    path: Path
    faults: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[AddressRow]:
        """Every usable row. Raises :class:`AddressFileError` when the file is of another kind."""
        read = _from_csv if self.path.suffix.lower() in {".csv", ".tsv", ".txt", ".xlsx"} else _from_geojson
        for number, properties, point in read(self.path):
            row = _row(properties, point)
            if row is None:
                self.faults.append(f"entry {number}: no address or no place in Estonia, left out")
            else:
                yield row


def _from_csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any], Point | None]]:
    with path.open("rb") as file:
        try:
            for row in tables.read(file, _is_header).rows:
                properties = {name.lower(): value for name, value in row.cells.items()}
                yield row.number, properties, None if row.surplus else _point_of_columns(properties)
        except tables.InvalidTable as error:
            raise AddressFileError(
                f"{path}: {error} It needs a column of addresses ({', '.join(TEXT)}) and columns lon and lat"
            ) from error


def _is_header(names: Sequence[str]) -> bool:
    columns = {name.lower() for name in names}
    return bool(columns & set(TEXT)) and bool(columns & {*LONGITUDE, *EASTING})


def _from_geojson(path: Path) -> Iterator[tuple[int, Mapping[str, Any], Point | None]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise AddressFileError(f"{path} is neither CSV nor a GeoJSON collection") from error
    for number, feature in enumerate(features, start=1):
        geometry = feature.get("geometry") or {}
        properties = {name.lower(): value for name, value in (feature.get("properties") or {}).items()}
        coordinates = geometry.get("coordinates") if geometry.get("type") == "Point" else None
        points = _points(*coordinates[:2]) if isinstance(coordinates, list) and len(coordinates) > 1 else []
        yield number, properties, points[0] if points else None


def _row(properties: Mapping[str, Any], point: Point | None) -> AddressRow | None:
    text = " ".join(_value(properties, TEXT).split())
    if not text or len(text) > MAX_ADDRESS_LENGTH or point is None or not _is_in_estonia(point):
        return None
    return AddressRow(text, point, _value(properties, DISTRICT), _value(properties, IDENTIFIER)[:MAX_ID_LENGTH])


def _value(properties: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(properties[name]).strip() for name in names if properties.get(name) not in (None, "")), "")


def _point_of_columns(properties: Mapping[str, Any]) -> Point | None:
    degrees = _points(_value(properties, LONGITUDE), _value(properties, LATITUDE))
    grid = _points(_value(properties, EASTING), _value(properties, NORTHING))
    from_grid = (Point(*_from_grid().transform(point.lon, point.lat)) for point in grid)
    return next(filter(_is_in_estonia, chain(degrees, from_grid)), None)


def _points(lon: Any, lat: Any) -> list[Point]:
    """Every reading of two numbers ("26,722" may be 26722 too)."""
    return [Point(float(x), float(y)) for x, y in product(readings(lon), readings(lat))]


def _is_in_estonia(point: Point) -> bool:
    west, south, east, north = COUNTRY_BOX
    return west <= point.lon <= east and south <= point.lat <= north


@lru_cache(maxsize=1)
def _from_grid() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:3301", "EPSG:4326", always_xy=True)
