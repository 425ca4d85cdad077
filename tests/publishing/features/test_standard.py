"""The abstract tests of OGC API - Features Part 1 (Annex A) and Part 2, each named after the requirement it tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from geojson_pydantic import Feature, FeatureCollection

from raekoda.casework.cases.models import Case
from raekoda.publishing.features.documents import CONFORMS_TO
from tests.publishing.features.conftest import HERE

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0"
GEOJSON, JSON, HTML = "application/geo+json", "application/json", "text/html"
ITEMS = "/ogc/collections/reports/items"
NAMES = ("reports", "areas", "places")
PAGES = (
    "/ogc/", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/ogc/collections/reports", ITEMS,
    "/ogc/collections/areas/items", "/ogc/collections/places/items",
)  # fmt: skip


class Service:
    """The service as a client sees it."""

    def __init__(self, client: Client, city: list[Case]) -> None:
        self.client, self.city = client, city

    def get(self, path: str, status: int = 200, accept: str = JSON, **query: Any) -> HttpResponse:
        query = {name.replace("_", "-"): value for name, value in query.items()}
        answer = self.client.get(path, query, headers={"accept": accept})
        assert answer.status_code == status, answer.content.decode()
        return answer

    def json(self, path: str, **query: Any) -> Any:
        return self.get(path, **query).json()  # type: ignore[attr-defined]

    def ids(self, **query: Any) -> list[str]:
        return [each["id"] for each in self.json(ITEMS, **query)["features"]]

    @property
    def refs(self) -> list[str]:
        return [case.ref for case in self.city]

    def parameter(self, name: str, path: str = "/collections/reports/items") -> Any:
        """A query parameter of the API description."""
        description = self.json("/ogc/api")
        for each in description["paths"][path]["get"]["parameters"]:
            one = description["components"]["parameters"][each["$ref"].split("/")[-1]] if "$ref" in each else each
            if one["name"] == name:
                return one
        raise AssertionError(f"{name} is not described")


Check = Callable[[Service], None]
CHECKS: list[tuple[str, Check]] = []


def requirement(name: str) -> Callable[[Check], Check]:
    def add(check: Check) -> Check:
        CHECKS.append((name, check))
        return check

    return add


def rels(document: Any) -> dict[str, Any]:
    return {link["rel"]: link for link in document["links"]}


@pytest.fixture
def service(gis: Client, city: list[Case]) -> Service:
    return Service(gis, city)


@requirement("/req/core/root-success")
def landing_page(service: Service) -> None:
    found = rels(service.json("/ogc/"))
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= set(found)
    for rel in ("service-desc", "service-doc", "conformance", "data"):
        assert service.client.get(found[rel]["href"]).status_code == 200


@requirement("/req/core/api-definition-success")
def api_definition(service: Service) -> None:
    found = service.get("/ogc/api", accept="application/vnd.oai.openapi+json;version=3.0")
    assert found["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert HTML in service.get("/ogc/api.html")["Content-Type"]


@requirement("/req/core/conformance-success")
def conformance(service: Service) -> None:
    assert service.json("/ogc/conformance")["conformsTo"] == list(CONFORMS_TO)


@requirement("/req/core/http")
def http(service: Service) -> None:
    for path in PAGES:
        whole, head = service.get(path), service.client.head(path, headers={"accept": JSON})
        assert head.status_code == 200
        assert not head.content
        assert abs(int(head["Content-Length"]) - len(whole.content)) < 3
        assert "GET" in service.client.options(path)["Allow"]
        assert service.client.post(path).status_code == 405
        assert whole["Access-Control-Allow-Origin"] == "*"
    assert service.get("/ogc/nothing", 404).json()["code"] == "NotFound"  # type: ignore[attr-defined]


@requirement("/req/core/query-param-unknown")
def unknown_parameters(service: Service) -> None:
    for path in [*PAGES, f"{ITEMS}/{service.refs[0]}"]:
        error = service.get(path, 400, colour="red").json()  # type: ignore[attr-defined]
        assert error["code"] == "UnknownParameter"
        assert "colour" in error["description"]


@requirement("/req/core/query-param-invalid")
def bad_parameters(service: Service) -> None:
    for query in (
        {"limit": "0"}, {"limit": "-1"}, {"limit": "many"}, {"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "1,2,nan,4"},
        {"bbox": "26,59,27,58"}, {"bbox": "26,58,27,91"}, {"bbox": "181,58,182,59"}, {"bbox": "26,58,9,27,59,1"},
        {"bbox": "1e999,58,27,59"}, {"datetime": "yesterday"}, {"datetime": ".."}, {"datetime": "../.."},
        {"datetime": "2026-03-02/2026-03-01"}, {"datetime": "2026-02-30"}, {"datetime": "2026-03-01T10:00:00"},
        {"datetime": "2026-03-01/2026-03-02/2026-03-03"}, {"crs": "EPSG:9999"}, {"bbox-crs": "x", "bbox": "1,2,3,4"},
        {"status": "no such"}, {"is_open": "maybe"}, {"f": "xml"}, {"cursor": "made up"}, {"limit": ["1", "2"]},
        {"service": "\x00"}, {"status": "merged"},
    ):  # fmt: skip
        answer = service.client.get(ITEMS, query)
        assert answer.status_code == 400, query
        assert answer.json()["description"]


@requirement("/req/core/fc-md-success")
def collections(service: Service) -> None:
    found = service.json("/ogc/collections")
    assert tuple(each["id"] for each in found["collections"]) == NAMES
    assert {"self", "alternate"} <= set(rels(found))


@requirement("/req/core/fc-md-items-links")
def links_to_items(service: Service) -> None:
    for one in service.json("/ogc/collections")["collections"]:
        kinds = {link["type"]: link["href"] for link in one["links"] if link["rel"] == "items"}
        assert set(kinds) == {GEOJSON, HTML}
        for kind, address in kinds.items():
            assert kind in service.client.get(address)["Content-Type"]


@requirement("/req/core/fc-md-extent")
def extents(service: Service) -> None:
    for one in service.json("/ogc/collections")["collections"]:
        [west, south, east, north] = one["extent"]["spatial"]["bbox"][0]
        assert west < HERE.lon < east
        assert south < HERE.lat < north
    [reports, _areas, _places] = service.json("/ogc/collections")["collections"]
    assert reports["extent"]["temporal"]["interval"] == [["2026-03-01T10:00:00Z", None]]


@requirement("/req/core/sfc-md-success")
def one_collection(service: Service) -> None:
    for listed in service.json("/ogc/collections")["collections"]:
        alone = service.json(f"/ogc/collections/{listed['id']}")
        assert {name: value for name, value in alone.items() if name != "links"} == {
            name: value for name, value in listed.items() if name != "links"
        }
        assert [link for link in listed["links"] if link not in alone["links"]] == []
    service.get("/ogc/collections/nothing", 404)
    service.get("/ogc/collections/nothing/items", 404)


@requirement("/req/core/fc-response")
def features(service: Service) -> None:
    for name in NAMES:
        document = service.json(f"/ogc/collections/{name}/items")
        FeatureCollection(**document)
        assert len(document["features"]) >= 3
    assert service.ids() == service.refs


@requirement("/req/core/fc-limit-definition")
def limit_is_described(service: Service) -> None:
    limit = service.parameter("limit")
    assert (limit["in"], limit["required"], limit["style"], limit["explode"]) == ("query", False, "form", False)
    assert set(limit["schema"]) == {"type", "minimum", "maximum", "default"}


@requirement("/req/core/fc-limit-response-1")
def limits(service: Service) -> None:
    assert service.ids(limit=2) == service.refs[:2]
    assert service.ids(limit=10**9) == service.refs


@requirement("/req/core/fc-bbox-definition")
def bbox_is_described(service: Service) -> None:
    bbox = service.parameter("bbox")
    assert (bbox["style"], bbox["explode"], bbox["schema"]["items"]) == ("form", False, {"type": "number"})
    assert [each["minItems"] for each in bbox["schema"]["oneOf"]] == [4, 6]


@requirement("/req/core/fc-bbox-response")
def boxes(service: Service) -> None:
    near = [case.ref for case in service.city if case.point == HERE]
    assert service.ids(bbox="26.71,58.37,26.73,58.39") == near
    assert service.ids(bbox="26.71,58.37,-5,26.73,58.39,500") == near
    assert service.ids(bbox=f"{HERE.lon},{HERE.lat},{HERE.lon},{HERE.lat}") == near
    assert service.ids(bbox="10,50,11,51") == []
    assert service.ids(bbox="26.79,58,-170,59") == [ref for ref in service.refs if ref not in near]
    assert service.ids(bbox="170,58,26.73,59") == near
    touched = service.json("/ogc/collections/areas/items", bbox="26.700,58.375,26.711,58.376")["features"]
    assert {each["properties"]["kind"] for each in touched} == {"municipality", "settlement", "district"}
    beside = service.json("/ogc/collections/areas/items", bbox="26.700,58.375,26.709,58.376")["features"]
    assert {each["properties"]["kind"] for each in beside} == {"municipality", "settlement"}


@requirement("/req/core/fc-time-definition")
def datetime_is_described(service: Service) -> None:
    for name in NAMES:
        found = service.parameter("datetime", f"/collections/{name}/items")
        assert (found["schema"], found["style"], found["explode"]) == ({"type": "string"}, "form", False)


@requirement("/req/core/fc-time-response")
def times(service: Service) -> None:
    refs = service.refs
    for given, wanted in {
        "2026-03-05T10:00:00Z": refs[:1], "2026-03-05t12:00:00+02:00": refs[:1], "2026-03-05T10:00:01Z": [],
        "2026-03-05T10:00:00.123456Z": refs[:1], "2026-03-05": refs[:1],
        "2026-03-02T00:00:00Z/2026-03-03T23:59:59Z": refs[2:4], "2026-03-02/2026-03-03": refs[2:4],
        "../2026-03-02T10:00:00Z": refs[3:], "/2026-03-02": refs[3:], "2026-03-04/..": refs[:2], "2026-03-04/": refs[:2],
        "1600-01-01T00:00:00Z/9999-12-31T23:59:59Z": refs, "0001-01-01T00:00:00+14:00/..": refs,
    }.items():  # fmt: skip
        assert service.ids(datetime=given) == wanted, given
    assert len(service.json("/ogc/collections/places/items", datetime="2026-03-05")["features"]) == 3


@requirement("/req/core/fc-links")
def links_of_items(service: Service) -> None:
    document = service.json(ITEMS, limit=2)
    found = rels(document)
    assert {"self", "alternate", "next", "collection"} <= set(found)
    assert found["alternate"]["type"] == HTML
    pages = [document]
    while "next" in rels(pages[-1]):
        pages.append(service.client.get(rels(pages[-1])["next"]["href"]).json())
    assert [each["id"] for page in pages for each in page["features"]] == service.refs
    assert "prev" not in found
    back = service.client.get(rels(pages[1])["prev"]["href"]).json()
    assert back["features"] == document["features"]


@requirement("/req/core/fc-rel-type")
def links_have_types(service: Service) -> None:
    for path in PAGES:
        if path != "/ogc/api":
            assert all(link["rel"] and link["type"] for link in service.json(path)["links"])


@requirement("/req/core/fc-timeStamp")
def time_stamp(service: Service) -> None:
    assert service.json(ITEMS)["timeStamp"].endswith("Z")


@requirement("/req/core/fc-numberMatched")
def number_matched(service: Service) -> None:
    assert service.json(ITEMS)["numberMatched"] == len(service.city)
    assert "numberMatched" not in service.json(ITEMS, limit=2)


@requirement("/req/core/fc-numberReturned")
def number_returned(service: Service) -> None:
    document = service.json(ITEMS, limit=3)
    assert document["numberReturned"] == len(document["features"]) == 3


@requirement("/req/core/f-success")
def one_feature(service: Service) -> None:
    for name in NAMES:
        listed = service.json(f"/ogc/collections/{name}/items")["features"][0]
        alone = service.json(f"/ogc/collections/{name}/items/{listed['id']}")
        Feature(**alone)
        assert {"self", "alternate", "collection"} <= set(rels(alone))
        assert {key: value for key, value in alone.items() if key != "links"} == listed
        service.get(f"/ogc/collections/{name}/items/nothing", 404)


@requirement("/req/geojson/content")
def geojson(service: Service) -> None:
    assert service.get(ITEMS)["Content-Type"] == GEOJSON
    assert service.get(f"{ITEMS}/{service.refs[0]}")["Content-Type"] == GEOJSON
    first = service.json(ITEMS)["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": list(HERE)}


@requirement("/req/html/definition")
def html(service: Service) -> None:
    for path in [*PAGES, f"{ITEMS}/{service.refs[0]}"]:
        assert HTML in service.get(path, accept="text/html,application/xhtml+xml,*/*;q=0.8")["Content-Type"]
        assert HTML in service.get(path, f="html")["Content-Type"]
        assert "json" in service.get(path, accept="*/*")["Content-Type"]
        assert "json" in service.get(path, accept=HTML, f="json")["Content-Type"]


@requirement("/req/html/content")
def html_holds_everything(service: Service) -> None:
    page = service.get(ITEMS, f="html", limit=2).content.decode()
    for each in service.json(ITEMS, limit=2)["features"]:
        for value in each["properties"].values():
            assert value is None or str(value).lower() in page.lower()
    assert service.refs[2] not in page


@requirement("/req/crs/fc-md-crs-list")
def systems(service: Service) -> None:
    for one in service.json("/ogc/collections")["collections"]:
        assert one["crs"] == [CRS84, f"{EPSG}/3301", f"{EPSG}/4326"]
        assert one["storageCrs"] in one["crs"]


@requirement("/req/crs/fc-crs-default-value")
def default_system(service: Service) -> None:
    assert service.get(ITEMS)["Content-Crs"] == f"<{CRS84}>"
    assert service.json(ITEMS, crs=CRS84)["features"] == service.json(ITEMS)["features"]


@requirement("/req/crs/crs-action")
def axes_stand_in_the_order_of_the_system(service: Service) -> None:
    first = f"{ITEMS}/{service.refs[0]}"
    assert service.get(first, crs=f"{EPSG}/4326")["Content-Crs"] == f"<{EPSG}/4326>"
    assert service.json(first, crs=f"{EPSG}/4326")["geometry"]["coordinates"] == [HERE.lat, HERE.lon]
    northing, easting = service.json(first, crs=f"{EPSG}/3301")["geometry"]["coordinates"]
    assert (int(northing), int(easting)) == (6474422, 659181)
    ring = service.json("/ogc/collections/areas/items", crs=f"{EPSG}/3301")["features"][0]["geometry"]["coordinates"][0]
    assert all(x > 6_000_000 > y for x, y in ring)


@requirement("/req/crs/bbox-crs-action")
def boxes_in_other_systems(service: Service) -> None:
    near = [case.ref for case in service.city if case.point == HERE]
    assert service.ids(bbox="58.37,26.71,58.39,26.73", bbox_crs=f"{EPSG}/4326") == near
    assert service.ids(bbox="6474400,659150,6474450,659200", bbox_crs=f"{EPSG}/3301") == near
    assert service.ids(bbox="6474423,659150,6474450,659200", bbox_crs=f"{EPSG}/3301") == []
    assert service.ids(bbox="-1e9,-1e9,1e9,1e9", bbox_crs=f"{EPSG}/3301") == service.refs
    assert service.ids(bbox="0,0,1,1", bbox_crs=f"{EPSG}/3301") == []
    assert service.ids(bbox="26.71,58.37,26.73,58.39", bbox_crs=CRS84) == near


@pytest.mark.parametrize(("name", "check"), CHECKS, ids=[name for name, _check in CHECKS])
def test_requirement(name: str, check: Check, service: Service) -> None:
    check(service)


@pytest.mark.parametrize(
    ("query", "count"),
    [("status=new", 5), ("status=closed", 0), ("kind=report", 5), ("is_open=true", 5), ("is_open=false", 0),
     ("service=tartu-100", 5), ("service=none", 0), ("area=kesk", 5), ("area=none", 0), ("topic=none", 0)],
)  # fmt: skip
def test_recommended_filters_by_properties(gis: Client, city: list[Case], query: str, count: int) -> None:
    assert gis.get(f"{ITEMS}?{query}").json()["numberReturned"] == count


def test_names_come_in_the_language_of_the_path(gis: Client, city: list[Case]) -> None:
    assert gis.get(ITEMS).json()["features"][0]["properties"]["service_name"] == "Tänavavalgustus"
    english = gis.get(f"/en{ITEMS}").json()
    assert english["features"][0]["properties"]["service_name"] == "Street lighting"
    assert "/en/ogc/" in rels(english)["self"]["href"]


def test_what_has_not_changed_is_not_sent_again_and_the_rest_is_compressed(gis: Client, city: list[Case]) -> None:
    path = "/ogc/collections/areas/items/district-kesk"
    first = gis.get(path, headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = gis.get(path, headers={"if-none-match": first["ETag"], "accept-encoding": "gzip"})
    assert again.status_code == 304
    assert not again.content


def test_who_asks_too_often_is_told_to_wait(gis: Client, city: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("raekoda.publishing.features.serving.PER_MINUTE", 1)
    assert gis.get("/ogc/").status_code == 200
    refused = gis.get("/ogc/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
