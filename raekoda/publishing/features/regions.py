"""The requested region in degrees, and the query condition on a column of points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, Expression, F, Func, Q, QuerySet, Value

from raekoda.publishing.features.crs import CRS84, EDGE_POINTS, WGS84, Crs

if TYPE_CHECKING:
    from shapely import Geometry

SAMPLE = 5_000
FURTHEST_SCAN = 30_000
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Region:
    """A union of shapes in degrees; empty without shapes."""

    shapes: tuple[Geometry, ...]

    @property
    def whole(self) -> Geometry:
        """The union as one shape."""
        import shapely

        return shapely.union_all(self.shapes)

    def contains(self, column: str, *, sequential: bool = False) -> Q:
        """The condition that the point in ``column`` lies in the region, its edge included.

        Uses a GiST index on the column. ``sequential`` prevents that for a region that covers much of the table: rows are
        then read in list order and tested one by one.
        """
        conditions = [Q(IsWithin(F(column), _literal(part), sequential=sequential)) for part in self.shapes]
        return reduce(or_, conditions) if conditions else Q(pk__in=[])


class IsWithin(Func):
    """Whether a point lies in a box or polygon of PostgreSQL."""

    template = "(%(expressions)s)"
    arg_joiner = " <@ "
    output_field = BooleanField()

    def __init__(self, *expressions: Any, sequential: bool) -> None:
        super().__init__(*expressions)
        if sequential:
            self.template = "((%(expressions)s)::int > 0)"


def region(sides: Box, crs: Crs) -> Region:
    """The region of a box given in ``crs``: least first and second coordinate, then the greatest.

    A box of degrees whose west side is east of its east side goes over the antimeridian (OGC API - Features, 7.15.3).
    """
    import numpy as np
    import shapely

    if crs in (CRS84, WGS84):
        west, south, east, north = sides if crs is CRS84 else (sides[1], sides[0], sides[3], sides[2])
        parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        return Region(tuple(_box(left, south, right, north) for left, right in parts))
    least_x, least_y, most_x, most_y = crs.domain
    x1, y1 = max(sides[0], least_x), max(sides[1], least_y)
    x2, y2 = min(sides[2], most_x), min(sides[3], most_y)
    if x1 > x2 or y1 > y2:
        return Region(())
    edge = shapely.segmentize(_box(x1, y1, x2, y2), max(x2 - x1, y2 - y1, 1.0) / EDGE_POINTS)
    return Region((shapely.transform(edge, lambda xy: np.column_stack(crs.to_degrees(xy[:, 0], xy[:, 1]))),))


def within(rows: QuerySet[Any], place: Region, column: str, order: tuple[str, ...], limit: int) -> QuerySet[Any]:
    """``rows`` whose point lies in ``place``, with a query plan chosen by an estimate of their number.

    PostgreSQL has no statistics of points and assumes that every box is small: for a large box it would fetch and sort
    all rows. The share among the first :data:`SAMPLE` rows decides: when ``FURTHEST_SCAN`` rows are likely to fill a page
    they are read in order, otherwise the index is used.
    """
    if not place.shapes:
        return rows.none()
    first = rows.order_by(*order).annotate(is_held=place.contains(column)).values("is_held")[:SAMPLE]
    held = first.aggregate(number=Count("is_held", filter=Q(is_held=True)))["number"]
    is_wide = held * FURTHEST_SCAN >= limit * SAMPLE
    return rows.filter(place.contains(column, sequential=is_wide))


def _box(x1: float, y1: float, x2: float, y2: float) -> Geometry:
    """A box as a shape; a line or a point when it has no breadth."""
    import shapely

    if x1 == x2 or y1 == y2:
        return shapely.LineString([(x1, y1), (x2, y2)]) if (x1, y1) != (x2, y2) else shapely.Point(x1, y1)
    return shapely.box(x1, y1, x2, y2)


def _literal(part: Geometry) -> Expression:
    """A shape as PostgreSQL writes it: a box where it is one."""
    import shapely

    west, south, east, north = map(float, part.bounds)
    if part.geom_type != "Polygon" or part.equals(shapely.box(west, south, east, north)):
        return Func(Value(f"({east!r},{north!r}),({west!r},{south!r})"), template="(%(expressions)s)::box")
    ring = ",".join(f"({float(x)!r},{float(y)!r})" for x, y in part.exterior.coords[:-1])
    return Func(Value(f"({ring})"), template="(%(expressions)s)::polygon")
