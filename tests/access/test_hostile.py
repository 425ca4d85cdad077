"""No request brings a page down: every route with every method, with NUL, with overlong and overflowing parameters.

Nothing answers 500, nothing asks the database for more than a bounded number of statements. What is left out stands in
``tests/access/hostile.py`` with its reason. The long run (``-m soak``) goes over a town full of content as staff, as a
resident and as a visitor, every value at every route; the short one tries at each route one method and one value of the lists.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core import bounds
from raekoda.platform.core.heavy import DOWNLOADS_A_MINUTE
from raekoda.publishing.website.search import SEARCHES_A_MINUTE
from tests.access.hostile import (
    FAULTS,
    FIELDS,
    METHODS,
    MOST_STATEMENTS,
    NUL,
    OF_WAGTAIL,
    ONE_REQUEST,
    PARTS,
    VALUES,
    is_left_out,
    parameters,
    query,
    routes,
)
from tests.access.town import Town, as_it_was
from tests.casework.cases.conftest import add_membership, make_user

pytestmark = pytest.mark.django_db
FORM = (
    "q", "text", "name", "email", "phone", "reason", "until", "from", "date", "day", "key", "ref", "number", "lon", "lat",
)  # fmt: skip
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def asked(client: Client, method: str, path: str, text: str = "", data: Any = None) -> str:
    """What is wrong with the answer to a hostile request; empty when nothing is."""
    environment = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": text}
    with as_it_was(), CaptureQueriesContext(connection) as statements:
        send = client.generic if data is None else client.post
        answer = send(*(("/", data) if data is not None else (method, "/")), **environment)
        if answer.streaming:
            b"".join(answer.streaming_content)
    shown = f"{method} {path[:80]}?{text[:80]} {str(data)[:60] if data else ''}"
    is_fault = (path in FAULTS and b"Fault" in answer.content) or path.startswith(tuple(OF_WAGTAIL))
    if answer.status_code >= 500 and answer.status_code not in (501, 503) and not is_fault:
        return f"{shown}: {answer.status_code}"
    return f"{shown}: {len(statements)} statements" if len(statements) > MOST_STATEMENTS else ""


def batched(names: tuple[str, ...], size: int) -> list[tuple[str, ...]]:
    return [names[begin : begin + size] for begin in range(0, len(names), size)]


def filled(route: str, value: str) -> str:
    return "/" + PART.sub(lambda part: value, route).replace("^", "").replace("$", "")


@pytest.fixture
def clients(municipality: Any) -> list[Client]:
    """A visitor, and a member of staff who has all roles and an account of the whole installation."""
    user = make_user(municipality, "hostile", Role.ADMINISTRATOR)
    for role in {*Role} - {Role.ADMINISTRATOR}:
        add_membership(user, municipality, role)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    staff = Client(raise_request_exception=False)
    staff.force_login(user)
    return [Client(raise_request_exception=False), staff]


@pytest.mark.parametrize("part", range(4))
def test_no_route_fails_on_a_hostile_request(clients: list[Client], part: int) -> None:
    wrong = []
    known = [route for route in routes() if not is_left_out(route)]
    assert len(known) > 300
    for number, route in enumerate(known[part::4]):
        client, hostile_part = clients[number % 2], PARTS[(number + part) % len(PARTS)]
        if route.startswith(ONE_REQUEST):
            if number % 3 == 0:
                wrong += [asked(clients[1], "GET", filled(route, hostile_part), query("9999-12-31", ("q", "p")))]
            continue
        wrong += [asked(client, "GET", filled(route, "1"), query(VALUES[(number + part) % len(VALUES)]))]
        wrong += [asked(client, METHODS[number % len(METHODS)], filled(route, hostile_part))]
        wrong += [asked(client, "POST", filled(route, "x"), data={name: FIELDS[number % len(FIELDS)] for name in FORM})]
    assert not (found := [each for each in wrong if each]), "\n".join(found)


def test_nul_in_a_path_is_not_found_everywhere(clients: list[Client]) -> None:
    with_parts = [route for route in routes() if "<" in route and "?" not in route]
    assert len(with_parts) > 200
    assert {client.get(filled(route, NUL)).status_code for client in clients for route in with_parts} == {404}


def test_a_query_with_nul_or_no_character_is_refused_in_words(client: Client, municipality: Any) -> None:
    for text in ("teenus=a%00b", "a%00=1", "q=%EF%BF%BF"):
        answer = client.get("/teated/", QUERY_STRING=text)
        assert (answer.status_code, "Päringust ei saadud aru" in answer.text or "<h1>" in answer.text) == (400, True), (
            text
        )
    answer = client.get("/open311/v2/requests.json", QUERY_STRING="q=%00")
    assert (answer.status_code, answer.json()[0]["code"]) == (400, 400)
    assert client.get("/api/v1/search", QUERY_STRING="q=%00").json()["error"]["code"] == "invalid_parameters"
    assert client.get("/ogc/collections", QUERY_STRING="f=%00").json()["code"] == "InvalidParameterValue"


def test_parts_of_a_request_have_a_greatest_length(client: Client, municipality: Any) -> None:
    assert client.get("/teated/" + "x" * bounds.LONGEST_PATH).status_code == 404
    assert client.get("/otsi/", QUERY_STRING="q=" + "x" * (bounds.LONGEST_VALUE + 1)).status_code == 400
    assert client.get("/otsi/", QUERY_STRING="q" * (bounds.LONGEST_NAME + 1) + "=1").status_code == 400
    assert client.get("/otsi/", QUERY_STRING="&".join(["q=1"] * (bounds.MOST_PARAMETERS + 1))).status_code == 400
    assert client.get("/otsi/", QUERY_STRING="q=" + "x" * bounds.LONGEST_VALUE).status_code == 200
    assert client.get("/otsi/", headers={"Accept": "x/y," * bounds.LONGEST_HEADER}).status_code == 400


def test_nul_is_taken_out_of_what_somebody_pasted(client: Client, municipality: Any) -> None:
    answer = client.post("/kysi/", {"text": "Kus\x00 on ujula?", "tundmatu": "\x00"})
    assert "Kus on ujula?" in answer.text or answer.status_code == 302
    assert b"\x00" not in answer.content


def test_ten_characters_that_grow_when_normalised_are_searched_for(client: Client, municipality: Any) -> None:
    assert client.get("/otsi/", {"q": "\ufdfa" * 10}).status_code == 200
    assert client.get("/api/v1/search", {"q": "\ufdfa" * 100}).status_code in (200, 422)


def test_json_that_is_nested_without_end_or_holds_nul_breaks_nothing(client: Client, municipality: Any) -> None:
    for body in ("[" * 100_000, '{"service_code": "a\\u0000b", "description": "\\u0000", "lat": 1e400}'):
        for path in ("/open311/v2/requests.json", "/api/v1/ask", "/webhook/x", "/api/v1/calls"):
            assert client.post(path, body, content_type="application/json").status_code < 500, path


def test_searches_and_downloads_are_limited(client: Client, municipality: Any) -> None:
    answers = [client.get("/otsi/", {"q": "a"}).status_code for _ in range(SEARCHES_A_MINUTE + 1)]
    assert (set(answers[:-1]), answers[-1]) == ({200}, 429)
    answers = [client.get("/teadaanded/kalender.ics") for _ in range(DOWNLOADS_A_MINUTE + 1)]
    assert ({each.status_code for each in answers[:-1]}, answers[-1].status_code) == ({200}, 429)
    assert answers[-1]["Retry-After"] == "60"


def test_parameters_are_found_in_the_source() -> None:
    assert {"q", "teenus", "bbox", "seis", "kellele"} <= set(parameters())


@given(text=st.text(max_size=300), name=st.sampled_from(parameters()))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_sound_or_refused(text: str, name: str) -> None:
    encoded = quote(text.encode("utf-8", "surrogatepass"))
    assert bounds.query_is_sound(f"{name}={encoded}") == (not bounds.BROKEN.search(text))


@pytest.mark.soak
@pytest.mark.parametrize("role", ["visitor", "owner", "official", "administrator", "editor"])
def test_no_page_of_a_town_fails_on_any_value_of_any_parameter(town: Town, role: str) -> None:
    client = town.browser(role)
    client.raise_request_exception = False
    wrong = []
    for route, address in town.addresses.items():
        if is_left_out(route):
            continue
        place = address if "^" not in route else filled(route, "1")
        for value in VALUES:
            wrong.append(asked(client, "GET", place, query(value)))
            wrong += [asked(client, "GET", filled(route, value))] if "<" in route else []
        wrong += [asked(client, "GET", filled(route, value)) for value in PARTS if "<" in route or "(" in route]
        for names in batched(parameters(), 8):
            wrong.append(asked(client, "GET", place, query("9999-12-31", names)))
        wrong += [asked(client, method, place) for method in METHODS]
        wrong += [asked(client, "POST", place, data=dict.fromkeys(FORM, value)) for value in FIELDS]
    assert not (found := [each for each in wrong if each]), "\n".join(found)
