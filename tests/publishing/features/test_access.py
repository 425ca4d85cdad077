"""Nobody reads more on the map than on the pages: what is not public, joined, or another municipality's never appears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases.actions import anonymise
from raekoda.casework.cases.models import Case, Status
from raekoda.identity.accounts.models import Role
from raekoda.identity.places.models import Address, Area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.features.registry import Collection, Feature, collection_sources, collections
from tests.publishing.features.conftest import HERE, Make, area

ITEMS = "/ogc/collections/reports/items"
SECRET = "Saladus"


@pytest.fixture
def hidden(city: list[Case], make_case: Make, other_municipality: Municipality) -> list[Case]:
    """Reports that may not appear: not public, joined to another, without a place, of another municipality."""
    with municipality_scope(other_municipality):
        foreign = make_case(municipality=other_municipality, contact=None, public_text=SECRET, point=HERE)
    return [
        make_case(is_public=False, public_text=SECRET, point=HERE),
        make_case(status=Status.MERGED, merged_into=city[0], public_text=SECRET, point=HERE),
        make_case(point=None, public_text=SECRET),
        foreign,
    ]


QUERIES = (
    "", "f=html", "limit=5000", "bbox=26,58,27,59", f"bbox={HERE.lon},{HERE.lat},{HERE.lon},{HERE.lat}",
    "bbox=6000000,0,7000000,1000000&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3301", "datetime=2020-01-01/..",
    "kind=report", "status=new", "is_open=true", "crs=http://www.opengis.net/def/crs/EPSG/0/4326",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_not_public_appears_nowhere(gis: Client, hidden: list[Case], query: str) -> None:
    page = gis.get(f"{ITEMS}?{query}").content.decode()
    assert SECRET not in page
    assert not any(case.ref in page or case.number in page for case in hidden)
    assert "Salajane" not in page
    assert "example.ee" not in page


def test_what_is_not_public_is_not_counted(gis: Client, hidden: list[Case], city: list[Case]) -> None:
    document = gis.get(ITEMS).json()
    assert document["numberReturned"] == document["numberMatched"] == len(city)
    oldest = min(case.registered_at for case in city)
    [reports, *_others] = gis.get("/ogc/collections").json()["collections"]
    assert reports["extent"]["temporal"]["interval"][0][0] == oldest.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_what_is_not_public_has_no_address_of_its_own(gis: Client, hidden: list[Case]) -> None:
    for case in hidden:
        for form in ("json", "html"):
            answer = gis.get(f"{ITEMS}/{case.ref}?f={form}")
            assert answer.status_code == 404
            assert SECRET not in answer.content.decode()


def test_staff_see_the_same_as_everybody(gis: Client, hidden: list[Case], make_staff: Any, city: list[Case]) -> None:
    gis.force_login(make_staff(Role.OFFICIAL))
    assert gis.get(ITEMS).json()["numberReturned"] == len(city)


def test_a_report_that_is_taken_back_or_anonymised_follows_the_gate(gis: Client, city: list[Case]) -> None:
    first, second = city[:2]
    Case.objects.filter(pk=first.pk).update(is_public=False)
    Case.objects.filter(pk=second.pk).update(status=Status.CLOSED, outcome="solved", closed_at=second.updated_at)
    anonymise(Case.objects.get(pk=second.pk), actor=Actor.system())
    found = {each["id"]: each for each in gis.get(ITEMS).json()["features"]}
    assert first.ref not in found
    assert found[second.ref]["properties"]["text"] == second.public_text


def test_a_service_that_is_not_published_is_not_named(gis: Client, city: list[Case]) -> None:
    service = city[0].service
    assert service is not None
    service.live = False
    service.save()
    properties = gis.get(ITEMS).json()["features"][0]["properties"]
    assert (properties["service"], properties["service_name"]) == (None, None)
    assert gis.get(f"{ITEMS}?service={service.code}").json()["numberReturned"] == 0


def test_each_municipality_shows_its_own(gis: Client, city: list[Case], other_municipality: Municipality) -> None:
    area("district", "elva", "Elva kesklinn", (26.4, 58.2, 26.5, 58.3), municipality=other_municipality)
    elva = {"host": "elva.localhost"}
    assert gis.get(ITEMS, headers=elva).json()["features"] == []
    assert gis.get("/ogc/collections/places/items", headers=elva).json()["features"] == []
    theirs = gis.get("/ogc/collections/areas/items", headers=elva).json()["features"]
    assert [each["id"] for each in theirs] == ["district-elva"]
    assert gis.get(f"{ITEMS}/{city[0].ref}", headers=elva).status_code == 404
    assert gis.get("/ogc/collections/areas/items/district-elva").status_code == 404
    place = Address.objects.first()
    assert place is not None
    assert gis.get(f"/ogc/collections/places/items/{place.pk}").status_code == 200
    assert gis.get(f"/ogc/collections/places/items/{place.pk}", headers=elva).status_code == 404


@pytest.mark.parametrize("query", ["", "bbox=26,58,27,59", "datetime=2020-01-01/..", "status=new", "service=tartu-100"])
def test_the_number_of_queries_does_not_grow_with_the_page(
    gis: Client, city: list[Case], make_case: Make, query: str
) -> None:
    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert gis.get(f"{ITEMS}?limit={count}&{query}").json()["numberReturned"] == count
        return len(asked)

    for _ in range(100):
        make_case(service=city[0].service, area=city[0].area, point=HERE)
    queries(1)
    assert queries(10) == queries(100)


def test_boxes_hold_the_same_whichever_way_they_are_asked_for(
    gis: Client, city: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = f"{ITEMS}?bbox=26.71,58.37,26.73,58.39"
    sequential = gis.get(box).json()["features"]
    monkeypatch.setattr("raekoda.publishing.features.regions.FURTHEST_SCAN", 0)
    assert gis.get(box).json()["features"] == sequential
    assert len(sequential) == 3


class Wells(Collection):
    """A room's own collection, as ``docs/publishing/features.md`` says one is added."""

    id, title = "wells", "Kaevud"

    def rows(self) -> Any:
        return Area.objects.filter(municipality__isnull=False)

    key = "code"

    def features(self, rows: list[Any]) -> list[Feature]:
        return [Feature(row.code, {"title": row.name}, point=HERE) for row in rows]


@pytest.fixture
def wells() -> Iterator[None]:
    with collection_sources.temporarily(Wells):
        yield


def test_another_room_adds_a_collection(gis: Client, city: list[Case], wells: None) -> None:
    assert "wells" in collections()
    assert gis.get("/ogc/collections/wells/items").json()["features"][0]["properties"] == {"title": "Kesklinn"}
    assert gis.get("/ogc/collections/wells/items/kesk").json()["id"] == "kesk"
    assert "/collections/wells/items" in gis.get("/ogc/api?f=json").json()["paths"]
