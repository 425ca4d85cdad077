"""The part of the map that a request asks for: where its box lies in degrees, and the condition on a column of points."""

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
    """Shapes in degrees, any of which may hold a feature; none holds nothing."""

    shapes: tuple[Geometry, ...]

    @property
    def whole(self) -> Geometry:
        """All of it as one shape."""
        import shapely

        return shapely.union_all(self.shapes)

    def holds(self, column: str, *, row_by_row: bool = False) -> Q:
        """The condition that the point in ``column`` lies in the region, its edge included.

        It is served by a GiST index on the column; with ``row_by_row`` the planner is told not to use that, because the
        region holds much of the table: rows come in the order of the list then and are looked at one by one.
        """
        conditions = [Q(Held(F(column), _literal(part), row_by_row=row_by_row)) for part in self.shapes]
        return reduce(or_, conditions) if conditions else Q(pk__in=[])


class Held(Func):
    """Whether a point lies in a box or polygon of PostgreSQL."""

    template = "(%(expressions)s)"
    arg_joiner = " <@ "
    output_field = BooleanField()

    def __init__(self, *expressions: Any, row_by_row: bool) -> None:
        super().__init__(*expressions)
        if row_by_row:
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
    """``rows`` whose point lies in ``place``, asked for in the way that suits how many those are.

    PostgreSQL keeps no statistics of points and takes every box for a small one: for a box that holds most of a million
    rows it would fetch and sort them all. So the first rows of the list tell: when a page can be filled from the next
    ``FURTHEST_SCAN`` rows they are read in order, otherwise the index of places finds the few there are.
    """
    if not place.shapes:
        return rows.none()
    first = rows.order_by(*order).annotate(is_held=place.holds(column)).values("is_held")[:SAMPLE]
    held = first.aggregate(number=Count("is_held", filter=Q(is_held=True)))["number"]
    is_wide = held * FURTHEST_SCAN >= limit * SAMPLE
    return rows.filter(place.holds(column, row_by_row=is_wide))


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
