"""The good path, by TARA's specification: what is asked, what is taken, what is kept."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from raekoda.identity.persons.models import Person, Session
from raekoda.identity.signin import personal_data
from raekoda.identity.signin.models import Attempt, Provider
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from tests.identity.signin.conftest import HOST, begin, come_back, go
from tests.identity.signin.signer import CLIENT, Signer


def test_the_request_is_as_the_specification_says(browser_of_resident: Client, tara: Provider) -> None:
    url = urlsplit(begin(browser_of_resident, tara))
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert url.path == "/oidc/authorize"
    assert len(asked.pop("state")) >= 8 and len(asked.pop("nonce")) >= 16
    assert asked == {
        "response_type": "code", "client_id": CLIENT, "scope": "openid", "ui_locales": "et", "acr_values": "substantial",
        "redirect_uri": f"http://{HOST}/sisene/vastus/{tara.ref}/",
    }  # fmt: skip


def test_somebody_signs_in_and_comes_to_the_page_they_asked_for(
    browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    response = go(browser_of_resident, tara, signer, "/iseteenindus/kelle-eest/")
    assert (response.status_code, response["Location"]) == (302, "/iseteenindus/kelle-eest/")
    person = Person.objects.get()
    assert (person.country, person.code, person.born_on) == ("EE", "60001019906", date(2000, 1, 1))
    assert person.name == "MARY ÄNN O’CONNEŽ-ŠUSLIK TESTNUMBER"
    session = Session.objects.get()
    assert (session.person, session.method, session.level, session.provider_sid) == (person, "mid", "high", "")
    assert "MARY ÄNN" in browser_of_resident.get("/iseteenindus/kelle-eest/").text


def test_attempts_are_stored_without_plain_secrets(
    browser_of_resident: Client, tara: Provider, signer: Signer, django_assert_max_num_queries
) -> None:
    go(browser_of_resident, tara, signer)
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.method, attempt.level) == ("signed_in", "mid", "high")
    assert attempt.token == signer.token_of_last
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT token, verifier FROM signin_attempt")
        stored = cursor.fetchone()
    assert signer.token_of_last not in stored[0] and stored[1] == ""
    lines = JournalEntry.objects.filter(action__startswith="persons.")
    assert "60001019906" not in str(list(lines.values())) and "MARY" not in str(list(lines.values()))


def test_the_session_is_a_new_one(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    client = browser_of_resident
    client.cookies["sessionid"] = "planted0planted0planted0planted0"
    go(client, tara, signer)
    assert client.cookies["sessionid"].value != "planted0planted0planted0planted0"


def test_a_session_known_to_an_attacker_is_of_no_use_afterwards(
    browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    """Session fixation: a key that was good before the sign-in opens nothing after it."""
    client = browser_of_resident
    session = client.session
    session["seen"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    go(client, tara, signer)
    thief = Client(headers={"host": HOST})
    thief.cookies["sessionid"] = planted
    assert thief.get("/iseteenindus/kelle-eest/").status_code == 302
    assert client.get("/iseteenindus/kelle-eest/").status_code == 200


def test_a_proof_key_is_used_where_the_provider_takes_it(
    browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    signer.document = {"code_challenge_methods_supported": ["S256"]}
    url = begin(browser_of_resident, tara)
    assert "code_challenge_method=S256" in url
    assert come_back(browser_of_resident, tara, signer.authorize(url)).status_code == 302
    assert Session.objects.exists()


@pytest.mark.parametrize("way", ["/en/sisene/alusta/", "/ru/sisene/alusta/"])
def test_the_provider_speaks_the_language_of_the_page(browser_of_resident: Client, tara: Provider, way: str) -> None:
    response = browser_of_resident.get(f"{way}{tara.ref}/")
    assert f"ui_locales={way[1:3]}" in response["Location"]


def test_chosen_means_are_asked_for_and_checked(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    tara.methods = ["idcard", "smartid"]
    tara.save()
    url = begin(browser_of_resident, tara)
    assert "scope=openid+idcard+smartid" in url
    refused = come_back(browser_of_resident, tara, signer.authorize(url))
    assert refused.status_code == 400 and Attempt.objects.get().outcome == "method"
    signer.bend = lambda claims, header: claims.update(amr=["idcard"])
    assert go(browser_of_resident, tara, signer).status_code == 302


def test_somebody_of_another_country_signs_in(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    signer.bend = lambda claims, header: claims.update(sub="DE" + "x" * 200, amr=["eIDAS"], acr="substantial")
    assert go(browser_of_resident, tara, signer).status_code == 302
    person = Person.objects.get()
    assert person.country == "DE" and len(person.code) == 200


def test_two_tabs_may_sign_in_at_once(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    first, second = begin(browser_of_resident, tara), begin(browser_of_resident, tara)
    assert come_back(browser_of_resident, tara, signer.authorize(second)).status_code == 302
    assert come_back(browser_of_resident, tara, signer.authorize(first)).status_code == 302


def test_keys_and_document_are_cached(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    for _each in range(3):
        go(browser_of_resident, tara, signer)
    assert [path for path in signer.asked if path != "/oidc/token"] == [
        "/.well-known/openid-configuration",
        "/oidc/jwks",
    ]


def test_a_sign_in_begun_at_another_host_goes_on_at_the_agreed_one(tara: Provider) -> None:
    response = Client().get(f"/sisene/alusta/{tara.ref}/", {"next": "/teenused/"})
    assert response["Location"] == f"http://{HOST}/sisene/alusta/{tara.ref}/?next=%2Fteenused%2F"


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "http:/evil.example"],
)
def test_nobody_is_led_elsewhere(browser_of_resident: Client, tara: Provider, signer: Signer, address: str) -> None:
    assert go(browser_of_resident, tara, signer, address)["Location"] == "/"
    assert browser_of_resident.get("/sisene/", {"next": address})["Location"] == "/"


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ("user_cancel", 200, "Te ei loginud sisse"),
        ("access_denied", 200, "Te ei loginud sisse"),
        ("temporarily_unavailable", 503, "ei vasta"),
        ("invalid_scope", 400, "ei ole õigesti seadistatud"),
    ],
)
def test_errors_of_the_provider_have_messages(
    browser_of_resident: Client, tara: Provider, error: str, status: int, words: str
) -> None:
    state = parse_qs(urlsplit(begin(browser_of_resident, tara)).query)["state"][0]
    answer = {"error": error, "error_description": "<b>very technical</b>", "state": state}
    response = come_back(browser_of_resident, tara, answer)
    assert response.status_code == status
    assert words in response.text
    assert "technical" not in response.text
    assert not Session.objects.exists()


def test_an_unavailable_provider_is_reported(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    url = begin(browser_of_resident, tara)
    signer.fails = "502"
    response = come_back(browser_of_resident, tara, signer.authorize(url))
    assert response.status_code == 503 and "ei vasta" in response.text
    tara.issuer = "http://127.0.0.1:9"
    tara.save()
    assert browser_of_resident.get(f"/sisene/alusta/{tara.ref}/").status_code == 503


def test_an_unreadable_secret_affects_one_provider_only(
    browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE signin_provider SET secret = 'written under another key'")
    assert tara.ref in browser_of_resident.get("/sisene/").text
    response = go(browser_of_resident, tara, signer)
    assert response.status_code == 400 and "ei ole õigesti seadistatud" in response.text
    assert Attempt.objects.get().outcome == "setup"


def test_sign_ins_are_exported_and_erased(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    go(browser_of_resident, tara, signer)
    person = Person.objects.get()
    (row,) = personal_data.export(person)
    assert (row["method"], row["level"]) == ("mid", "high")
    assert personal_data.erase(person, Actor.system()).deleted == 1
    assert personal_data.erase(person, Actor.system()).deleted == 0
    assert personal_data.export(person) == []


def test_without_next_the_resident_home_page_opens(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    assert go(browser_of_resident, tara, signer)["Location"] == "/iseteenindus/"


def test_signing_out(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    go(browser_of_resident, tara, signer)
    assert browser_of_resident.get("/valju/").status_code == 200
    assert browser_of_resident.post("/valju/")["Location"] == "/valju/valmis/"
    assert browser_of_resident.get("/iseteenindus/kelle-eest/").status_code == 302
    assert Session.objects.get().ended_at is not None


def test_very_many_tries_are_stopped(browser_of_resident: Client, tara: Provider, monkeypatch) -> None:
    monkeypatch.setattr("raekoda.identity.signin.site.MAX_ATTEMPTS", 2)
    codes = [browser_of_resident.get(f"/sisene/alusta/{tara.ref}/").status_code for _each in range(3)]
    assert codes == [302, 302, 429]
