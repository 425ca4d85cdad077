"""A GIS user adds the municipality's data to a map program: two programs not written by us read it over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from owslib.ogcapi.features import Features

from raekoda.casework.cases.models import Case
from raekoda.publishing.features.crs import ESTONIAN
from tests.publishing.api.test_schema import server
from tests.publishing.features.conftest import HERE

__all__ = ["server"]

CENTRE = (26.71, 58.37, 26.73, 58.39)


@pytest.fixture
def owslib(server: str, city: list[Case]) -> Features:
    return Features(f"{server}/ogc/")


def test_owslib_finds_its_way_from_the_landing_page(owslib: Features) -> None:
    assert owslib.feature_collections() == ["reports", "areas", "places"]
    assert owslib.api()["openapi"].startswith("3.0")
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in owslib.conformance()["conformsTo"]
    assert owslib.collection("reports")["storageCrs"].endswith("CRS84")


def test_owslib_reads_a_box_a_span_and_one_feature(owslib: Features, city: list[Case]) -> None:
    near = owslib.collection_items("reports", bbox=list(CENTRE), limit=10)
    assert [each["id"] for each in near["features"]] == [case.ref for case in city if case.point == HERE]
    early = owslib.collection_items("reports", datetime_="2026-03-01T00:00:00Z/2026-03-02T23:59:59Z")
    assert [each["id"] for each in early["features"]] == [case.ref for case in city[3:]]
    one = owslib.collection_item("reports", city[0].ref)
    assert one["properties"]["number"] == city[0].number


def test_owslib_pages_by_the_links(owslib: Features, city: list[Case]) -> None:
    page, seen = owslib.collection_items("reports", limit=2), []
    while True:
        seen += [each["id"] for each in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        page = httpx.get(following[0]).json()
    assert seen == [case.ref for case in city]


READ = """
import json, pyogrio, shapely, sys
source, wanted = sys.argv[1], json.loads(sys.argv[2])
if "layer" not in wanted:
    print(json.dumps([list(map(str, layer)) for layer in pyogrio.list_layers(source)]))
else:
    if "bbox" in wanted:
        wanted["bbox"] = tuple(wanted["bbox"])
    meta, _index, geometry, values = pyogrio.raw.read(source, **wanted)
    columns = dict(zip(meta["fields"], (list(map(str, column)) for column in values)))
    places = [[point.x, point.y] for point in shapely.from_wkb(geometry) if point.geom_type == "Point"]
    print(json.dumps({"crs": meta["crs"], "count": len(geometry), "columns": columns, "places": places}))
"""


@pytest.fixture
def gdal(server: str, city: list[Case]) -> Callable[..., Any]:
    """Reads as QGIS does, in a process of its own: GDAL holds on to Python's lock while it waits for the server."""

    def read(**wanted: Any) -> Any:
        command = [sys.executable, "-c", READ, f"OAPIF:{server}/ogc/", json.dumps(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read


def test_gdal_lists_the_layers_with_their_kind_of_geometry(gdal: Callable[..., Any]) -> None:
    assert dict(gdal()) == {"reports": "Point", "areas": "Polygon", "places": "Point"}


def test_gdal_reads_every_page(gdal: Callable[..., Any], city: list[Case]) -> None:
    found = gdal(layer="reports", PAGE_SIZE="2")
    assert sorted(found["columns"]["number"]) == sorted(case.number for case in city)
    assert found["columns"]["service_name"] == ["Tänavavalgustus"] * len(city)


def test_gdal_asks_for_a_box(gdal: Callable[..., Any]) -> None:
    found = gdal(layer="reports", bbox=CENTRE)
    assert found["places"] == [list(HERE)] * 3


def test_gdal_reads_estonian_coordinates_the_right_way_round(gdal: Callable[..., Any]) -> None:
    found = gdal(layer="reports", CRS="EPSG:3301")
    assert found["crs"] == "EPSG:3301"
    northing, easting = (float(number) for number in ESTONIAN.of_degrees(*HERE))
    assert [easting, northing] in found["places"]
    assert all(400_000 < x < 750_000 and 6_300_000 < y < 6_700_000 for x, y in found["places"])
