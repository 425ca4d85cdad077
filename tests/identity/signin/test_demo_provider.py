"""The test login of the demo: a provider spoken to by the same client."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from raekoda.identity.persons import actions
from raekoda.identity.persons.models import Person, Session
from raekoda.identity.signin import demo_provider
from raekoda.identity.signin.models import Attempt, Provider
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.identity.persons.factory import MARI


@pytest.fixture
def login(municipality: Municipality, settings) -> Provider:
    settings.DEMO = True
    actions.get_or_create_person(
        municipality, code=MARI, given_name="Mari", family_name="Maasikas", actor=Actor.system(), is_demo=True
    )
    return demo_provider.create_provider(municipality)


def to_the_list(client: Client, login: Provider) -> str:
    page = client.get("/sisene/", {"next": "/iseteenindus/kelle-eest/"})
    assert "ainult selles näidises" in page.text
    begun = client.get(f"/sisene/alusta/{login.ref}/", {"next": "/iseteenindus/kelle-eest/"})
    assert urlsplit(begun["Location"]).netloc == "testserver"
    return begun["Location"].replace("http://testserver", "")


def test_a_made_up_person_is_clicked_and_signed_in(login: Provider) -> None:
    client = Client()
    page = to_the_list(client, login)
    assert "Mari Maasikas" in client.get(page).text and MARI not in client.get(page).text
    back = client.post(page, {"who": Person.objects.get().pk})["Location"]
    assert client.get(back)["Location"] == "/iseteenindus/kelle-eest/"
    assert "Mari" in client.get("/iseteenindus/kelle-eest/").text
    assert (Session.objects.get().method, Session.objects.get().level) == ("smartid", "high")


def test_somebody_new_is_signed_in(login: Provider) -> None:
    client = Client()
    client.get(client.post(to_the_list(client, login), {"who": demo_provider.STRANGER})["Location"])
    assert Session.objects.get().person.code == demo_provider.STRANGER_CODE


def test_turning_back(login: Provider) -> None:
    client = Client()
    back = client.post(to_the_list(client, login), {"cancel": "1"})["Location"]
    assert "Te ei loginud sisse" in client.get(back).text


def test_a_code_of_the_test_login_works_once(login: Provider) -> None:
    client = Client()
    page = to_the_list(client, login)
    code = parse_qs(urlsplit(client.post(page, {"who": demo_provider.STRANGER})["Location"]).query)["code"][0]
    asked = dict(zip(("state",), parse_qs(urlsplit(page).query)["state"], strict=True))
    client.get(f"/sisene/vastus/{login.ref}/", asked | {"code": code})
    thief = Client()
    other = parse_qs(urlsplit(to_the_list(thief, login)).query)["state"][0]
    assert thief.get(f"/sisene/vastus/{login.ref}/", {"state": other, "code": code}).status_code == 400
    assert list(Attempt.objects.order_by("id").values_list("outcome", flat=True)) == ["signed_in", "code"]


def test_somebody_who_is_not_made_up_cannot_be_chosen(login: Provider, municipality: Municipality) -> None:
    real = actions.get_or_create_person(
        municipality, code="38001085718", given_name="Päris", family_name="Inimene", actor=Actor.system()
    )
    client = Client()
    page = to_the_list(client, login)
    assert "Inimene" not in client.get(page).text
    assert client.post(page, {"who": real.pk}).status_code == 404


def test_the_list_sends_nobody_elsewhere(login: Provider) -> None:
    client = Client()
    page = to_the_list(client, login).replace("testserver", "evil.example")
    assert client.get(page).status_code == 404
    assert client.post(page, {"who": demo_provider.STRANGER}).status_code == 404


def test_there_is_one_test_login(login: Provider, municipality: Municipality) -> None:
    assert demo_provider.create_provider(municipality) == login


def test_the_test_login_is_limited_by_address(login: Provider) -> None:
    client = Client()
    page = to_the_list(client, login)
    codes = [client.post(page, {"who": f"{number + 900000}"}).status_code for number in range(62)]
    assert codes == [404] * 60 + [429] * 2
    refused = client.post(page, {"who": demo_provider.STRANGER})
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0
