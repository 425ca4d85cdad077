"""Tracking parameters are removed from a query; everything else stays as it was written."""

from __future__ import annotations

import pytest

from raekoda.platform.core.tracking import without_tracking


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ""),
        ("utm_source=a&utm_campaign=b", ""),
        ("q=lumi&fbclid=x&page=2", "q=lumi&page=2"),
        ("GCLID=1&q=a%20b+c&q=", "q=a%20b+c&q="),
        ("%75tm_source=x&q", "q"),
        ("utm=1&source=utm_source&my_utm_x=1", "utm=1&source=utm_source&my_utm_x=1"),
        ("a=1&&b=2", "a=1&b=2"),
    ],
)
def test_only_tracking_parameters_are_removed(query: str, left: str) -> None:
    assert without_tracking(query) == left
