"""The real reports of a whole town go in through the real server and come out again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from raekoda.platform.core.fields import Point
from raekoda.platform.core.geometry import metres_between
from tests.channels.open311.plain_client import PlainClient
from tests.channels.open311.serving import HOST, Served, served
from tests.shared_data import shared

pytestmark = [pytest.mark.process, pytest.mark.django_db]

REPORTS = 3791
READ_BACK = "2974"
EDGE = 0.02


@pytest.fixture(scope="module", params=[13, pytest.param(1, marks=pytest.mark.soak)], ids=["every 13th", "all"])
def rows(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    with shared("311", "konstanz", "data", "data.csv").open(encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(file))
    assert len(every) == REPORTS
    return [row for number, row in enumerate(every) if number % request.param == 0 or row["ID"] == READ_BACK]


@pytest.fixture(scope="module")
def services(rows: list[dict[str, str]]) -> dict[str, str]:
    """The town's categories as services: code by name."""
    return {name: f"k{number:02d}" for number, name in enumerate(sorted({row["Kategorie"] for row in rows}), start=1)}


@pytest.fixture(scope="module")
def town(
    django_db_setup: None, django_db_blocker: Any, rows: list[dict[str, str]], services: dict[str, str]
) -> Iterator[Served]:
    spots = [point for row in rows if (point := spot(row))]
    bounds = (
        min(point.lon for point in spots) - EDGE,
        min(point.lat for point in spots) - EDGE,
        max(point.lon for point in spots) + EDGE,
        max(point.lat for point in spots) + EDGE,
    )
    with django_db_blocker.unblock(), served({code: name for name, code in services.items()}, bounds) as running:
        yield running


@pytest.fixture(scope="module")
def client(town: Served) -> PlainClient:
    return PlainClient(town.port, HOST, town.key)


def spot(row: dict[str, str]) -> Point | None:
    return Point(float(row["lon"]), float(row["lat"])) if row["lon"] not in ("", "NA") else None


@pytest.fixture(scope="module")
def reports(rows: list[dict[str, str]], services: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """Each report under its own number there, as form fields."""
    made = []
    for row in rows:
        fields = {
            "service_code": services[row["Kategorie"]],
            "description": row["Text"],
            "address_string": row["Automatisch-ermittelte-Adresse"] or "Konstanz",
        }
        if point := spot(row):
            fields |= {"lat": str(point.lat), "long": str(point.lon)}
        made.append((f"konstanz-{row['ID']}", fields))
    return made


@pytest.fixture(scope="module")
def sent(client: PlainClient, reports: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    return client.send_all(reports)


def test_all_go_in(town: Served, sent: dict[str, str], rows: list[dict[str, str]]) -> None:
    assert len(sent) == len(rows)
    assert len(set(sent.values())) == len(rows)
    assert town.rows("SELECT count(*) FROM cases_case") == [(len(rows),)]
    assert town.rows("SELECT count(*) FROM cases_message") == [(len(rows),)]
    assert town.rows("SELECT count(*) FROM core_journalentry WHERE action = 'cases.open'") == [(len(rows),)]


def test_none_twice_when_all_are_sent_again(
    town: Served, client: PlainClient, reports: list[tuple[str, dict[str, str]]], sent: dict[str, str]
) -> None:
    assert client.send_all(reports) == sent
    assert town.rows("SELECT count(*) FROM cases_case") == [(len(reports),)]


def test_all_are_listed_page_by_page(
    client: PlainClient, sent: dict[str, str], valid: Callable[[Any, str], None]
) -> None:
    listed = client.walk(page_size=len(sent) // 7)
    valid(listed, "requests")
    assert sorted(one["service_request_id"] for one in listed) == sorted(sent.values())
    assert len(client.get("/open311/v2/requests.json")) == min(1000, len(sent))


def test_filters_give_what_the_source_holds(
    client: PlainClient, sent: dict[str, str], rows: list[dict[str, str]], services: dict[str, str]
) -> None:
    by_category = Counter(row["Kategorie"] for row in rows)
    for name, count in by_category.items():
        assert len(client.walk(page_size=1000, service_code=services[name])) == count, name
    west, south, east, north = 9.17, 47.66, 9.18, 47.67
    inside = {
        sent[f"konstanz-{row['ID']}"]
        for row in rows
        if (point := spot(row)) and west <= point.lon <= east and south <= point.lat <= north
    }
    boxed = client.walk(page_size=1000, bbox=f"{west},{south},{east},{north}")
    assert {one["service_request_id"] for one in boxed} == inside
    centre = Point(9.175, 47.663)
    near = {
        sent[f"konstanz-{row['ID']}"] for row in rows if (point := spot(row)) and metres_between(centre, point) <= 300
    }
    assert len(near) > len(rows) / 100
    circle = client.walk(page_size=1000, lat=centre.lat, long=centre.lon, radius=300)
    assert {one["service_request_id"] for one in circle} == near
    assert len(client.walk(page_size=1000, status="open")) == len(rows)
    assert client.get("/open311/v2/requests.json", status="closed") == []


def test_one_is_read_back_as_it_was_sent(client: PlainClient, sent: dict[str, str], rows: list[dict[str, str]]) -> None:
    row = next(row for row in rows if row["ID"] == READ_BACK)
    (request,) = client.get(f"/open311/v2/requests/{sent[f'konstanz-{READ_BACK}']}.json")
    assert request["description"].split() == row["Text"].split()
    assert request["service_name"] == row["Kategorie"]
    assert (request["lat"], request["long"]) == (float(row["lat"]), float(row["lon"]))


def test_they_are_on_the_map(client: PlainClient, sent: dict[str, str], rows: list[dict[str, str]]) -> None:
    features = client.get("/teated/kaart.geojson")["features"]
    assert len(features) >= min(1000, len(rows) / 2)
    places = {(round(point.lon, 4), round(point.lat, 4)) for row in rows if (point := spot(row))}
    for one in features:
        lon, lat = one["geometry"]["coordinates"]
        beside = {(round(lon + x, 4), round(lat + y, 4)) for x in (-5e-5, 0, 5e-5) for y in (-5e-5, 0, 5e-5)}
        assert beside & places, one


def test_sixteen_at_the_same_moment_make_one_report(town: Served, client: PlainClient, sent: dict[str, str]) -> None:
    fields = {"service_code": "k01", "description": "Zweimal", "lat": "47.66", "long": "9.17"}
    with ThreadPoolExecutor(16) as pool:
        numbers = set(pool.map(lambda _: client.send(fields, "at-once"), range(16)))
    assert len(numbers) == 1
    assert town.rows("SELECT count(*) FROM cases_case") == [(len(sent) + 1,)]
    assert town.rows("SELECT count(*) FROM open311_idempotencykey WHERE key = 'at-once'") == [(1,)]
