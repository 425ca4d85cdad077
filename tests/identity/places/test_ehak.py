"""The country's units: facts that ship, the files of EHAK, which area holds a point."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from raekoda.identity.places import facts
from raekoda.identity.places.models import Area
from raekoda.identity.places.queries import (
    bounds,
    is_inside,
    map_settings,
    municipality_area_at,
    responsible_for,
    settlement_at,
)
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from tests.shared_data import shared

RAEKOJA_PLATS = Point(26.7224, 58.3803)
KURESSAARE = Point(22.4850, 58.2528)
HELSINKI = Point(24.9384, 60.1699)


def import_ehak(folder: Path) -> str:
    output = io.StringIO()
    call_command("import_ehak", str(folder), stdout=output, stderr=output)
    return output.getvalue()


def square(west: float, south: float, size: float = 0.1) -> dict[str, object]:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def write_level(folder: Path, level: str, rows: list[dict[str, str]], shapes: dict[str, object], code: str) -> None:
    (folder / "csv").mkdir(parents=True, exist_ok=True)
    (folder / "geojson").mkdir(exist_ok=True)
    with (folder / "csv" / f"{level}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    features = [{"type": "Feature", "properties": {code: key}, "geometry": shape} for key, shape in shapes.items()]
    (folder / "geojson" / f"{level}.json").write_text(json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.fixture
def small_ehak(tmp_path: Path) -> Path:
    """One county, one municipality, one settlement."""
    write_level(tmp_path, "maakond", [{"MKOOD": "0079", "MNIMI": "Tartu maakond"}], {"0079": square(26, 58)}, "MKOOD")
    municipality = {"OKOOD": "0793", "ONIMI": "Tartu linn", "MKOOD": "0079", "TYYP": "4"}
    write_level(tmp_path, "omavalitsus", [municipality], {"0793": square(26, 58)}, "OKOOD")
    settlement = {"AKOOD": "8151", "ANIMI": "Tartu linn", "OKOOD": "0793", "TYYP": "5"}
    write_level(tmp_path, "asustusyksus", [settlement], {"8151": square(26, 58)}, "AKOOD")
    return tmp_path


def test_the_79_municipalities_are_those_of_the_registers() -> None:
    ours = {known.code: known for known in facts.municipalities()}
    assert len(ours) == 79
    assert len({known.slug for known in ours.values()}) == 79
    listed = json.loads(shared("rahvaalgatus", "lib", "local_governments.json").read_text(encoding="utf-8")).values()
    assert {(one["ehak"], one["name"]) for one in listed} == {(one.code, one.name) for one in ours.values()}
    with shared("ehak", "csv", "omavalitsus.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            known = facts.municipality(row["OKOOD"])
            assert known is not None
            assert (known.name, known.county, known.county_code) == (row["ONIMI"], row["MNIMI"], row["MKOOD"])


@pytest.fixture(scope="module")
def real_ehak() -> Path:
    return shared("ehak")


def test_the_whole_country_is_imported_once_and_once_more(municipality: Municipality, real_ehak: Path) -> None:
    first = import_ehak(real_ehak)
    assert "county: 15 added, 0 changed, 0 as before; municipality: 79 added" in first
    assert Area.objects.filter(kind="settlement").count() == 4711
    tartu = Area.objects.get(kind="municipality", code="0793")
    names = set(tartu.children.values_list("name", flat=True))
    assert {"Tartu linn", "Ilmatsalu alevik", "Märja alevik", "Haage küla", "Vorbuse küla"} <= names
    assert len(names) == 13
    assert set(Area.objects.filter(kind="municipality").values_list("code", flat=True)) == {
        known.code for known in facts.municipalities()
    }
    at_the_square = municipality_area_at(RAEKOJA_PLATS)
    assert at_the_square is not None
    assert at_the_square.name == "Tartu linn"
    assert is_inside(RAEKOJA_PLATS, municipality)
    assert not is_inside(KURESSAARE, municipality)
    assert not is_inside(HELSINKI, municipality)
    responsible = responsible_for(KURESSAARE)
    assert responsible is not None
    assert (responsible.area.name, responsible.url) == ("Saaremaa vald", "")
    assert responsible_for(HELSINKI) is None
    settlement = settlement_at(Point(26.5508, 58.3937))
    assert settlement is not None
    assert settlement.name.startswith("Ilmatsalu")
    every_settlement_has_a_boundary = not Area.objects.filter(kind="settlement", geometry=None).exists()
    assert every_settlement_has_a_boundary
    assert "0 added, 0 changed, 15 as before" in import_ehak(real_ehak)
    assert Area.objects.count() == 15 + 79 + 4711


def test_the_right_municipality_is_named_with_its_site(
    municipality: Municipality, other_municipality: Municipality, small_ehak: Path
) -> None:
    rows = [
        {"OKOOD": "0793", "ONIMI": "Tartu linn", "MKOOD": "0079", "TYYP": "4"},
        {"OKOOD": "0171", "ONIMI": "Elva vald", "MKOOD": "0079", "TYYP": "1"},
    ]
    write_level(small_ehak, "omavalitsus", rows, {"0793": square(26, 58), "0171": square(27, 58)}, "OKOOD")
    import_ehak(small_ehak)
    responsible = responsible_for(Point(27.05, 58.05))
    assert responsible is not None
    assert responsible.area.name == "Elva vald"
    assert "elva.localhost" in responsible.url


def test_every_place_counts_as_inside_until_a_boundary_is_known(municipality: Municipality) -> None:
    assert is_inside(KURESSAARE, municipality)
    assert municipality_area_at(RAEKOJA_PLATS) is None
    west, south, east, north = bounds(municipality)
    assert west < RAEKOJA_PLATS.lon < east
    assert south < RAEKOJA_PLATS.lat < north
    assert map_settings(municipality)["centre"] == [26.62755, 58.3956]


def test_changed_names_and_boundaries_are_imported_and_missing_units_retained(
    municipality: Municipality, small_ehak: Path
) -> None:
    import_ehak(small_ehak)
    assert municipality_area_at(Point(26.05, 58.05)) is not None
    moved = {"OKOOD": "0793", "ONIMI": "Tartu uus linn", "MKOOD": "0079", "TYYP": "4"}
    write_level(small_ehak, "omavalitsus", [moved], {"0793": square(27, 58)}, "OKOOD")
    assert "municipality: 0 added, 1 changed, 0 as before" in import_ehak(small_ehak)
    assert municipality_area_at(Point(26.05, 58.05)) is None
    found = municipality_area_at(Point(27.05, 58.05))
    assert found is not None
    assert found.name == "Tartu uus linn"
    other = {"OKOOD": "0171", "ONIMI": "Elva vald", "MKOOD": "0079", "TYYP": "1"}
    write_level(small_ehak, "omavalitsus", [other], {"0171": square(27, 58)}, "OKOOD")
    assert "municipality: not in the files any more, kept: Tartu uus linn" in import_ehak(small_ehak)
    assert Area.objects.filter(kind="municipality").count() == 2


def test_broken_rows_are_named_and_left_out(municipality: Municipality, small_ehak: Path) -> None:
    good = {"AKOOD": "8151", "ANIMI": "Tartu linn", "OKOOD": "0793", "TYYP": "5"}
    rows = [
        good,
        {**good, "AKOOD": "81"},
        {**good, "ANIMI": " "},
        good,
        {**good, "AKOOD": "9999", "OKOOD": "0001", "ANIMI": "Orb küla"},
        {**good, "AKOOD": "9998", "ANIMI": "Kildude küla"},
    ]
    broken: dict[str, object] = {"type": "Polygon", "coordinates": [[[26, 58], ["x", None]]]}
    shapes = {"8151": square(26, 58), "9998": broken, "7777": square(26, 58)}
    write_level(small_ehak, "asustusyksus", rows, shapes, "AKOOD")
    output = import_ehak(small_ehak)
    assert "line 3: no usable code or name" in output
    assert "line 4: no usable code or name" in output
    assert "line 5: code 8151 a second time" in output
    assert "Orb küla (9999): the unit above, '0001', is unknown" in output
    assert "Kildude küla (9998): broken boundary" in output
    assert "code '7777' is not in the table" in output
    assert set(Area.objects.filter(kind="settlement").values_list("name", flat=True)) == {"Tartu linn", "Kildude küla"}


def test_a_self_crossing_boundary_is_mended(municipality: Municipality, small_ehak: Path) -> None:
    bow = {"type": "Polygon", "coordinates": [[[26, 58], [26.1, 58.1], [26.1, 58], [26, 58.1], [26, 58]]]}
    write_level(
        small_ehak,
        "omavalitsus",
        [{"OKOOD": "0793", "ONIMI": "Tartu linn", "MKOOD": "0079", "TYYP": "4"}],
        {"0793": bow},
        "OKOOD",
    )
    import_ehak(small_ehak)
    assert municipality_area_at(Point(26.01, 58.05)) is not None
    assert municipality_area_at(Point(26.05, 58.01)) is None


def test_a_folder_without_the_files_is_refused_in_words(municipality: Municipality, small_ehak: Path) -> None:
    shutil.rmtree(small_ehak / "csv")
    with pytest.raises(CommandError, match=r"maakond\.csv is missing"):
        import_ehak(small_ehak)
    assert not Area.objects.exists()


def test_finding_an_area_again_makes_no_queries(
    municipality: Municipality, small_ehak: Path, django_assert_num_queries: object
) -> None:
    import_ehak(small_ehak)
    inside = Point(26.05, 58.05)
    assert is_inside(inside, municipality)
    assert settlement_at(inside) is not None
    with django_assert_num_queries(0):  # type: ignore[operator]
        for _ in range(100):
            assert is_inside(inside, municipality)
            assert settlement_at(inside) is not None
