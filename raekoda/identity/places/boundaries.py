"""In-memory index of area boundaries: finds the areas at a point in microseconds.

Each kind of area is loaded on first use and again after a change, which is checked every few seconds.
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
    """All areas of one kind with a boundary, in a spatial index."""

    areas: list[Area]
    shapes: list[shapely.Geometry]
    tree: STRtree

    def at(self, point: Point) -> list[Area]:
        """Areas that contain ``point``, edges included."""
        import shapely

        found = self.tree.query(shapely.points(point.lon, point.lat))
        return [self.areas[i] for i in found if shapely.intersects_xy(self.shapes[i], point.lon, point.lat)]

    def get_shape(self, area_id: int) -> shapely.Geometry | None:
        """The boundary of one area as a shape."""
        for area, shape in zip(self.areas, self.shapes, strict=True):
            if area.pk == area_id:
                return shape
        return None


@dataclass
class _Cache:
    version: str = ""
    layers: dict[str, Layer] = field(default_factory=dict)


_cache = _Cache()
_lock = threading.Lock()


def get_layer(kind: str) -> Layer:
    """The areas of one kind (``Area.Kind``), at most a few seconds old."""
    version = _current_version()
    with _lock:
        if _cache.version != version:
            _cache.layers.clear()
            _cache.version = version
        if kind not in _cache.layers:
            _cache.layers[kind] = _read(kind)
        return _cache.layers[kind]


def version() -> str:
    """A version that changes with every change of an area, for ETags."""
    return _current_version()


def invalidate(**_signal: object) -> None:
    """Check the version in the database at the next call."""
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


post_save.connect(invalidate, sender=Area, dispatch_uid="places-area-saved")
post_delete.connect(invalidate, sender=Area, dispatch_uid="places-area-deleted")
