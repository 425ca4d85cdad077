"""Reading the files of EHAK: tables of units (CSV) and their boundaries (GeoJSON or TopoJSON), EPSG:4326.

The folder holds ``csv/<level>.csv`` and ``geojson/<level>.json`` or ``topojson/<level>.json``, a level being maakond,
omavalitsus or asustusyksus. Columns are those of the Land Board's files: MNIMI, MKOOD, ONIMI, OKOOD, ANIMI, AKOOD, TYYP.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from raekoda.identity.places import facts
from raekoda.identity.places.models import Area
from raekoda.platform.core import tables

if TYPE_CHECKING:
    import shapely

DECIMALS = 6
TYPE_NAMES = {
    "1": "vald",
    "2": "osavald",
    "3": "alev",
    "4": "linn",
    "5": "linn",
    "6": "linnaosa",
    "7": "alevik",
    "8": "küla",
    "9": "asum",
}


class EhakError(Exception):
    """The folder cannot be read as EHAK; the text says what is missing."""


@dataclass(frozen=True)
class Level:
    """One level of the classifier: its files, its columns, the column of the unit above."""

    kind: Area.Kind
    file: str
    code: str
    name: str
    parent: str
    parent_kind: Area.Kind | None


LEVELS = (
    Level(Area.Kind.COUNTY, "maakond", "MKOOD", "MNIMI", "", None),
    Level(Area.Kind.MUNICIPALITY, "omavalitsus", "OKOOD", "ONIMI", "MKOOD", Area.Kind.COUNTY),
    Level(Area.Kind.SETTLEMENT, "asustusyksus", "AKOOD", "ANIMI", "OKOOD", Area.Kind.MUNICIPALITY),
)


@dataclass
class Unit:
    """A row of a level with its boundary (GeoJSON, or None)."""

    code: str
    name: str
    type_name: str
    parent_code: str
    geometry: dict[str, Any] | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass
class LevelData:
    """Units of a level, and errors in its files."""

    units: dict[str, Unit] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_level(folder: Path, level: Level) -> LevelData:
    """Read one level; invalid rows and shapes are listed in ``faults`` and skipped. Raises :class:`EhakError`."""
    reading = LevelData()
    for line, row in _table(folder, level):
        unit = _unit(row, level)
        if unit is None:
            reading.faults.append(f"{level.file}.csv, line {line}: no usable code or name, left out")
        elif unit.code in reading.units:
            reading.faults.append(f"{level.file}.csv, line {line}: code {unit.code} a second time, left out")
        else:
            reading.units[unit.code] = unit
    for number, (properties, geometry) in enumerate(_shapes(folder, level), start=1):
        _assign_boundary(reading, level, number, properties, geometry)
    missing = [unit.code for unit in reading.units.values() if unit.geometry is None]
    if missing:
        reading.faults.append(f"{level.file}: {len(missing)} without a boundary: {', '.join(missing[:5])}")
    return reading


def current_code(code: str, kind: Area.Kind) -> str:
    """The current code of a unit, also for a municipality's former codes."""
    known = facts.municipality(code) if kind == Area.Kind.MUNICIPALITY else None
    return known.code if known else code


def _unit(row: dict[str, str], level: Level) -> Unit | None:
    code, name = (row.get(level.code) or "").strip(), (row.get(level.name) or "").strip()
    if not (code.isdecimal() and len(code) == 4 and name and len(name) <= 120):
        return None
    parent = (row.get(level.parent) or "").strip() if level.parent else ""
    if level.parent_kind:
        parent = current_code(parent, level.parent_kind)
    type_name = TYPE_NAMES.get((row.get("TYYP") or "").strip(), "") if level.kind != Area.Kind.COUNTY else "maakond"
    return Unit(current_code(code, level.kind), name, type_name, parent)


def _table(folder: Path, level: Level) -> Iterator[tuple[int, dict[str, str]]]:
    path = folder / "csv" / f"{level.file}.csv"
    if not path.is_file():
        raise EhakError(f"{path} is missing")
    with path.open("rb") as file:
        try:
            for row in tables.read(file, lambda names: {level.code, level.name} <= set(names)).rows:
                yield row.number, row.cells
        except tables.InvalidTable as error:
            raise EhakError(f"{path} has no columns {level.code} and {level.name}: {error}") from error


def _assign_boundary(
    reading: LevelData, level: Level, number: int, properties: dict[str, Any], geometry: dict[str, Any] | None
) -> None:
    import shapely
    from shapely.geometry import shape

    code = current_code(str(properties.get(level.code, "")), level.kind)
    unit = reading.units.get(code)
    if unit is None:
        reading.faults.append(f"{level.file}, shape {number}: code {code!r} is not in the table, left out")
        return
    try:
        outline = clean_geometry(shape(geometry))
    except Exception as error:  # a broken shape may fail anywhere inside the geometry library
        reading.faults.append(f"{level.file}, {unit.name} ({code}): broken boundary ({type(error).__name__}), left out")
        return
    unit.geometry = json.loads(shapely.to_geojson(outline))
    unit.box = outline.bounds


def clean_geometry(outline: shapely.Geometry) -> shapely.Geometry:
    """The valid areas of a shape, to a tenth of a metre. Raises ``ValueError`` when no area is left."""
    import shapely

    valid = shapely.make_valid(outline)
    parts = [part for part in getattr(valid, "geoms", [valid]) if part.geom_type in {"Polygon", "MultiPolygon"}]
    rounded = shapely.transform(shapely.union_all(parts), lambda pairs: pairs.round(DECIMALS))
    sound = rounded if rounded.is_valid else rounded.buffer(0)
    if sound.is_empty:
        raise ValueError("no area")
    return sound


def _shapes(folder: Path, level: Level) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Properties and geometry of each unit of a level, from GeoJSON or TopoJSON; empty when there is no file."""
    for form, read in (("geojson", _geojson), ("topojson", _topojson)):
        path = folder / form / f"{level.file}.json"
        if path.is_file():
            try:
                yield from read(json.loads(path.read_text(encoding="utf-8")))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise EhakError(f"{path} cannot be read: {error}") from error
            return


def _geojson(collection: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    for feature in collection["features"]:
        yield feature.get("properties") or {}, feature.get("geometry")


def _topojson(topology: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Unfold shared arcs (TopoJSON 1.0: quantised, delta-encoded, a negative index runs an arc backwards)."""
    arcs = [_arc(arc, topology.get("transform")) for arc in topology["arcs"]]
    for collection in topology["objects"].values():
        for geometry in collection["geometries"]:
            yield geometry.get("properties") or {}, _unfolded(geometry, arcs)


def _arc(arc: list[list[float]], transform: dict[str, list[float]] | None) -> list[tuple[float, float]]:
    if transform is None:
        return [(pair[0], pair[1]) for pair in arc]
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0.0
    unfolded = []
    for step_x, step_y, *_rest in arc:
        x, y = x + step_x, y + step_y
        unfolded.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return unfolded


def _unfolded(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> dict[str, Any] | None:
    def ring(indexes: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indexes:
            run = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += run[1:] if points else run
        return points

    if geometry.get("type") == "Polygon":
        return {"type": "Polygon", "coordinates": [ring(indexes) for indexes in geometry["arcs"]]}
    if geometry.get("type") == "MultiPolygon":
        return {"type": "MultiPolygon", "coordinates": [[ring(i) for i in polygon] for polygon in geometry["arcs"]]}
    return None
