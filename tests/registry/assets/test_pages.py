"""Public and staff pages: layers, one asset and its reports, its QR code, data files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from raekoda.casework.cases import actions as case_actions
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.assets import actions, queries
from raekoda.registry.assets.models import Asset, Layer
from tests.casework.cases.conftest import make_user
from tests.registry.assets.conftest import SYSTEM, collection, feature, import_content, make_layer

HOST = {"host": "tartu.localhost"}


@pytest.fixture
def visitor() -> Client:
    return Client(headers=HOST)


@pytest.fixture
def clerk(municipality: Municipality) -> Client:
    client = Client(headers=HOST)
    client.force_login(make_user(municipality, "oskar", Role.OFFICIAL))
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def content(response: Any) -> bytes:
    """The whole content of a streamed response."""
    return b"".join(response.streaming_content)


def test_a_layer_lists_its_assets_and_finds_one(visitor: Client, layer: Layer) -> None:
    assert "Mänguväljakud" in words(visitor.get("/kohad/"))
    page = words(visitor.get("/kohad/manguvaljakud/"))
    assert "Näidispargi mänguväljak" in page and "Mäepealne" in page
    found = words(visitor.get("/kohad/manguvaljakud/", {"q": "joeaarne riia"}))
    assert "Jõeäärne" in found and "Mäepealne" not in found
    assert "Nende sõnadega ei leidu midagi" in words(visitor.get("/kohad/manguvaljakud/", {"q": "kosmodroom"}))


def test_an_asset_shows_what_the_layer_keeps_in_three_languages(visitor: Client, playground: Asset) -> None:
    page = words(visitor.get(f"/koht/{playground.ref}/"))
    assert "Näidispargi mänguväljak" in page and "Rüütli 12" in page
    assert "Rajatud" in page and "2019" in page and "ei näidata" not in page
    assert "Built" in words(visitor.get(f"/en/koht/{playground.ref}/"))
    assert "Сообщить об этом" in words(visitor.get(f"/ru/koht/{playground.ref}/"))


def test_public_reports_about_an_asset_are_shown(visitor: Client, playground: Asset, report: Any) -> None:
    report("Kiik on katki.")
    done = report("Liumägi on lahti.")
    case_actions.answer(done, actor=SYSTEM, outcome="solved", text="Parandatud.")
    report("Salajane lugu.", make_public=False)
    page = words(visitor.get(f"/koht/{playground.ref}/"))
    assert page.index("Teatatud ja veel lahendamata") < page.index("Kiik on katki")
    assert page.index("Varasemad teated") < page.index("Liumägi on lahti")
    assert "Salajane" not in page
    assert "Salajane" not in words(visitor.get("/teated/", {"ese": playground.ref}))
    assert "Kiik on katki" in words(visitor.get("/teated/", {"ese": playground.ref}))
    assert "Kiik on katki" not in words(visitor.get("/teated/", {"ese": "puudub"}))


def test_staff_see_all_reports_about_an_asset(clerk: Client, visitor: Client, playground: Asset, report: Any) -> None:
    report("Salajane lugu.", make_public=False)
    case = report("Kiik on katki.")
    page = words(clerk.get(f"/toolaud/koht/{playground.ref}/"))
    assert "Salajane lugu." in page and case.number in page
    case_page = words(clerk.get(f"/toolaud/juhtum/{case.number}/"))
    assert "Näidispargi mänguväljak" in case_page and "Sama objekti kohta veel" in case_page
    assert visitor.get(f"/toolaud/koht/{playground.ref}/").status_code == 302


def test_changes_by_imports_are_in_the_history(clerk: Client, layer: Layer, playground: Asset) -> None:
    import_content(layer, collection(feature("M1", "Ümber nimetatud"), feature("M2")))
    import_content(layer, collection(feature("M2"), feature("M3")))
    page = words(clerk.get(f"/toolaud/koht/{playground.ref}/"))
    assert "muudetud sissetoomisel: nimi" in page
    assert "märgitud eemaldatuks" in page


def test_a_removed_asset_says_so_and_takes_no_reports(
    visitor: Client, layer: Layer, playground: Asset, report: Any
) -> None:
    report("Kiik on katki.")
    import_content(layer, collection(feature("M2"), feature("M3")))
    page = words(visitor.get(f"/koht/{playground.ref}/"))
    assert "Seda enam ei ole" in page and "Kiik on katki" in page
    assert "Teata selle kohta" not in page
    assert "Näidispargi" not in words(visitor.get("/kohad/manguvaljakud/"))
    assert playground.ref not in words(visitor.get("/kohad/manguvaljakud/kaart.geojson"))


@pytest.mark.parametrize("path", ["/koht/{ref}/", "/k/{ref}", "/k/{ref}.svg", "/kohad/manguvaljakud/",
                                  "/kohad/manguvaljakud/kaart.geojson", "/kohad/manguvaljakud/andmed.csv"])  # fmt: skip
def test_a_layer_that_is_not_public_is_hidden(visitor: Client, layer: Layer, playground: Asset, path: str) -> None:
    assert visitor.get(path.format(ref=playground.ref)).status_code in (200, 302)
    layer.is_public = False
    actions.save_layer(layer, SYSTEM)
    assert visitor.get(path.format(ref=playground.ref)).status_code == 404
    assert not queries.public_assets(layer).exists()
    assert "Mänguväljakud" not in words(visitor.get("/kohad/"))


def test_staff_see_layers_that_are_not_public(clerk: Client, layer: Layer, playground: Asset) -> None:
    layer.is_public = False
    actions.save_layer(layer, SYSTEM)
    assert clerk.get(f"/toolaud/koht/{playground.ref}/").status_code == 200
    assert "See kiht ei ole avalik" in words(clerk.get("/toolaud/kohad/manguvaljakud/sildid/"))


def test_another_municipality_has_none_of_it(playground: Asset, other_municipality: Municipality) -> None:
    elva = Client(headers={"host": "elva.localhost"})
    for path in (
        f"/koht/{playground.ref}/",
        f"/k/{playground.ref}",
        f"/k/{playground.ref}.png",
        "/kohad/manguvaljakud/",
    ):
        assert elva.get(path).status_code == 404
    with municipality_scope(other_municipality):
        assert queries.find_by_ref(SYSTEM, playground.ref) is None


@pytest.mark.parametrize("ref", ["puudub1234", "x" * 200, "%00", "a'--"])
def test_unknown_references_are_not_found(visitor: Client, layer: Layer, ref: str) -> None:
    for path in (f"/koht/{ref}/", f"/k/{ref}", f"/k/{ref}.svg", f"/koht/{ref}/kuju.geojson"):
        assert visitor.get(path).status_code == 404


# The map


def test_the_map_gets_the_assets_in_its_box(visitor: Client, layer: Layer) -> None:
    data = visitor.get("/kohad/manguvaljakud/kaart.geojson", {"bbox": "26.71,58.375,26.73,58.385"}).json()
    titles = {feature["properties"]["title"] for feature in data["features"]}
    assert titles == {"Näidispargi mänguväljak", "Jõeäärne näidisväljak"}
    assert data["features"][0]["properties"]["url"].startswith("/koht/")
    assert len(visitor.get("/kohad/manguvaljakud/kaart.geojson", {"bbox": "nonsense"}).json()["features"]) == 3


def test_many_are_counted_by_cells_that_add_up(visitor: Client, layer: Layer) -> None:
    many = [feature(f"P{n}", lon=26.70 + n % 30 / 1000, lat=58.36 + n // 30 / 1000) for n in range(600)]
    import_content(layer, collection(*many), may_remove_many=True)
    url, box = "/kohad/manguvaljakud/kaart.geojson", {"bbox": "26.6,58.3,26.8,58.45"}
    with CaptureQueriesContext(connection) as counted:
        data = visitor.get(url, box).json()
    assert sum(feature["properties"].get("count", 1) for feature in data["features"]) == 600
    assert 1 < len(data["features"]) < 150
    assert len(counted) <= 8


def test_lists_and_maps_ask_the_same_number_of_queries_at_10_and_100(visitor: Client, layer: Layer) -> None:
    def asked(path: str) -> int:
        visitor.get(path)
        with CaptureQueriesContext(connection) as counted:
            assert visitor.get(path).status_code == 200
        return len(counted)

    near = "?bbox=26.695,58.37,26.725,58.39"
    paths = ["/kohad/manguvaljakud/", f"/kohad/manguvaljakud/kaart.geojson{near}", "/kohad/"]
    counts = []
    for number in (10, 100):
        import_content(
            layer,
            collection(*(feature(f"N{n}", f"N {n}", lon=26.7 + n / 5000) for n in range(number))),
            may_remove_many=True,
        )
        counts.append([asked(path) for path in paths])
    assert counts[0] == counts[1]


def test_the_list_is_paged_by_key(visitor: Client, layer: Layer) -> None:
    import_content(layer, collection(*(feature(f"N{n:03}", f"Väljak {n:03}", lon=26.7 + n / 5000) for n in range(90))))
    first = visitor.get("/kohad/manguvaljakud/")
    assert len(first.context["page"]) == 40
    second = visitor.get("/kohad/manguvaljakud/", {"cursor": first.context["page"].next_cursor})
    assert {asset.pk for asset in first.context["page"]}.isdisjoint(asset.pk for asset in second.context["page"])


def test_the_nearest_come_first(layer: Layer) -> None:
    near = queries.nearest([layer], queries.Point(26.7279, 58.3778), Actor.resident())
    assert [nearby.asset.external_id for nearby in near] == ["M2", "M1", "M3"]
    assert near[0].metres is not None and near[0].metres < 20


# QR codes


def test_the_code_leads_to_the_page_in_the_visitors_language(visitor: Client, playground: Asset) -> None:
    assert visitor.get(f"/k/{playground.ref}")["Location"] == f"/koht/{playground.ref}/"
    russian = visitor.get(f"/k/{playground.ref}", headers={"accept-language": "ru-RU,ru;q=0.9"})
    assert russian["Location"] == f"/ru/koht/{playground.ref}/"
    assert visitor.get(f"/k/{playground.ref}/").status_code == 302


def test_the_code_as_svg_and_png_says_the_short_address(visitor: Client, playground: Asset) -> None:
    import segno

    from raekoda.registry.assets.labels import make_qr_code, short_url

    svg = visitor.get(f"/k/{playground.ref}.svg")
    assert svg["Content-Type"] == "image/svg+xml" and b"<svg" in svg.content
    png = Image.open(io.BytesIO(visitor.get(f"/k/{playground.ref}.png").content)).convert("1")
    code = make_qr_code(short_url(playground))
    assert short_url(playground).endswith(f"/k/{playground.ref}")
    dark = {(x, y) for y, row in enumerate(code.matrix) for x, bit in enumerate(row) if bit}
    seen = {(x, y) for x in range(len(code.matrix)) for y in range(len(code.matrix))
            if not png.getpixel(((x + 4) * 10 + 5, (y + 4) * 10 + 5))}  # fmt: skip
    assert seen == dark
    assert isinstance(code, segno.QRCode)


def test_labels_of_a_layer_for_printing(clerk: Client, visitor: Client, layer: Layer) -> None:
    import_content(layer, collection(*(feature(f"N{n:03}", f"Väljak {n:03}", lon=26.7 + n / 5000) for n in range(30))))
    page = words(clerk.get("/toolaud/kohad/manguvaljakud/sildid/"))
    assert page.count('class="asset-label"') == 30
    assert page.count('class="asset-sheet"') == 2
    assert "tartu.localhost" in page
    assert visitor.get("/toolaud/kohad/manguvaljakud/sildid/").status_code == 302


# Open data


def test_the_data_as_geojson_and_csv(visitor: Client, layer: Layer) -> None:
    shaped = {**feature("J1", "=1+1", rajatud=2001, hooldaja="ei näidata"),
              "geometry": {"type": "LineString", "coordinates": [[26.70, 58.37], [26.71, 58.38]]}}  # fmt: skip
    import_content(layer, collection(shaped, feature("M2", "Teine"), feature("M3")))
    response = visitor.get("/kohad/manguvaljakud/andmed.geojson")
    data = json.loads(content(response))
    line = next(feature for feature in data["features"] if feature["properties"]["id"] == "J1")
    assert line["geometry"]["type"] == "LineString"
    assert line["properties"]["rajatud"] == 2001 and "hooldaja" not in line["properties"]
    table = content(visitor.get("/kohad/manguvaljakud/andmed.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["name"] for row in rows} == {"'=1+1", "Teine", ""}
    assert (
        visitor.get("/kohad/manguvaljakud/andmed.geojson", headers={"if-none-match": response["ETag"]}).status_code
        == 304
    )
    assert visitor.get("/kohad/manguvaljakud/andmed.xlsx").status_code == 404


@pytest.mark.parametrize("name", ["geojson", "csv"])
def test_importing_the_exported_data_changes_nothing(visitor: Client, layer: Layer, name: str) -> None:
    import_content(
        layer, collection(*(feature(f"Õ{n}", "=nimi", lon=26.7 + n / 1000, rajatud="2001") for n in range(5)))
    )
    file = content(visitor.get(f"/kohad/manguvaljakud/andmed.{name}"))
    outcome = import_content(layer, file, f"tagasi.{name}")
    assert (outcome.same, outcome.new, outcome.changed, outcome.removed, outcome.bad) == (5, 0, 0, 0, 0)


def test_queries_for_other_apps(layer: Layer, municipality: Municipality) -> None:
    make_layer(municipality, "salajane", is_public=False)
    assert [layer.slug for layer in queries.public_layers()] == ["manguvaljakud"]
    rows = queries.public_assets(layer, (26.71, 58.375, 26.73, 58.385))
    assert {(row.ref, row.title, row.point, row.attributes["rajatud"]) for row in rows} == {
        (asset.ref, asset.label, asset.point, 2019) for asset in Asset.objects.filter(external_id__in=["M1", "M2"])
    }
