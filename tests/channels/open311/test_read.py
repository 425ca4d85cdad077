"""An integrator reads: discovery, services, definitions, requests with every filter, in both forms, by the schemas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client
from django.utils import timezone

from raekoda.casework.cases.models import Case
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Service
from tests.channels.open311.conftest import Post, errors_of, make_service

Validate = Callable[[Any, str], None]
ROOT = "/open311/v2"


def numbers(client: Client, **parameters: Any) -> list[str]:
    response = client.get(f"{ROOT}/requests.json", parameters)
    assert response.status_code == 200, response.content
    return [one["service_request_id"] for one in response.json()]


def as_plain(element: Element) -> Any:
    """XML read back as the JSON that it mirrors; leaves are texts."""
    lists = {"services", "service_requests", "errors", "attributes", "values", "endpoints", "formats", "media_urls"}
    if element.tag in lists:
        return [as_plain(child) for child in element]
    if len(element):
        return {child.tag: as_plain(child) for child in element}
    return element.text or ""


def as_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_texts(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_texts(inner) for inner in value]
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_discovery_says_what_is_offered(municipality: Municipality, client: Client) -> None:
    for address in ("discovery.json", "discovery", ""):
        document = client.get(f"{ROOT}/{address}").json()
        assert document["endpoints"][0]["formats"] == ["text/xml", "application/json"]
        assert document["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert document["endpoints"][0]["url"].endswith("/open311/v2/")
    assert (
        fromstring(client.get(f"{ROOT}/discovery.xml").content).findtext("endpoints/endpoint/formats/format")
        == "text/xml"
    )


def test_services_are_listed(
    municipality: Municipality, pothole: Service, lamp: Service, client: Client, valid: Validate
) -> None:
    make_service(municipality, "toetus", "Toetus", takes_reports=False)
    listed = client.get(f"{ROOT}/services.json").json()
    valid(listed, "services")
    assert {one["service_code"]: one["metadata"] for one in listed} == {"tee": False, "valgus.1": True}
    road = next(one for one in listed if one["service_code"] == "tee")
    assert (road["service_name"], road["description"], road["keywords"], road["type"]) == (
        "Teede korrashoid", "Augud ja lohud.", "auk,tee", "realtime",
    )  # fmt: skip


def test_names_come_in_the_language_asked_for(pothole: Service, client: Client) -> None:
    pothole.name_en, pothole.name_ru = "Roads", "Дороги"  # type: ignore[attr-defined]
    pothole.save()

    def name(**more: Any) -> str:
        return str(client.get(f"{ROOT}/services.json", **more).json()[0]["service_name"])

    assert name() == "Teede korrashoid"
    assert name(headers={"accept-language": "en"}) == "Roads"
    assert name(data={"locale": "ru"}) == "Дороги"
    assert name(data={"locale": "xx"}) == "Teede korrashoid"


def test_a_definition_lists_its_attributes(lamp: Service, pothole: Service, client: Client, valid: Validate) -> None:
    definition = client.get(f"{ROOT}/services/valgus.1.json").json()
    valid(definition, "service-definition")
    assert [(one["code"], one["order"], one["variable"]) for one in definition["attributes"]] == [
        ("kind", 1, True), ("count", 2, True), ("near", 3, True), ("since", 4, True), ("note", 5, False),
    ]  # fmt: skip
    assert definition["attributes"][0]["values"][0] == {"key": "dark", "name": "Ei põle"}
    valid(client.get(f"{ROOT}/services/tee.json").json(), "service-definition")
    assert errors_of(client.get(f"{ROOT}/services/none.json"))[0]["code"] == 404


@pytest.mark.parametrize("path", ["services", "services/valgus.1", "requests", "requests/{number}", "tokens/{ref}"])
def test_xml_says_the_same_as_json(
    lamp: Service, pothole: Service, create: Callable[..., str], client: Client, path: str
) -> None:
    number = create(description="Auk & <b>tee</b> ääres", address_string="Riia 2")
    path = path.format(number=number, ref=Case.objects.get().ref)
    as_json = client.get(f"{ROOT}/{path}.json")
    as_xml = client.get(f"{ROOT}/{path}.xml")
    assert as_xml["Content-Type"] == "text/xml; charset=utf-8"
    assert as_plain(fromstring(as_xml.content)) == as_texts(as_json.json())
    by_header = client.get(f"{ROOT}/{path}", headers={"accept": "text/xml"})
    assert by_header.content == as_xml.content


def test_a_request_is_described(pothole: Service, create: Callable[..., str], client: Client, valid: Validate) -> None:
    number = create(description="Auk teel", address_string="Riia 2")
    answer = client.get(f"{ROOT}/requests/{number}.json").json()
    valid(answer, "requests")
    (request,) = answer
    assert (request["service_request_id"], request["status"], request["service_code"]) == (number, "open", "tee")
    assert (request["description"], request["address"]) == ("Auk teel", "Riia 2")
    assert (request["lat"], request["long"]) == (58.3803, 26.7224)
    assert request["requested_datetime"].endswith("Z")
    assert "extended_attributes" not in request
    extended = client.get(f"{ROOT}/requests/{number}.json?extensions=true").json()
    valid(extended, "requests")
    assert extended[0]["extended_attributes"]["channel"] == "open311"
    assert extended[0]["extended_attributes"]["html_url"].endswith(f"/teated/{Case.objects.get().ref}/")


def test_a_token_leads_to_the_number(pothole: Service, create: Callable[..., str], client: Client) -> None:
    number = create()
    case = Case.objects.get()
    assert client.get(f"{ROOT}/tokens/{case.ref}.json").json() == [{"service_request_id": number, "token": case.ref}]
    assert errors_of(client.get(f"{ROOT}/tokens/{case.token}.json"))[0]["code"] == 404
    assert errors_of(client.get(f"{ROOT}/tokens/zzz.json"))[0]["code"] == 404


class TestFilters:
    @pytest.fixture
    def some(self, pothole: Service, lamp: Service, create: Callable[..., str]) -> dict[str, str]:
        """Four requests: an old one, one far away, one closed, one of another service."""
        made = {
            "old": create(),
            "far": create(lat="58.3700", long="26.7500"),
            "closed": create(),
            "lamp": create(service_code="valgus.1", **{"attribute[kind]": "dark"}, description="Pime"),
        }
        now = timezone.now()
        key = {name: int(number.split("-")[1]) for name, number in made.items()}
        Case.objects.filter(pk=key["old"]).update(
            registered_at=now - timedelta(days=120), updated_at=now - timedelta(days=100)
        )
        Case.objects.filter(pk=key["closed"]).update(
            status="closed", outcome="solved", closed_at=now, updated_at=now + timedelta(days=2)
        )
        made["old"] = Case.objects.get(pk=key["old"]).number
        return made

    def test_the_last_ninety_days_newest_first_by_default(self, some: dict[str, str], client: Client) -> None:
        assert numbers(client) == [some["lamp"], some["closed"], some["far"]]
        assert numbers(client, start_date="", status="", service_code="") == numbers(client)

    def test_by_number(self, some: dict[str, str], client: Client) -> None:
        assert set(numbers(client, service_request_id=f"{some['old']},{some['far']},2026-99999999,x")) == {
            some["old"], some["far"],
        }  # fmt: skip
        assert numbers(
            client, service_request_id=[some["old"]], status="closed", start_date="2020-01-01T00:00:00Z"
        ) == [some["old"]]
        wrong_year = "1999" + some["old"][4:]
        assert numbers(client, service_request_id=wrong_year) == []

    def test_by_service(self, some: dict[str, str], client: Client) -> None:
        assert numbers(client, service_code="valgus.1") == [some["lamp"]]
        assert len(numbers(client, service_code="valgus.1,tee")) == 3
        assert len(numbers(client, service_code=["valgus.1", "tee"])) == 3
        assert numbers(client, service_code="none") == []

    def test_by_status(self, some: dict[str, str], client: Client) -> None:
        assert numbers(client, status="closed") == [some["closed"]]
        assert numbers(client, status="open") == [some["lamp"], some["far"]]
        assert len(numbers(client, status="open,closed")) == 3
        closed = client.get(f"{ROOT}/requests.json", {"status": "closed"}).json()[0]
        assert (closed["status"], bool(closed["status_notes"])) == ("closed", True)

    def test_by_date(self, some: dict[str, str], client: Client) -> None:
        old = Case.objects.order_by("registered_at").first()
        assert old is not None
        day = old.registered_at.astimezone(UTC)
        around = {
            "start_date": f"{day - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
            "end_date": f"{day + timedelta(days=1):%Y-%m-%dT%H:%M:%S}+03:00",
        }
        assert numbers(client, **around) == [some["old"]]
        assert some["old"] in numbers(client, start_date=around["start_date"])
        assert numbers(client, end_date=around["end_date"]) == [some["old"]]
        here = old.registered_at.astimezone(TALLINN)
        assert numbers(client, start_date=f"{here:%Y-%m-%d}", end_date=f"{here + timedelta(days=1):%Y-%m-%d}") == [
            some["old"]
        ]

    def test_by_change(self, some: dict[str, str], client: Client) -> None:
        now = timezone.now()
        later = f"{now + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
        assert numbers(client, updated_after=later) == [some["closed"]]
        assert set(numbers(client, updated_before=later)) == {some["old"], some["far"], some["lamp"]}

    def test_by_place(self, some: dict[str, str], client: Client) -> None:
        spot = {"lat": "58.3803", "long": "26.7224"}
        assert set(numbers(client, **spot, radius="100")) == {some["closed"], some["lamp"]}
        assert numbers(client, lat="58.3700", long="26.7500", radius="50") == [some["far"]]
        assert len(numbers(client, **spot, radius="5000")) == 3
        assert numbers(client, bbox="26.74,58.36,26.76,58.38") == [some["far"]]
        just_beyond = {"lat": "58.3803", "long": "26.7240"}
        assert numbers(client, **just_beyond, radius="90") == []
        assert len(numbers(client, **just_beyond, radius="95")) == 2

    def test_by_words(self, some: dict[str, str], client: Client) -> None:
        assert numbers(client, q="pime") == [some["lamp"]]

    def test_by_page(self, some: dict[str, str], client: Client) -> None:
        every = numbers(client)
        assert [numbers(client, page=page, page_size=1) for page in (1, 2, 3, 4)] == [[one] for one in every] + [[]]
        walked = []
        response = client.get(f"{ROOT}/requests.json", {"page_size": 2, "status": "open,closed"})
        while True:
            walked += [one["service_request_id"] for one in response.json()]
            if "Link" not in response:
                break
            link = response["Link"].split(";")[0].strip("<>")
            response = client.get(link[link.index("/open311") :])
        assert walked == every

    @pytest.mark.parametrize(
        "wrong",
        [
            {"start_date": "yesterday"}, {"end_date": "2026-02-31T00:00:00Z"}, {"updated_after": "x"},
            {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
            {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
            {"start_date": "0001-01-01", "end_date": "9999-12-31"}, {"start_date": "9999-12-31"}, {"end_date": "0001-01-01"},
            {"status": "lost"}, {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page_size": "1001"}, {"page": "9" * 50},
            {"lat": "58"}, {"lat": "x", "long": "y"}, {"lat": "58", "long": "26", "radius": "x"}, {"bbox": "1,2,3"},
            {"bbox": "2,2,1,1"}, {"bbox": "a,b,c,d"}, {"service_code": ",".join(map(str, range(1001)))},
        ],
    )  # fmt: skip
    def test_a_wrong_parameter_is_named(self, pothole: Service, client: Client, wrong: dict[str, str]) -> None:
        assert errors_of(client.get(f"{ROOT}/requests.json", wrong))[0]["code"] == 400

    @pytest.mark.parametrize("odd", ["\x00", "%00", "'; DROP TABLE", "１２", "2026-" + "9" * 30, "🏠", "a" * 3000])
    def test_an_odd_value_finds_nothing(self, some: dict[str, str], client: Client, odd: str) -> None:
        refused = "\x00" in odd
        for name in ("service_request_id", "service_code", "q", "cursor"):
            assert client.get(f"{ROOT}/requests.json", {name: odd}).status_code == (400 if refused else 200)
        for path in ("requests", "services", "tokens"):
            assert client.get(f"{ROOT}/{path}/{odd.replace('%', '')[:50]}.json").status_code == 404
        assert client.get(f"{ROOT}/services.json", {"jurisdiction_id": odd}).status_code in (
            (400,) if refused else (200, 404)
        )


def test_only_public_requests_are_shown(municipality: Municipality, create: Callable[..., str], client: Client) -> None:
    make_service(municipality, "tee", "Teed")
    make_service(municipality, "lastekaitse", "Lastekaitse", reports_are_public=False)
    shown, hidden = create(), create(service_code="lastekaitse")
    assert numbers(client) == [shown]
    assert numbers(client, service_request_id=f"{shown},{hidden}") == [shown]
    assert client.get(f"{ROOT}/requests/{hidden}.json").status_code == 404
    ref = Case.objects.get(is_public=False).ref
    assert client.get(f"{ROOT}/tokens/{ref}.json").status_code == 404


def test_requests_of_another_municipality_are_not_here(
    pothole: Service, create: Callable[..., str], client: Client, other_municipality: Municipality
) -> None:
    number = create()
    with municipality_scope(other_municipality):
        make_service(other_municipality, "tee", "Teed")
        assert client.get(f"{ROOT}/requests/{number}.json", headers={"host": "elva.localhost"}).status_code == 404
        assert client.get(f"{ROOT}/requests.json", headers={"host": "elva.localhost"}).json() == []


def test_the_jurisdiction_is_this_municipality(pothole: Service, client: Client) -> None:
    for own in ("0793", "tartu", "tartu.localhost", "www.tartu.localhost", "", " "):
        assert client.get(f"{ROOT}/services.json", {"jurisdiction_id": own}).status_code == 200
    for path in ("services", "services/tee", "requests", "requests/2026-1", "tokens/x", "discovery"):
        response = client.get(f"{ROOT}/{path}.json", {"jurisdiction_id": "elsewhere.org"})
        assert errors_of(response)[0]["code"] == 404
        assert "elsewhere.org" in response.json()[0]["description"]


def test_other_addresses_and_methods_are_answered_in_the_same_form(pothole: Service, client: Client) -> None:
    assert errors_of(client.get(f"{ROOT}/nothing.json"))[0]["code"] == 404
    assert errors_of(client.get("/open311/v3/services.json"))[0]["code"] == 404
    assert fromstring(client.get("/open311/v1/x.xml").content).find("error") is not None
    wrong = client.delete(f"{ROOT}/requests.json")
    assert (errors_of(wrong)[0]["code"], wrong["Allow"]) == (405, "GET, POST, OPTIONS")
    assert client.post(f"{ROOT}/services.json").status_code == 405


def test_pages_of_other_sites_may_read(pothole: Service, post: Post, client: Client) -> None:
    assert client.get(f"{ROOT}/services.json")["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{ROOT}/services/none.json")["Access-Control-Allow-Origin"] == "*"
    preflight = client.options(f"{ROOT}/requests.json")
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Origin" not in post()


def test_no_cookie_is_set_and_no_session_made(pothole: Service, post: Post, client: Client) -> None:
    assert not post().cookies
    assert not client.get(f"{ROOT}/services.json").cookies


@pytest.mark.parametrize(
    "path", ["services.json", "requests.json", "requests.json?extensions=true&page=1", "requests.xml?page=2"]
)
def test_lists_cost_the_same_however_long_they_are(
    pothole: Service,
    lamp: Service,
    create: Callable[..., str],
    client: Client,
    path: str,
    django_assert_num_queries: Any,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        for _ in range(6):
            create()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{ROOT}/{path}").status_code == 200
        counts.append(len(captured))
    assert counts[1] <= counts[0] <= 8


def test_moments_are_written_in_w3c_form(pothole: Service, create: Callable[..., str], client: Client) -> None:
    create()
    Case.objects.update(registered_at=datetime.now(UTC) - timedelta(hours=1))
    moment = client.get(f"{ROOT}/requests.json").json()[0]["requested_datetime"]
    assert datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ")
