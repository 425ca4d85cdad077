"""PostgreSQL's own ``point`` type as a Django field: WGS 84 longitude and latitude in degrees."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Field, FloatField, Func, Lookup


class Point(NamedTuple):
    """A place in WGS 84, degrees."""

    lon: float
    lat: float


def parse_point(text: str) -> Point:
    """Read PostgreSQL's text form ``(lon,lat)``."""
    lon, lat = text.strip("() ").split(",")
    return Point(float(lon), float(lat))


class PointField(Field):
    """A nullable or required WGS 84 point; the value is a :class:`Point`. Use a GiST index for boxes and nearness."""

    description = "WGS 84 point"

    def db_type(self, connection: Any) -> str:
        return "point"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Point | None:
        return None if value is None else parse_point(value)

    def to_python(self, value: Any) -> Point | None:
        if value is None or isinstance(value, Point):
            return value
        try:
            if isinstance(value, str):
                return parse_point(value)
            lon, lat = value
            return Point(float(lon), float(lat))
        except (TypeError, ValueError) as error:
            raise ValidationError("Not a point: %(value)s", params={"value": value}) from error

    def get_prep_value(self, value: Any) -> str | None:
        point = self.to_python(value)
        return None if point is None else f"({point.lon!r},{point.lat!r})"

    def value_to_string(self, obj: Any) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


@PointField.register_lookup
class WithinBox(Lookup):
    """``point__within_box=(west, south, east, north)``, degrees; served by a GiST index."""

    lookup_name = "within_box"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        west, south, east, north = (float(side) for side in value)
        return "box(point(%s, %s), point(%s, %s))", [east, north, west, south]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.get_db_prep_lookup(self.rhs, connection)
        return f"{left} <@ {right}", [*left_params, *right_params]


class Distance(Func):
    """Distance of two points in degrees: for ordering by nearness through the GiST index, not for metres."""

    template = "%(expressions)s"
    arg_joiner = " <-> "
    output_field = FloatField()
