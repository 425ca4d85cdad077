"""Distances and boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.fields import Point
from raekoda.platform.core.geometry import box_around, metres_between, read_box


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("26.7,58.3,26.75,58.39", (26.7, 58.3, 26.75, 58.39)), ("-180,-90,180,90", (-180, -90, 180, 90)),
        ("", None), ("1,2,3", None), ("1,2,3,4,5", None), ("a,b,c,d", None), ("27,58,26,59", None), ("26,59,27,58", None),
        ("26,58,27,91", None), ("nan,58,27,59", None), ("-inf,58,inf,59", None),
    ],
)  # fmt: skip
def test_a_box_is_read_or_refused(text: str, box: tuple[float, ...] | None) -> None:
    assert read_box(text) == box


@given(st.floats(21.5, 28.3), st.floats(57.4, 60.0), st.floats(1, 5000))
def test_the_box_around_a_point_reaches_as_far_as_asked(lon: float, lat: float, metres: float) -> None:
    point = Point(lon, lat)
    west, south, east, north = box_around(point, metres)
    for edge in (Point(west, lat), Point(east, lat), Point(lon, south), Point(lon, north)):
        assert metres_between(point, edge) == pytest.approx(metres, rel=1e-3)
