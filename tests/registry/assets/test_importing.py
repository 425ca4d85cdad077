"""Repeated imports of a layer from files in any usual format lose nothing."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as some

from raekoda.identity.places.models import Area
from raekoda.platform.core import journal
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.spreadsheets import workbook
from raekoda.registry.assets import actions
from raekoda.registry.assets.errors import InvalidFile, LayerInUse
from raekoda.registry.assets.importing import files
from raekoda.registry.assets.importing.columns import guess
from raekoda.registry.assets.importing.coordinates import InvalidLocation, locate_geometry, locate_pair
from raekoda.registry.assets.models import Asset, Layer
from tests.registry.assets.conftest import SYSTEM, collection, feature, import_content
from tests.shared_data import shared

ON_GRID = (659_207.0, 6_474_452.0)
"""NearbyAsset Tartu's town hall, L-EST97: easting, northing."""


def assets(layer: Layer) -> dict[str, Asset]:
    return {asset.external_id: asset for asset in Asset.objects.filter(layer=layer)}


# Formats


def test_geojson_is_imported_with_the_attributes_of_the_layer_only(layer: Layer) -> None:
    first = assets(layer)["M1"]
    assert (first.label, first.address) == ("Näidispargi mänguväljak", "Rüütli 12")
    assert (first.point.lon, first.point.lat) == (26.7218, 58.3812)
    assert first.attributes == {"rajatud": 2019}
    assert len({asset.ref for asset in assets(layer).values()}) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1257", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_in_any_usual_encoding_and_with_any_delimiter(layer: Layer, encoding: str, delimiter: str) -> None:
    rows = [("kood", "Nimetus", "Aadress", "X", "Y"), ("K1", "Õunapuu väljak", "Šokolaadi 3", '"26,7201"', '"58,3801"')]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    import_content(layer, text.encode(encoding), "väljakud.csv")
    made = assets(layer)["K1"]
    assert (made.label, made.address) == ("Õunapuu väljak", "Šokolaadi 3")
    assert (made.point.lon, made.point.lat) == (26.7201, 58.3801)


@pytest.mark.parametrize(
    ("first", "second"),
    [("26.7215", "58.3801"), ("58.3801", "26.7215"), ("659207", "6474452"), ("6 474 452,0", "659 207,0")],
)
def test_degrees_and_the_estonian_grid_in_either_order(first: str, second: str) -> None:
    point = locate_pair(first, second).point
    assert (point.lon, point.lat) == (pytest.approx(26.7215, abs=0.01), pytest.approx(58.3801, abs=0.01))


def test_real_addresses_on_the_grid_and_in_degrees_are_the_same_places() -> None:
    """In-ADS gives both: the grid (x, y) and degrees (l, b)."""
    from pyproj import Transformer

    path = shared("tartu-addresses")
    file = next(iter(sorted(path.rglob("*.csv")) + sorted(path.rglob("*.geojson"))), None)
    if file is None:
        pytest.skip("no table of addresses in the shared data")
    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:3301", always_xy=True)
    asset_file = files.from_path(file)
    columns = guess(asset_file.headers, [e.values for e in asset_file.sample], is_table=asset_file.is_table)
    for entry in asset_file.sample:
        location = (
            locate_pair(entry.values[columns.x], entry.values[columns.y])
            if asset_file.is_table
            else locate_geometry(entry.geometry)
        )
        east, north = to_grid.transform(*location.point)
        again = locate_pair(f"{north:.2f}", f"{east:.2f}").point
        assert again.lon == pytest.approx(location.point.lon, abs=2e-6)
        assert again.lat == pytest.approx(location.point.lat, abs=2e-6)


def test_columns_without_telling_names_are_found_by_their_numbers() -> None:
    rows = [{"a": str(n), "b": "Pink", "põhi": f"64744{n}2", "ida": "659207"} for n in range(9)]
    found = guess(["a", "b", "põhi", "ida"], rows, is_table=True)
    assert {found.x, found.y} == {"põhi", "ida"}


def test_rows_without_a_place_do_not_hide_its_columns() -> None:
    rows = [{"id": "1", "L-EST x": "6474500", "L-EST y": "661000", "aasta": "2016"}, {"id": "2", "aasta": "2020"}]
    found = guess(["id", "L-EST x", "L-EST y", "aasta"], rows, is_table=True)
    assert {found.x, found.y} == {"L-EST x", "L-EST y"}


def test_an_identifier_that_repeats_is_no_identifier() -> None:
    rows = [{"nr": "1", "lon": "26.72", "lat": "58.38"}, {"nr": "1", "lon": "26.73", "lat": "58.38"}]
    assert guess(["nr", "lon", "lat"], rows, is_table=True).id == ""


def test_a_named_grid_of_geojson_is_converted_and_another_refused(layer: Layer) -> None:
    crs: dict[str, Any] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3301"}}
    import_content(layer, collection(feature("G1", "Võrgus", *ON_GRID), crs=crs))
    assert assets(layer)["G1"].point.lat == pytest.approx(58.38, abs=0.02)
    crs["properties"]["name"] = "urn:ogc:def:crs:EPSG::3857"
    with pytest.raises(InvalidFile, match="3857"):
        import_content(layer, collection(feature("G2", "", 2974000.0, 8046000.0), crs=crs))


SQUARE = [[26.70, 58.37], [26.71, 58.37], [26.71, 58.38], [26.70, 58.38], [26.70, 58.37]]
BOW_TIE = [[26.70, 58.37], [26.71, 58.38], [26.71, 58.37], [26.70, 58.38], [26.70, 58.37]]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[26.70, 58.37], [26.71, 58.38]]},
        {"type": "Polygon", "coordinates": [SQUARE]},
        {"type": "Polygon", "coordinates": [BOW_TIE]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 0.05, y] for x, y in SQUARE]]]},
        {"type": "MultiPoint", "coordinates": [[26.70, 58.37, 12.5]]},
        {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [26.7, 58.37]}]}
            ],
        },
    ],
    ids=lambda geometry: geometry["type"],
)
def test_shapes_are_stored_with_a_point_on_them(layer: Layer, geometry: dict[str, Any]) -> None:
    import_content(layer, collection({**feature("S1", "Kujuga"), "geometry": geometry}))
    made = assets(layer)["S1"]
    assert 26.69 < made.point.lon < 26.77
    assert made.geometry is not None


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["kaks", "kolm"]},
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Point", "coordinates": [None, 58.0]},
        {"type": "Polygon", "coordinates": [[[26.7, 58.3]]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Ring", "coordinates": [[26.7, 58.3]]},
        {"type": "LineString", "coordinates": [[26.7, 58.3], [126.7, 58.3]]},
        {"type": "GeometryCollection", "geometries": []},
        [1, 2],
        "POINT (26 58)",
    ],
    ids=str,
)
def test_a_row_without_a_location_is_reported_and_others_are_imported(layer: Layer, geometry: Any) -> None:
    outcome = import_content(layer, collection({**feature("Z1"), "geometry": geometry}, feature("Z2", "Terve")))
    assert (outcome.new, outcome.bad) == (1, 1)
    assert outcome.errors[0].number == 1
    assert "Z1" not in assets(layer)


@given(*[some.one_of(some.text(max_size=30), some.floats().map(str), some.integers().map(str))] * 2)
def test_any_two_texts_are_a_place_or_rejected(first: str, second: str) -> None:
    with contextlib.suppress(InvalidLocation):
        assert locate_pair(first, second).point


@pytest.mark.parametrize(
    ("first", "second"),
    [("26,722", "58,378"), ("26.722", "58.378"), ("659.207", "6.474.452"), ("659,207", "6,474,452")],
)
def test_of_two_readings_the_one_in_estonia_is_meant(first: str, second: str) -> None:
    point = locate_pair(first, second).point
    assert point.lon == pytest.approx(26.722, abs=0.01)
    assert point.lat == pytest.approx(58.38, abs=0.02)


@pytest.mark.parametrize(
    "unsound", ["NaN", "26,7", "-Infinity", ".5", "026.7", "1e999", "abc", "+26.7", "\u221226.7", "1.2.3"]
)
def test_a_bad_number_spoils_only_its_own_feature(layer: Layer, unsound: str) -> None:
    content = collection(feature("Z1"), feature("Z2", 'Teine "]}"'), feature("Z3")).decode()
    second = content.index("Z2")
    place = content.index('"coordinates"', second)
    start = content.index("[", place) + 1
    damaged = content[:start] + unsound + content[content.index(",", start) :]
    outcome = import_content(layer, damaged.encode())
    assert (outcome.new, outcome.bad) == (2, 1)
    assert outcome.errors[0].number == 2
    assert set(assets(layer)) >= {"Z1", "Z3"}


def test_an_asset_whose_feature_is_broken_is_not_removed(layer: Layer) -> None:
    text = collection(feature("M1"), feature("M2"), feature("M3")).decode()
    place = text.index("M2")
    broken = text[:place] + 'M2", "laius": 1,5, "x": "' + text[place + 2 :]
    outcome = import_content(layer, broken.encode())
    assert [(error.number, error.external_id) for error in outcome.errors] == [(2, "M2")]
    assert assets(layer)["M2"].removed_at is None


def test_a_collection_that_breaks_off_is_refused_whole(layer: Layer) -> None:
    content = collection(feature("Z1"), feature("Z2"))
    with pytest.raises(InvalidFile, match=r"\d"):
        import_content(layer, content[:-20])


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nkood;Nimetus;lon;lat\nK1;Kask, vana;26,7201;58,3801\n",
        "Pargipuud 2026;;;\n;;;\nkood;Nimetus;lon;lat\nK1;Kask, vana;26,7201;58,3801\n",
        'kood;"Nimetus, eesti, vene, inglise, läti";lon;lat\nK1;Kask, vana;26,7201;58,3801\n',
        'kood,Nimetus,lon,lat\nK1,"Kask, vana","26,7201","58,3801"\n',
    ],
)
def test_a_title_a_separator_line_and_commas_in_a_header(layer: Layer, text: str) -> None:
    outcome = import_content(layer, text.encode("cp1257"), "puud.csv")
    assert (outcome.new, outcome.bad) == (1, 0), outcome.errors
    assert assets(layer)["K1"].point.lon == 26.7201


def test_a_workbook_with_the_table_on_its_second_sheet(layer: Layer) -> None:
    content = workbook(
        [("Selgitus", [["Pargipuud"]]), ("Puud", [["kood", "nimi", "lon", "lat"], ["K1", "Õunapuu", 26.7201, 58.3801]])]
    )
    outcome = import_content(layer, content, "puud.xlsx")
    assert (outcome.new, outcome.bad) == (1, 0), outcome.errors
    assert assets(layer)["K1"].label == "Õunapuu"


def test_a_column_named_twice_and_a_row_with_too_many_cells(layer: Layer) -> None:
    with pytest.raises(InvalidFile, match="nimi"):
        import_content(layer, b"kood,nimi,nimi,lon,lat\nK1,a,b,26.7201,58.3801\n", "puud.csv")
    outcome = import_content(
        layer, b"kood,nimi,lon,lat\nK1,Kask, vana,26.7201,58.3801\nK2,Kuusk,26.7202,58.3802\n", "puud.csv"
    )
    assert (outcome.new, outcome.bad) == (1, 1)
    assert outcome.errors[0].number == 2


def test_twice_in_the_file_too_long_missing(layer: Layer) -> None:
    rows = [feature("A"), feature("A", "teine"), feature(""), feature("x" * 121), feature("B", "Ü" * 300)]
    outcome = import_content(layer, collection(*rows))
    assert (outcome.new, outcome.bad) == (2, 3)
    assert [error.number for error in outcome.errors] == [2, 3, 4]
    assert len(assets(layer)["B"].label) == 200


def test_formulas_and_markup_are_text(layer: Layer) -> None:
    import_content(
        layer, collection(feature("E", '=HYPERLINK("http://example.ee")', aadress="<script>alert(1)</script>\x00\n1"))
    )
    made = assets(layer)["E"]
    assert made.label == '=HYPERLINK("http://example.ee")'
    assert made.address == "<script>alert(1)</script> 1"


def test_without_identifiers_the_place_is_the_identifier(layer: Layer) -> None:
    content = b"lat,lon,nimi\n58.38,26.72,Esimene\n58.38,26.72,Sama koht\n58.39,26.72,Teine\n"
    outcome = import_content(layer, content, "a.csv")
    assert (outcome.new, outcome.bad) == (2, 1)
    assert import_content(layer, content, "a.csv").same == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"PK\x03\x04rest", "workbook cannot be read"),
        (b"{}", "no assets"),
        (b'{"type": "FeatureCollection", "features": []}', "no assets"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Fea', "breaks off"),
        (b'{"features": [NaN]}', "no assets"),
        (b"[" * 5000, "GeoJSON"),
        (b"nimi,lon,lat\n", "no assets"),
        (b"ainult\nseda\n", "names of the columns"),
        (b"nimi;linn\nA;Tartu\n", "which two columns"),
        (b'a,lon,lat\n"' + b"x" * 11_000_000 + b'",26.72,58.38\n', "cannot be read"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_an_invalid_file_is_rejected_with_a_message(layer: Layer, content: bytes, words: str) -> None:
    from django.utils import translation

    with translation.override("en"), pytest.raises(InvalidFile, match=words):
        import_content(layer, content, "fail.csv")
    assert len(assets(layer)) == 3


# Repeated imports


def test_the_same_file_twice_changes_nothing_and_a_later_one_only_what_is_different(layer: Layer) -> None:
    before = assets(layer)
    rows = [feature("M1", "Uus nimi", 26.7218, 58.3812, aadress="Rüütli 12", rajatud=2019), feature("M9", "Lisatud")]
    for expected in ((1, 1, 0, 2), (0, 0, 2, 0)):
        outcome = import_content(layer, collection(*rows))
        assert (outcome.new, outcome.changed, outcome.same, outcome.removed) == expected
    after = assets(layer)
    assert after["M1"].ref == before["M1"].ref
    assert after["M1"].label == "Uus nimi"
    assert after["M2"].state == Asset.State.REMOVED
    assert [line.action for line in journal.history(after["M1"])] == ["assets.change"]
    assert journal.history(after["M1"]).get().data == {"parts": ["label"]}


def test_what_was_removed_comes_back_as_the_same_asset(layer: Layer) -> None:
    ref = assets(layer)["M2"].ref
    import_content(layer, collection(feature("M1"), feature("M3")))
    import_content(layer, collection(feature("M1"), feature("M2"), feature("M3")))
    back = assets(layer)["M2"]
    assert (back.ref, back.state, back.removed_at) == (ref, Asset.State.IN_USE, None)
    assert [line.action for line in journal.history(back)] == ["assets.remove", "assets.return"]


def test_a_row_with_a_mistake_removes_nothing(layer: Layer) -> None:
    broken = {**feature("M1"), "geometry": None}
    outcome = import_content(layer, collection(broken, feature("M2"), feature("M3")))
    assert (outcome.bad, outcome.removed) == (1, 0)
    assert assets(layer)["M1"].state == Asset.State.IN_USE


def test_the_wrong_file_does_not_empty_a_layer(layer: Layer) -> None:
    many = collection(*(feature(f"L{n}", lon=26.7 + n / 10_000) for n in range(30)))
    import_content(layer, many)
    with pytest.raises(InvalidFile):
        import_content(layer, collection(feature("L1")))
    assert Asset.objects.filter(layer=layer, state=Asset.State.IN_USE).count() == 30
    assert import_content(layer, collection(feature("L1")), may_remove_many=True).removed == 29


def test_a_place_outside_the_municipality_is_left_out(layer: Layer, municipality: Municipality) -> None:
    ring = [[26.6, 58.3], [26.8, 58.3], [26.8, 58.45], [26.6, 58.45], [26.6, 58.3]]
    Area.objects.create(
        kind=Area.Kind.MUNICIPALITY, code="0793", name="Tartu linn", west=26.6, south=58.3, east=26.8, north=58.45,
        geometry={"type": "Polygon", "coordinates": [ring]},
    )  # fmt: skip
    outcome = import_content(layer, collection(feature("T1"), feature("T2", "", 24.75, 59.43)))
    assert (outcome.new, outcome.bad) == (1, 1)


def test_an_interrupted_import_goes_on_where_it_stopped(layer: Layer) -> None:
    """Each batch is committed separately; the second run continues after the first."""
    many = collection(*(feature(f"P{n}", lon=26.7 + n / 100_000) for n in range(1200)), feature("M1"), feature("M2"))

    def breaks(rows: int) -> None:
        if rows > 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_content(layer, many, progress=breaks)
    assert Asset.objects.filter(layer=layer, external_id__startswith="P").count() == 500
    outcome = import_content(layer, many)
    assert (outcome.new, outcome.same, outcome.changed, outcome.removed) == (700, 500, 2, 1)
    assert Asset.objects.filter(layer=layer).count() == 1203


def test_a_layer_with_reports_is_not_deleted(layer: Layer, report: Any) -> None:
    report()
    with pytest.raises(LayerInUse):
        actions.delete_layer(layer, SYSTEM)
    assert Asset.objects.filter(layer=layer).count() == 3


def test_a_layer_without_reports_is(layer: Layer) -> None:
    actions.delete_layer(layer, SYSTEM)
    assert not Asset.objects.exists()


# Command


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_assets", *arguments, "--municipality", "0793", stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_dry_and_real(layer: Layer, tmp_path: Path) -> None:
    file = tmp_path / "uued.csv"
    file.write_bytes(b"id;nimi;koht_a;koht_b\nU1;Uus;6474452;659207\nM1;Esimene;6474452;659307\nU2;Kohata;;\n")
    arguments = ("manguvaljakud", str(file), "--x", "koht_a", "--y", "koht_b")
    assert "would be: 1 new, 1 changed, 0 same, 1 bad, 2 removed" in run(*arguments, "--dry-run")
    assert "U1" not in assets(layer)
    assert "1 new, 1 changed" in run(*arguments)
    assert "0 new, 0 changed, 2 same" in run("manguvaljakud", str(file))
    with pytest.raises(CommandError, match="no column"):
        run("manguvaljakud", str(file), "--id", "puudub")
    with pytest.raises(CommandError, match="no layer"):
        run("lambid", str(file))


def test_a_second_municipality_keeps_its_own(layer: Layer, other_municipality: Municipality) -> None:
    from raekoda.platform.core.tenancy import municipality_scope
    from tests.registry.assets.conftest import make_layer

    with municipality_scope(other_municipality):
        theirs = make_layer(other_municipality, "manguvaljakud")
        import_content(theirs, collection(feature("M1", "Elvas")))
        assert set(assets(theirs)) == {"M1"}
    assert assets(layer)["M1"].label == "Näidispargi mänguväljak"
    assert json.loads(json.dumps(layer.columns))["id"] == "id"
