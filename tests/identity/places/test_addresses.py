"""Addresses: the own table, search while typing, the state's service, the address at a pin."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from raekoda.identity.places.models import Address, Area
from raekoda.identity.places.queries import district_at, nearest_address, search_addresses
from raekoda.identity.places.rules import fold, read_address
from raekoda.platform.core.fields import Point
from raekoda.platform.core.geometry import metres_between
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.shared_data import naughty_strings, shared

STREETS = {
    "Riia 1": (26.7280, 58.3780), "Riia 2": (26.7275, 58.3778), "Riia 12": (26.7241, 58.3750), "Riia 12a": (26.7243, 58.3751),
    "Riia 121": (26.7100, 58.3650), "Uus-Riia 2": (26.7000, 58.3600), "Raekoja plats 1": (26.7224, 58.3803),
    "Ülikooli 18": (26.7202, 58.3812), "Jaan Tõnissoni 1": (26.7104, 58.3762), "Õnne 5": (26.7000, 58.3700),
    "Võru tn 20": (26.7150, 58.3690), "Narva mnt 25": (26.7320, 58.3830), "Tehase 16 // Riia 40": (26.7170, 58.3700),
}  # fmt: skip


@pytest.fixture
def addresses(municipality: Municipality) -> None:
    Address.objects.bulk_create(
        Address(municipality=municipality, text=text, search_text=fold(text), point=Point(*place))
        for text, place in STREETS.items()
    )


def found(text: str) -> list[str]:
    return [hit.text for hit in search_addresses(text)]


def import_addresses(path: Path, *options: str) -> str:
    output = io.StringIO()
    call_command("import_addresses", str(path), "--municipality", "0793", *options, stdout=output, stderr=output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("written", "street", "number"),
    [
        ("Riia 12 A", "riia", "12a"),
        ("Riia tn 12a", "riia", "12a"),
        ("Riia tänav 12-3", "riia", "12"),
        ("Narva maantee 25", "narva mnt", "25"),
        ("Jaan Tõnissoni 1", "jaan tonissoni", "1"),
        ("ÜLIKOOLI 18, Tartu", "ulikooli tartu", "18"),
        ("Raekoja plats", "raekoja plats", ""),
        ("8. Märtsi 3", "8 martsi", "3"),
        ("Kase 5/7", "kase", "5/7"),
        ("", "", ""),
    ],
)
def test_addresses_are_read_as_people_write_them(written: str, street: str, number: str) -> None:
    read = read_address(written)
    assert (read.street, read.number) == (street, number)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Riia 2", "Riia 2"),
        ("riia 12 a", "Riia 12a"),
        ("Riia 12", "Riia 12"),
        ("Riia 121", "Riia 121"),
        ("Riia 2, Tartu", "Riia 2"),
        ("uus riia", "Uus-Riia 2"),
        ("raek", "Raekoja plats 1"),
        ("ulikooli 18", "Ülikooli 18"),
        ("Tõnissoni", "Jaan Tõnissoni 1"),
        ("raekioja plats", "Raekoja plats 1"),
        ("raeokja plats 1", "Raekoja plats 1"),
        ("onne 5", "Õnne 5"),
        ("Võru 20", "Võru tn 20"),
        ("Voru tänav 20", "Võru tn 20"),
        ("Narva maantee 25", "Narva mnt 25"),
        ("narva 25", "Narva mnt 25"),
    ],
)
def test_the_address_meant_comes_first(addresses: None, typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_houses_of_a_street_come_in_their_order(addresses: None) -> None:
    assert found("Riia")[:5] == ["Riia 1", "Riia 2", "Riia 12", "Riia 12a", "Riia 121"]


@pytest.mark.parametrize("typed", ["", " ", "r", "%%", "__", "🏠🏠", "xyzzyqq", "\x00ab", "a" * 5000])
def test_what_fits_nothing_finds_nothing(addresses: None, typed: str) -> None:
    assert found(typed) == []


def test_naughty_strings_never_break_the_search(addresses: None, client: Client) -> None:
    for text in naughty_strings(4):
        answer = client.get("/kaart/aadressid/", {"q": text.encode("utf-8", "replace")})
        assert answer.status_code == 200


def test_a_search_sees_its_own_municipality_only(addresses: None, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        assert found("Riia 2") == []
        assert nearest_address(Point(26.7275, 58.3778)) is None


@pytest.mark.parametrize("typed", ["Riia", "raekioja plats"])
def test_searching_costs_the_same_however_many_addresses_fit(
    municipality: Municipality, django_assert_max_num_queries: Any, typed: str
) -> None:
    for count in (10, 100):
        Address.objects.bulk_create(
            [
                Address(municipality=municipality, text=f"Riia {n}", search_text=f"riia {n}", point=Point(26.7, 58.37))
                for n in range(count)
            ],
            ignore_conflicts=True,
        )
        with django_assert_max_num_queries(5):
            search_addresses(typed)


def test_the_nearest_address_names_a_pin(addresses: None) -> None:
    hit = nearest_address(Point(26.72415, 58.37502))
    assert hit is not None
    assert hit.text == "Riia 12"
    assert hit.metres is not None
    assert hit.metres < 10
    assert nearest_address(Point(26.60, 58.40)) is None


def test_metres_are_metres() -> None:
    assert metres_between(Point(26.7224, 58.3803), Point(26.7224, 58.3893)) == pytest.approx(1002, rel=0.005)
    assert metres_between(Point(26.7224, 58.3803), Point(26.7395, 58.3803)) == pytest.approx(1000, rel=0.01)


def test_the_map_gets_addresses_and_places_as_json(addresses: None, client: Client) -> None:
    answer = client.get("/kaart/aadressid/", {"q": "raekoja"}).json()
    assert answer == {"addresses": [{"text": "Raekoja plats 1", "lon": 26.7224, "lat": 58.3803}]}
    at = client.get("/kaart/lahim/", {"lon": "26.7224", "lat": "58.3803"}).json()
    assert (at["inside"], at["address"]["text"]) == (True, "Raekoja plats 1")
    for broken in ({}, {"lon": "x", "lat": "1"}, {"lon": "nan", "lat": "58"}, {"lon": "500", "lat": "58"}):
        assert client.get("/kaart/lahim/", broken).status_code == 400
    assert client.post("/kaart/lahim/").status_code == 405


def test_a_pin_outside_is_pointed_to_the_right_municipality(
    municipality: Municipality, other_municipality: Municipality, client: Client
) -> None:
    for code, name, west in (("0793", "Tartu linn", 26.6), ("0171", "Elva vald", 26.2)):
        ring = [[west, 58.2], [west + 0.2, 58.2], [west + 0.2, 58.5], [west, 58.5], [west, 58.2]]
        Area.objects.create(
            kind="municipality", code=code, name=name, geometry={"type": "Polygon", "coordinates": [ring]}
        )
    at = client.get("/kaart/lahim/", {"lon": "26.3", "lat": "58.3"}).json()
    assert not at["inside"]
    assert at["responsible"]["name"] == "Elva vald"
    assert "elva.localhost" in at["responsible"]["url"]
    outline = client.get("/kaart/piir.geojson")
    assert [feature["properties"]["name"] for feature in outline.json()["features"]] == ["Tartu linn"]
    again = client.get("/kaart/piir.geojson", headers={"if-none-match": outline["ETag"]})
    assert again.status_code == 304


def test_addresses_come_from_a_table(municipality: Municipality, tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    path.write_text(
        "Aadress;Linnaosa;Lon;Lat\nRiia 1;Kesklinn;26,728;58,378\nRiia 2;;26.7275;58.3778\n;Kesklinn;26.7;58.3\nKuu 1;;0;0\n",
        encoding="utf-8",
    )
    output = import_addresses(path)
    assert "2 added, 0 changed, 0 as before, 2 left out" in output
    assert "entry 4: no address or no place in Estonia" in output
    assert Address.objects.get(text="Riia 1").area == Area.objects.get(kind="district", name="Kesklinn")
    assert "0 added, 0 changed, 2 as before" in import_addresses(path)


def test_addresses_on_the_estonian_grid_are_understood(municipality: Municipality, tmp_path: Path) -> None:
    path = tmp_path / "ads.csv"
    path.write_text("pikkaadress,viitepunkt_x,viitepunkt_y\nRaekoja plats 1,659293,6474475\n", encoding="utf-8")
    import_addresses(path)
    assert metres_between(Address.objects.get().point, Point(26.7224, 58.3803)) < 500


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "{}", "not json"])
def test_another_kind_of_file_is_refused_in_words(municipality: Municipality, tmp_path: Path, content: str) -> None:
    for name in ("x.csv", "x.geojson"):
        (tmp_path / name).write_text(content)
        with pytest.raises(CommandError, match=r"needs a column|neither CSV"):
            import_addresses(tmp_path / name)


def test_real_addresses_give_districts_with_approximate_boundaries(municipality: Municipality) -> None:
    output = import_addresses(shared("tartu-addresses", "includes", "map.geojson"), "--outline-districts")
    assert "15 districts outlined" in output
    total = Address.objects.count()
    assert total > 300
    right = 0
    for address in Address.objects.select_related("area"):
        district = district_at(address.point, municipality)
        right += district is not None and district.pk == address.area_id
    assert right / total > 0.97
    district = district_at(Point(26.7224, 58.3803), municipality)
    assert district is not None
    assert (district.name, district.is_approximate) == ("Kesklinn", True)
    assert found("raekoja plats")[0].startswith("Raekoja")
    for address in Address.objects.all()[:100]:
        assert address.text in found(address.text)[:2]


class InAds(BaseHTTPRequestHandler):
    """Answers as the state's service documents: a gazetteer with points in degrees and on the grid."""

    asked: list[str] = []
    status = 200
    body: bytes | None = None

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        InAds.asked.append(parse_qs(url.query).get("address", [""])[0] if url.path == "/inaadress/gazetteer" else "?")
        answer = {
            "addresses": [
                {"pikkaadress": "Raekoja plats 1, Tartu", "viitepunkt_l": "26.7224", "viitepunkt_b": "58.3803"},
                {
                    "taisaadress": "Tartu maakond, Tartu linn, Riia tn 2",
                    "viitepunkt_x": "659600",
                    "viitepunkt_y": "6474200",
                },
                {"pikkaadress": "Kohata"},
                {
                    "pikkaadress": "Kaugel",
                    "viitepunkt_l": "0",
                    "viitepunkt_b": "0",
                    "viitepunkt_x": "1",
                    "viitepunkt_y": "1",
                },
                "nonsense",
            ]
        }
        self.send_response(InAds.status)
        self.end_headers()
        self.wfile.write(InAds.body if InAds.body is not None else json.dumps(answer).encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def inads(settings: Any) -> Iterator[type[InAds]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), InAds)
    InAds.asked, InAds.status, InAds.body = [], 200, None
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.RAEKODA_INADS_URL = f"http://127.0.0.1:{server.server_port}/inaadress"
    yield InAds
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_state_s_service_is_asked_where_it_is_set(addresses: None, inads: type[InAds]) -> None:
    hits = search_addresses("raekoja")
    assert inads.asked == ["raekoja"]
    assert [hit.text for hit in hits] == ["Raekoja plats 1, Tartu", "Tartu maakond, Tartu linn, Riia tn 2"]
    assert hits[0].point == Point(26.7224, 58.3803)
    assert metres_between(hits[1].point, Point(26.7275, 58.3778)) < 500


@pytest.mark.parametrize(("status", "body"), [(500, b""), (200, b"<html>"), (200, b"[]"), (404, None)])
def test_while_the_service_fails_the_own_table_answers(
    addresses: None, inads: type[InAds], status: int, body: bytes | None
) -> None:
    inads.status, inads.body = status, body
    assert found("raekoja") == ["Raekoja plats 1"]
    assert found("raekoja") == ["Raekoja plats 1"]
    assert len(inads.asked) == 1


def test_a_service_that_is_not_there_is_left_alone(addresses: None, settings: Any) -> None:
    settings.RAEKODA_INADS_URL = "http://127.0.0.1:9/nowhere"
    assert found("raekoja") == ["Raekoja plats 1"]
