"""A resident reports about an asset from its page, from the map or from the list, and sees existing reports."""

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
from tests.registry.assets.conftest import (
    PLAYGROUNDS,
    SYSTEM,
    collection,
    feature,
    import_content,
    make_layer,
    make_service,
)

TEXT = "Kiik on katki ja kett ripub."


@pytest.fixture
def visitor(municipality: Municipality) -> Visitor:
    for _name, (_label, text, lon, lat) in PLAYGROUNDS.items():
        if text:
            Address.objects.create(municipality=municipality, text=text, search_text=fold(text), point=(lon, lat))
    return Visitor(headers={"host": "tartu.localhost"})


def offered_refs(response: Any) -> list[str]:
    """The refs in the list, in order."""
    return re.findall(r'name="asset" id="asset-(\w{10})"', response.content.decode())


def step(response: Any) -> str:
    """The current step of the report form: the last part of its address."""
    return str(response.request["PATH_INFO"]).rstrip("/").rsplit("/", 1)[-1]


def send(visitor: Visitor) -> Case:
    visitor.posts("saada")
    return Case.objects.get(external_id=visitor.key)


def test_from_an_assets_page_only_the_text_is_asked(visitor: Visitor, playground: Asset, service: Service) -> None:
    page = visitor.client.get(f"/koht/{playground.ref}/").content.decode()
    assert f"/teata/?ese={playground.ref}" in page
    first = visitor.client.get("/teata/", {"ese": playground.ref}).content.decode()
    assert "Näidispargi mänguväljak" in first
    last = visitor.begins(TEXT, f"/teata/?ese={playground.ref}")
    assert step(last) == "saada"
    assert "Näidispargi mänguväljak" in last.content.decode()
    case = send(visitor)
    assert (case.asset, case.service, case.point, case.address) == (playground, service, playground.point, "Rüütli 12")


def test_the_nearest_are_offered_after_the_place_and_the_subject(
    visitor: Visitor, layer: Layer, service: Service
) -> None:
    visitor.begins(TEXT)
    visitor.posts("koht", address="Riia 2")
    page = visitor.posts("teema", service=str(service.pk))
    assert step(page) == "ese"
    near = {asset.ref: asset.external_id for asset in Asset.objects.all()}
    assert [near[ref] for ref in offered_refs(page)] == ["M2", "M1", "M3"]
    chosen = Asset.objects.get(external_id="M3")
    assert step(visitor.posts("ese", asset=chosen.ref)) == "saada"
    case = send(visitor)
    assert (case.asset, case.point) == (chosen, chosen.point)


def test_none_of_these_keeps_the_entered_place(visitor: Visitor, layer: Layer, service: Service) -> None:
    visitor.begins(TEXT)
    visitor.posts("koht", address="Riia 2")
    visitor.posts("teema", service=str(service.pk))
    assert visitor.posts("ese").status_code == 422
    visitor.posts("ese", asset="none")
    case = send(visitor)
    assert (case.asset, case.address) == (None, "Riia 2")


def test_without_a_place_an_asset_is_found_by_its_name_or_an_address(
    visitor: Visitor, layer: Layer, service: Service
) -> None:
    visitor.begins(TEXT)
    visitor.posts("koht", skip="1")
    page = visitor.posts("teema", service=str(service.pk))
    assert offered_refs(page) == []
    keys = {asset.ref: asset.external_id for asset in Asset.objects.all()}
    assert [keys[ref] for ref in offered_refs(visitor.posts("ese", find="1", q="maepealne"))] == ["M3"]
    assert [keys[ref] for ref in offered_refs(visitor.posts("ese", find="1", q="Riia 2"))] == ["M2"]
    assert offered_refs(visitor.posts("ese", find="1", q="kosmos")) == []
    assert step(visitor.posts("ese", asset="none")) == "koht", "the service needs a place"
    visitor.posts("teema", service=str(service.pk))
    visitor.posts("ese", asset=next(iter(keys)))
    assert send(visitor).asset is not None


def test_open_reports_about_the_asset_are_shown_before_continuing(
    visitor: Visitor, playground: Asset, service: Service, report: Any
) -> None:
    report("Kiige kett on läbi.")
    report("See ei ole avalik.", make_public=False)
    first = visitor.client.get("/teata/", {"ese": playground.ref}).content.decode()
    assert "Kiige kett on läbi." in first and "See ei ole avalik." not in first
    visitor.begins(TEXT)
    visitor.posts("koht", address="Rüütli 12")
    page = visitor.posts("teema", service=str(service.pk)).content.decode()
    assert "1 lahendamata teade" in page
    stopped = visitor.posts("ese", asset=playground.ref)
    assert step(stopped) == "ese"
    assert "Kiige kett on läbi." in stopped.content.decode() and "See ei ole avalik." not in stopped.content.decode()
    assert step(visitor.posts("ese", asset=playground.ref, anyway=playground.ref)) == "saada"
    assert send(visitor).asset == playground


def test_another_place_or_subject_clears_the_asset(
    visitor: Visitor, playground: Asset, municipality: Municipality
) -> None:
    lights = make_service(municipality, "valgustus", "Tänavavalgustus")
    visitor.begins(TEXT, f"/teata/?ese={playground.ref}")
    visitor.posts("teema", service=str(lights.pk))
    assert send(visitor).asset is None
    visitor.begins(TEXT, f"/teata/?ese={playground.ref}")
    visitor.posts("koht", address="Riia 2")
    assert send(visitor).asset is None


def test_a_layer_of_two_services_asks_which(visitor: Visitor, municipality: Municipality, service: Service) -> None:
    trash = make_service(municipality, "prugi", "Prügi koristamine")
    layer = make_layer(municipality, "pargid", service, trash)
    import_content(layer, collection(feature("PARK1", "Näidispark")))
    asset = Asset.objects.get(layer=layer)
    assert step(visitor.begins(TEXT, f"/teata/?ese={asset.ref}")) == "teema"
    visitor.posts("teema", service=str(trash.pk))
    case = send(visitor)
    assert (case.asset, case.service) == (asset, trash)


def test_hidden_removed_and_foreign_assets_are_not_chosen(
    visitor: Visitor, layer: Layer, service: Service, playground: Asset, other_municipality: Municipality
) -> None:
    with municipality_scope(other_municipality):
        theirs = make_layer(other_municipality, "manguvaljakud")
        import_content(theirs, collection(feature("E1", "Elvas")))
        foreign = Asset.objects.get(layer=theirs)
    import_content(layer, collection(feature("M2"), feature("M3")))
    visitor.begins(TEXT)
    visitor.posts("koht", address="Rüütli 12")
    page = visitor.posts("teema", service=str(service.pk))
    assert playground.ref not in offered_refs(page) and len(offered_refs(page)) == 2
    for ref in (playground.ref, foreign.ref, "x", "\x00"):
        assert visitor.posts("ese", asset=ref).status_code == 422
    layer.is_public = False
    asset_actions.save_layer(layer, SYSTEM)
    assert step(visitor.posts("ese", asset=Asset.objects.get(external_id="M2").ref)) == "saada"
    assert send(visitor).asset is None
    with pytest.raises(CaseError):
        open_case(
            CaseDraft(municipality=layer.municipality, kind="report", text=TEXT, channel="web", asset=foreign),
            Actor.resident(),
        )


def test_the_list_follows_the_map_with_constant_queries(visitor: Visitor, layer: Layer, service: Service) -> None:
    visitor.begins(TEXT)
    visitor.posts("koht", address="Rüütli 12")
    visitor.posts("teema", service=str(service.pk))

    def asked(**where: Any) -> tuple[list[str], int]:
        with CaptureQueriesContext(connection) as counted:
            response = visitor.client.get(f"/teata/{visitor.key}/ese/leia/", where)
        return offered_refs(response), len(counted)

    keys = {asset.ref: asset.external_id for asset in Asset.objects.all()}
    few, before = asked(lon=26.7, lat=58.37)
    assert keys[few[0]] == "M3"
    import_content(
        layer, collection(*(feature(f"N{n}", f"N {n}", lon=26.7 + n / 5000) for n in range(100))), may_remove_many=True
    )
    many, after = asked(lon=26.7, lat=58.37)
    assert (len(many), after) == (8, before)


def test_the_public_page_of_a_report_leads_to_its_asset(
    visitor: Visitor, layer: Layer, playground: Asset, report: Any
) -> None:
    case = report()
    assert f"/koht/{playground.ref}/" in visitor.client.get(f"/teated/{case.ref}/").content.decode()
    layer.is_public = False
    asset_actions.save_layer(layer, SYSTEM)
    page = visitor.client.get(f"/teated/{case.ref}/").content.decode()
    assert playground.ref not in page and playground.label not in page


def test_staff_find_a_case_by_the_name_of_its_asset(report: Any) -> None:
    from raekoda.casework.cases import queries

    case = report("Midagi on katki.")
    assert list(queries.search_cases(Case.objects.all(), "näidispargi mänguväljak")) == [case]


@pytest.mark.parametrize(("named", "found"), [("M1", True), ("ref", True), ("M404", False)])
def test_another_system_names_the_asset_by_open311(
    playground: Asset, service: Service, municipality: Municipality, named: str, found: bool
) -> None:
    """``attribute[asset_id]``: the owner's identifier or ours; an unknown one is stored as an attribute."""
    value = playground.ref if named == "ref" else named
    response = Client(headers={"host": "tartu.localhost"}).post(
        "/open311/v2/requests.json",
        {"api_key": new_key(municipality, "Test")[1], "service_code": service.code, "description": TEXT,
         "address_string": "Rüütli 12", "attribute[asset_id]": value},
    )  # fmt: skip
    assert response.status_code == 200, response.content
    case = Case.objects.get()
    assert (case.asset == playground) is found
    assert case.attributes == ({} if found else {"asset_id": "M404"})
    assert case.point == (playground.point if found else None)
