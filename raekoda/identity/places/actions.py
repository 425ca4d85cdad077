"""Changes of places: EHAK import, a municipality's own districts, its addresses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from raekoda.identity.places import boundaries, ehak
from raekoda.identity.places.address_files import AddressRow
from raekoda.identity.places.models import Address, Area
from raekoda.identity.places.rules import fold
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality

if TYPE_CHECKING:
    import shapely

Progress = Callable[[str], None]
BATCH = 500
COMPARED = ("name", "type_name", "parent_id", "geometry", "west", "south", "east", "north", "source", "is_approximate")
COMPARED_FIELDS = [name.removesuffix("_id") for name in COMPARED]
REACH_DEGREES = 0.012


@dataclass
class Changes:
    """Counts and errors of an import."""

    added: int = 0
    changed: int = 0
    same: int = 0
    gone: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.same} as before"


def import_ehak(folder: Path, *, actor: Actor, say: Progress = print, source: str = "EHAK") -> dict[str, Changes]:
    """Import counties, municipalities and settlements from the files in ``folder``.

    Each level is one transaction; an interrupted import can be run again. Areas missing from the files are retained
    and listed in ``gone``. Raises :class:`ehak.EhakError`.
    """
    done: dict[str, Changes] = {}
    for level in ehak.LEVELS:
        say(f"{level.file}: reading")
        reading = ehak.read_level(folder, level)
        say(f"{level.file}: {len(reading.units)} units read, writing")
        with transaction.atomic():
            changes = _write_level(level, reading, source)
            journal.record(
                "places.import_ehak", None, actor, level=level.kind.value, added=changes.added, changed=changes.changed
            )
        boundaries.invalidate()
        say(f"{level.file}: {changes}")
        done[level.kind.value] = changes
    return done


def _write_level(level: ehak.Level, reading: ehak.LevelData, source: str) -> Changes:
    changes = Changes(faults=reading.faults)
    parents = {}
    if level.parent_kind:
        parents = dict(Area.objects.filter(kind=level.parent_kind).values_list("code", "pk"))
    existing = {area.code: area for area in Area.objects.select_for_update().filter(kind=level.kind, municipality=None)}
    new, changed = [], []
    for unit in reading.units.values():
        if level.parent_kind and unit.parent_code not in parents:
            changes.faults.append(
                f"{unit.name} ({unit.code}): the unit above, {unit.parent_code!r}, is unknown, left out"
            )
            continue
        area = existing.get(unit.code) or Area(kind=level.kind, code=unit.code)
        before = [getattr(area, name) for name in COMPARED]
        _describe(area, unit, parents.get(unit.parent_code), source)
        if area.pk is None:
            new.append(area)
        elif before != [getattr(area, name) for name in COMPARED]:
            changed.append(area)
    Area.objects.bulk_create(new, batch_size=BATCH)
    Area.objects.bulk_update(changed, COMPARED_FIELDS, batch_size=BATCH)
    changes.added, changes.changed = len(new), len(changed)
    changes.same = len(reading.units) - len(new) - len(changed)
    changes.gone = sorted(area.name for code, area in existing.items() if code not in reading.units)
    return changes


def _describe(area: Area, unit: ehak.Unit, parent_id: int | None, source: str) -> None:
    area.name, area.type_name, area.parent_id, area.source = unit.name, unit.type_name, parent_id, source
    if unit.geometry is not None and unit.box is not None:
        area.geometry, area.is_approximate = unit.geometry, False
        area.west, area.south, area.east, area.north = unit.box


def import_addresses(
    municipality: Municipality, rows: Iterable[AddressRow], *, actor: Actor, say: Progress = print
) -> Changes:
    """Import addresses: new ones are added, known ones (by text) updated.

    Missing districts are created without a boundary. Runs in batches, each a transaction; an interrupted import can
    be run again.
    """
    changes = Changes()
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        unique = {row.text: row for row in batch}
        with transaction.atomic():
            _write_addresses(municipality, unique, changes)
        say(f"{changes.added + changes.changed + changes.same} addresses")
    journal.record("places.import_addresses", municipality, actor, added=changes.added, changed=changes.changed)
    return changes


def _write_addresses(municipality: Municipality, rows: dict[str, AddressRow], changes: Changes) -> None:
    areas = _districts_named({row.district for row in rows.values() if row.district}, municipality)
    known = {address.text: address for address in Address.objects.filter(text__in=rows)}
    new, changed = [], []
    for text, row in rows.items():
        address = known.get(text) or Address(municipality=municipality, text=text, search_text=fold(text)[:200])
        before = (address.pk and address.point, address.area_id, address.external_id)
        address.point, address.external_id = row.point, row.external_id
        address.area_id = areas.get(row.district, address.area_id)
        if address.pk is None:
            new.append(address)
        elif before != (address.point, address.area_id, address.external_id):
            changed.append(address)
    Address.objects.bulk_create(new)
    Address.objects.bulk_update(changed, ["point", "area", "external_id"])
    changes.added += len(new)
    changes.changed += len(changed)
    changes.same += len(rows) - len(new) - len(changed)


def _districts_named(names: set[str], municipality: Municipality) -> dict[str, int]:
    return {name: ensure_district(municipality, name).pk for name in sorted(names)}


def ensure_district(municipality: Municipality, name: str, *, source: str = "") -> Area:
    """The municipality's district with this name, created without a boundary when missing."""
    district, _made = Area.objects.get_or_create(
        kind=Area.Kind.DISTRICT,
        municipality=municipality,
        code=slugify(name)[:40] or name[:40],
        defaults={"name": name, "type_name": "linnaosa", "is_approximate": True, "source": source},
    )
    return district


def save_district(
    district: Area,
    *,
    municipality: Municipality,
    name: str,
    type_name: str,
    outline: shapely.Geometry | None,
    is_approximate: bool,
    actor: Actor,
) -> Area:
    """Save a district, new or changed; ``outline`` None removes its boundary."""
    district.kind, district.municipality = Area.Kind.DISTRICT, municipality
    district.name, district.type_name, district.is_approximate = name, type_name, is_approximate
    district.code = district.code or slugify(name)[:40] or name[:40]
    with transaction.atomic():
        if outline is None:
            district.geometry = district.west = district.south = district.east = district.north = None
            district.save()
        else:
            set_boundary(district, outline, is_approximate=is_approximate)
        journal.record("places.save_district", district, actor, has_boundary=outline is not None)
    return district


def outline_districts(municipality: Municipality, *, actor: Actor) -> int:
    """Compute approximate boundaries of districts without one from their addresses; returns the number of districts.

    Each point belongs to the district of the nearest address, within the municipality's boundary and a kilometre of
    the addresses.
    """
    points = _district_addresses(municipality)
    if len({area_id for _point, area_id in points}) < 2:
        return 0
    cells = _cells_by_district(points, _land(municipality, [point for point, _area in points]))
    drawn = 0
    for area in Area.objects.filter(pk__in=cells, geometry__isnull=True):
        set_boundary(area, cells[area.pk], is_approximate=True)
        drawn += 1
    journal.record("places.outline_districts", municipality, actor, drawn=drawn)
    return drawn


def set_boundary(area: Area, outline: shapely.Geometry, *, is_approximate: bool) -> None:
    """Set an area's boundary (shape in WGS 84). Raises ``ValueError`` for an empty shape."""
    import shapely

    sound = ehak.clean_geometry(outline)
    area.geometry = json.loads(shapely.to_geojson(sound))
    area.west, area.south, area.east, area.north = sound.bounds
    area.is_approximate = is_approximate
    area.save()


def _district_addresses(municipality: Municipality) -> list[tuple[Point, int]]:
    """Each known point once, with its district."""
    rows = Address.objects.filter(area__kind=Area.Kind.DISTRICT, area__municipality=municipality)
    return list(dict(rows.values_list("point", "area_id")).items())


def _land(municipality: Municipality, points: list[Point]) -> shapely.Geometry:
    import shapely

    reach = shapely.buffer(shapely.multipoints([[p.lon, p.lat] for p in points]), REACH_DEGREES)
    area = Area.objects.filter(kind=Area.Kind.MUNICIPALITY, code=municipality.code).first()
    outline: Any = shapely.from_geojson(json.dumps(area.geometry)) if area is not None and area.geometry else None
    return reach if outline is None else shapely.intersection(reach, outline)


def _cells_by_district(points: list[tuple[Point, int]], land: shapely.Geometry) -> dict[int, shapely.Geometry]:
    """Voronoi cells of the points, joined by district and cut to the land."""
    import shapely

    marks = shapely.points([[p.lon, p.lat] for p, _area in points])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.union_all(marks), extend_to=land))
    tree = shapely.STRtree(cells)
    by_district: dict[int, list[shapely.Geometry]] = {}
    for mark, (_point, area_id) in zip(marks, points, strict=True):
        for index in tree.query(mark, predicate="intersects"):
            by_district.setdefault(area_id, []).append(cells[index])
    joined = {area_id: shapely.intersection(shapely.union_all(parts), land) for area_id, parts in by_district.items()}
    return {area_id: shape for area_id, shape in joined.items() if not shape.is_empty}
