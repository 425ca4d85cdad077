"""A resident reports about one thing on the map: from its page, from the map, from the list; and finds what is told already."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases.actions import CaseDraft, open_case
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.models import Case
from raekoda.channels.open311.actions import new_key
from raekoda.identity.places.models import Address
from raekoda.identity.places.rules import fold
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.assets import actions as asset_actions
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.models import Service
from tests.casework.cases.site.conftest import Visitor
from tests.registry.assets.conftest import GROUNDS, SYSTEM, bring_in, collection, feature, make_layer, make_service

TOLD = "Kiik on katki ja kett ripub."


@pytest.fixture
def visitor(municipality: Municipality) -> Visitor:
    for _name, (_label, text, lon, lat) in GROUNDS.items():
        if text:
            Address.objects.create(municipality=municipality, text=text, search_text=fold(text), point=(lon, lat))
    return Visitor(headers={"host": "tartu.localhost"})


def offered(response: Any) -> list[str]:
    """The refs in the list, in their order."""
    return re.findall(r'name="asset" id="asset-(\w{10})"', response.content.decode())


def step(response: Any) -> str:
    """The screen that a visitor has come to: the last part of its address."""
    return str(response.request["PATH_INFO"]).rstrip("/").rsplit("/", 1)[-1]


def sent(visitor: Visitor) -> Case:
    visitor.posts("saada")
    return Case.objects.get(external_id=visitor.key)


def test_from_its_page_everything_is_known_but_the_words(visitor: Visitor, ground: Asset, care: Service) -> None:
    page = visitor.client.get(f"/koht/{ground.ref}/").content.decode()
    assert f"/teata/?ese={ground.ref}" in page
    first = visitor.client.get("/teata/", {"ese": ground.ref}).content.decode()
    assert "Näidispargi mänguväljak" in first
    last = visitor.begins(TOLD, f"/teata/?ese={ground.ref}")
    assert step(last) == "saada"
    assert "Näidispargi mänguväljak" in last.content.decode()
    case = sent(visitor)
    assert (case.asset, case.service, case.point, case.address) == (ground, care, ground.point, "Rüütli 12")


def test_the_nearest_are_offered_after_the_place_and_the_subject(visitor: Visitor, layer: Layer, care: Service) -> None:
    visitor.begins(TOLD)
    visitor.posts("koht", address="Riia 2")
    page = visitor.posts("teema", service=str(care.pk))
    assert step(page) == "ese"
    near = {asset.ref: asset.external_id for asset in Asset.objects.all()}
    assert [near[ref] for ref in offered(page)] == ["M2", "M1", "M3"]
    chosen = Asset.objects.get(external_id="M3")
    assert step(visitor.posts("ese", asset=chosen.ref)) == "saada"
    case = sent(visitor)
    assert (case.asset, case.point) == (chosen, chosen.point)


def test_none_of_these_keeps_the_place_that_was_told(visitor: Visitor, layer: Layer, care: Service) -> None:
    visitor.begins(TOLD)
    visitor.posts("koht", address="Riia 2")
    visitor.posts("teema", service=str(care.pk))
    assert visitor.posts("ese").status_code == 422
    visitor.posts("ese", asset="none")
    case = sent(visitor)
    assert (case.asset, case.address) == (None, "Riia 2")


def test_without_a_place_an_asset_is_found_by_its_name_or_an_address(
    visitor: Visitor, layer: Layer, care: Service
) -> None:
    visitor.begins(TOLD)
    visitor.posts("koht", skip="1")
    page = visitor.posts("teema", service=str(care.pk))
    assert offered(page) == []
    keys = {asset.ref: asset.external_id for asset in Asset.objects.all()}
    assert [keys[ref] for ref in offered(visitor.posts("ese", find="1", q="maepealne"))] == ["M3"]
    assert [keys[ref] for ref in offered(visitor.posts("ese", find="1", q="Riia 2"))] == ["M2"]
    assert offered(visitor.posts("ese", find="1", q="kosmos")) == []
    assert step(visitor.posts("ese", asset="none")) == "koht", "the service needs a place"
    visitor.posts("teema", service=str(care.pk))
    visitor.posts("ese", asset=next(iter(keys)))
    assert sent(visitor).asset is not None


def test_what_is_open_of_it_is_shown_before_going_on(
    visitor: Visitor, ground: Asset, care: Service, report: Any
) -> None:
    report("Kiige kett on läbi.")
    report("See ei ole avalik.", make_public=False)
    first = visitor.client.get("/teata/", {"ese": ground.ref}).content.decode()
    assert "Kiige kett on läbi." in first and "See ei ole avalik." not in first
    visitor.begins(TOLD)
    visitor.posts("koht", address="Rüütli 12")
    page = visitor.posts("teema", service=str(care.pk)).content.decode()
    assert "1 lahendamata teade" in page
    stopped = visitor.posts("ese", asset=ground.ref)
    assert step(stopped) == "ese"
    assert "Kiige kett on läbi." in stopped.content.decode() and "See ei ole avalik." not in stopped.content.decode()
    assert step(visitor.posts("ese", asset=ground.ref, anyway=ground.ref)) == "saada"
    assert sent(visitor).asset == ground


def test_another_place_or_subject_lets_go_of_the_asset(
    visitor: Visitor, ground: Asset, municipality: Municipality
) -> None:
    lights = make_service(municipality, "valgustus", "Tänavavalgustus")
    visitor.begins(TOLD, f"/teata/?ese={ground.ref}")
    visitor.posts("teema", service=str(lights.pk))
    assert sent(visitor).asset is None
    visitor.begins(TOLD, f"/teata/?ese={ground.ref}")
    visitor.posts("koht", address="Riia 2")
    assert sent(visitor).asset is None


def test_a_layer_of_two_services_asks_which(visitor: Visitor, municipality: Municipality, care: Service) -> None:
    trash = make_service(municipality, "prugi", "Prügi koristamine")
    layer = make_layer(municipality, "pargid", care, trash)
    bring_in(layer, collection(feature("PARK1", "Näidispark")))
    asset = Asset.objects.get(layer=layer)
    assert step(visitor.begins(TOLD, f"/teata/?ese={asset.ref}")) == "teema"
    visitor.posts("teema", service=str(trash.pk))
    case = sent(visitor)
    assert (case.asset, case.service) == (asset, trash)


def test_hidden_removed_and_foreign_assets_are_not_chosen(
    visitor: Visitor, layer: Layer, care: Service, ground: Asset, other_municipality: Municipality
) -> None:
    with municipality_scope(other_municipality):
        theirs = make_layer(other_municipality, "manguvaljakud")
        bring_in(theirs, collection(feature("E1", "Elvas")))
        foreign = Asset.objects.get(layer=theirs)
    bring_in(layer, collection(feature("M2"), feature("M3")))
    visitor.begins(TOLD)
    visitor.posts("koht", address="Rüütli 12")
    page = visitor.posts("teema", service=str(care.pk))
    assert ground.ref not in offered(page) and len(offered(page)) == 2
    for ref in (ground.ref, foreign.ref, "x", "\x00"):
        assert visitor.posts("ese", asset=ref).status_code == 422
    layer.is_public = False
    asset_actions.save_layer(layer, SYSTEM)
    assert step(visitor.posts("ese", asset=Asset.objects.get(external_id="M2").ref)) == "saada"
    assert sent(visitor).asset is None
    with pytest.raises(CaseError):
        open_case(
            CaseDraft(municipality=layer.municipality, kind="report", text=TOLD, channel="web", asset=foreign),
            Actor.resident(),
        )


def test_the_list_follows_the_map_with_constant_queries(visitor: Visitor, layer: Layer, care: Service) -> None:
    visitor.begins(TOLD)
    visitor.posts("koht", address="Rüütli 12")
    visitor.posts("teema", service=str(care.pk))

    def asked(**where: Any) -> tuple[list[str], int]:
        with CaptureQueriesContext(connection) as counted:
            response = visitor.client.get(f"/teata/{visitor.key}/ese/leia/", where)
        return offered(response), len(counted)

    keys = {asset.ref: asset.external_id for asset in Asset.objects.all()}
    few, before = asked(lon=26.7, lat=58.37)
    assert keys[few[0]] == "M3"
    bring_in(
        layer, collection(*(feature(f"N{n}", f"N {n}", lon=26.7 + n / 5000) for n in range(100))), may_remove_many=True
    )
    many, after = asked(lon=26.7, lat=58.37)
    assert (len(many), after) == (8, before)


def test_the_public_page_of_a_report_leads_to_its_asset(
    visitor: Visitor, layer: Layer, ground: Asset, report: Any
) -> None:
    case = report()
    assert f"/koht/{ground.ref}/" in visitor.client.get(f"/teated/{case.ref}/").content.decode()
    layer.is_public = False
    asset_actions.save_layer(layer, SYSTEM)
    page = visitor.client.get(f"/teated/{case.ref}/").content.decode()
    assert ground.ref not in page and ground.label not in page


def test_staff_find_a_case_by_the_name_of_its_asset(report: Any) -> None:
    from raekoda.casework.cases import queries

    case = report("Midagi on katki.")
    assert list(queries.search_cases(Case.objects.all(), "näidispargi mänguväljak")) == [case]


@pytest.mark.parametrize(("named", "found"), [("M1", True), ("ref", True), ("M404", False)])
def test_another_system_names_the_asset_by_open311(
    ground: Asset, care: Service, municipality: Municipality, named: str, found: bool
) -> None:
    """``attribute[asset_id]``: the owner's identifier or ours; an unknown one is kept, and the report is taken all the same."""
    value = ground.ref if named == "ref" else named
    response = Client(headers={"host": "tartu.localhost"}).post(
        "/open311/v2/requests.json",
        {"api_key": new_key(municipality, "Test")[1], "service_code": care.code, "description": TOLD,
         "address_string": "Rüütli 12", "attribute[asset_id]": value},
    )  # fmt: skip
    assert response.status_code == 200, response.content
    case = Case.objects.get()
    assert (case.asset == ground) is found
    assert case.attributes == ({} if found else {"asset_id": "M404"})
    assert case.point == (ground.point if found else None)
