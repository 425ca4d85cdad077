"""The areas on the map of this process: which one holds a point, in microseconds.

Each kind of area is read from the database when first asked for, and again when the database says that areas changed
(looked at every few seconds).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import TextField
from django.db.models.functions import Cast
from django.db.models.signals import post_delete, post_save

from raekoda.identity.places.models import Area, AreaVersion
from raekoda.platform.core.fields import Point

if TYPE_CHECKING:
    import shapely
    from shapely import STRtree

CHECK_SECONDS = 5
VERSION_KEY = "places:area-version"
WITHOUT_GEOMETRY = ("geometry",)


@dataclass
class Layer:
    """All areas of one kind that have a boundary, in a search tree."""

    areas: list[Area]
    shapes: list[shapely.Geometry]
    tree: STRtree

    def at(self, point: Point) -> list[Area]:
        """Every area that holds ``point`` (its edge included)."""
        import shapely

        found = self.tree.query(shapely.points(point.lon, point.lat))
        return [self.areas[i] for i in found if shapely.intersects_xy(self.shapes[i], point.lon, point.lat)]

    def shape_of(self, area_id: int) -> shapely.Geometry | None:
        """The boundary of one area as a shape."""
        for area, shape in zip(self.areas, self.shapes, strict=True):
            if area.pk == area_id:
                return shape
        return None


@dataclass
class _Kept:
    version: str = ""
    layers: dict[str, Layer] = field(default_factory=dict)


_kept = _Kept()
_lock = threading.Lock()


def layer(kind: str) -> Layer:
    """The areas of one kind (``Area.Kind``), as the database has them now or had them a few seconds ago."""
    version = _current_version()
    with _lock:
        if _kept.version != version:
            _kept.layers.clear()
            _kept.version = version
        if kind not in _kept.layers:
            _kept.layers[kind] = _read(kind)
        return _kept.layers[kind]


def version() -> str:
    """A mark that changes whenever an area changed: good for ETags."""
    return _current_version()


def forget(**_signal: object) -> None:
    """Areas changed in this process: look at the database at the next question."""
    cache.delete(VERSION_KEY)


def _current_version() -> str:
    known = cache.get(VERSION_KEY)
    if known is None:
        known = AreaVersion.objects.values_list("version", flat=True).first() or "none"
        cache.set(VERSION_KEY, known, CHECK_SECONDS)
    return known


def _read(kind: str) -> Layer:
    import shapely
    from shapely import STRtree

    rows = (
        Area.objects.filter(kind=kind, geometry__isnull=False)
        .order_by("pk")
        .defer(*WITHOUT_GEOMETRY)
        .annotate(boundary=Cast("geometry", TextField()))
    )
    areas: list[Any] = []
    shapes: list[Any] = []
    for area in rows.iterator(chunk_size=500):
        shape = shapely.from_geojson(area.__dict__.pop("boundary"), on_invalid="ignore")
        if shape is not None and not shape.is_empty:
            shapely.prepare(shape)
            areas.append(area)
            shapes.append(shape)
    return Layer(areas, shapes, STRtree(shapes))


post_save.connect(forget, sender=Area, dispatch_uid="places-area-saved")
post_delete.connect(forget, sender=Area, dispatch_uid="places-area-deleted")
