"""A form sent after its session had ended: nothing typed is lost."""

from __future__ import annotations

import lxml.html
import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path

from raekoda.config.urls import urlpatterns as real
from raekoda.identity.persons.access import resident_page
from raekoda.identity.persons.models import Person, Session
from raekoda.identity.signin.models import KeptForm, Provider
from raekoda.platform.core.models import Municipality
from tests.identity.persons.factory import JAAN, person, sign_in
from tests.identity.signin.conftest import HOST, go
from tests.identity.signin.signer import Signer

PAGE = "/iseteenindus/proov/"
TYPED = {
    "name": "Mari & <b>Jüri</b>", "story": "Esimene rida\nteine 'rida'", "size": "l", "wants": ["a", "c"], "kind": "two",
    "note": "x" * 30_000,
}  # fmt: skip
FORM = """{% load i18n %}<!doctype html><html><body><form method="post" action="/muu/"><input name="name" value=""></form>
<form method="post">{% csrf_token %}
<input name="name" value="Eeltäidetud"><input name="note"><input type="hidden" name="version" value="7">
<textarea name="story"></textarea>
<select name="size"><option value="s" selected>S</option><option value="l">L</option></select>
<input type="checkbox" name="wants" value="a"><input type="checkbox" name="wants" value="b" checked>
<input type="checkbox" name="wants" value="c">
<input type="radio" name="kind" value="one" checked><input type="radio" name="kind" value="two">
<button>Saada</button></form></body></html>"""
sent: list[dict[str, list[str]]] = []


@resident_page
def form_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        sent.append(dict(request.POST.lists()))
        return HttpResponse(status=302, headers={"Location": "/valmis/"})
    return HttpResponse(engines["django"].from_string(FORM).render({}, request))


@resident_page
def other_action(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": "/valmis/"})


urlpatterns = [path(PAGE[1:], form_page), path("iseteenindus/muu/", other_action), *real]
handler404 = "raekoda.platform.core.error_pages.page_not_found"


@pytest.fixture(autouse=True)
def _pages(municipality: Municipality):
    sent.clear()
    with override_settings(ROOT_URLCONF="tests.identity.signin.test_pending_forms"):
        yield


@pytest.fixture
def mari(municipality: Municipality) -> Person:
    return person(municipality)


def expired(client: Client, who: Person) -> Client:
    """A browser whose session has just run out."""
    sign_in(client, who)
    Session.objects.update(ended_at="2026-01-01T00:00:00Z")
    return client


def send(client: Client, address: str = PAGE, **headers: str) -> HttpResponse:
    page = f"http://{HOST}{PAGE}"
    return client.post(address, TYPED, headers={"referer": page, **headers})


def values(text: str) -> dict[str, object]:
    form = lxml.html.fromstring(text).forms[1]
    return {name: form.fields[name] for name in ("name", "story", "size", "kind", "note", "version")} | {
        "wants": [each.get("value") for each in form.iter("input") if each.get("name") == "wants" and each.checked]
    }


def test_the_form_is_filled_in_again_after_signing_in(
    browser_of_resident: Client, mari: Person, tara: Provider, signer: Signer
) -> None:
    client = expired(browser_of_resident, mari)
    refused = send(client)
    assert refused["Location"] == "/sisene/?next=%2Fiseteenindus%2Fproov%2F" and sent == []
    assert go(client, tara, signer, PAGE)["Location"] == PAGE
    page = client.get(PAGE)
    filled = values(page.text)
    assert filled.pop("story").strip().splitlines() == TYPED["story"].splitlines()
    assert filled == {key: TYPED[key] for key in ("name", "size", "kind", "note", "wants")} | {"version": "7"}
    assert "on tagasi pandud" in page.text
    assert "Jüri</b>" not in page.text.replace("&lt;b&gt;", ""), "what was typed stays text"
    assert client.get(PAGE).text.count("on tagasi pandud") == 1, "reading the page again loses nothing"
    assert client.post(PAGE, TYPED).status_code == 302
    assert not KeptForm.objects.exists() and "on tagasi pandud" not in client.get(PAGE).text


def test_a_pending_form_is_stored_encrypted(browser_of_resident: Client, mari: Person) -> None:
    send(expired(browser_of_resident, mari))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM signin_keptform")
        assert "Esimene" not in cursor.fetchone()[0]


def test_somebody_else_in_the_same_browser_does_not_see_it(
    browser_of_resident: Client, mari: Person, municipality: Municipality
) -> None:
    client = expired(browser_of_resident, mari)
    send(client)
    sign_in(client, person(municipality, JAAN, given_name="Jaan", family_name="Tamm"))
    assert values(client.get(PAGE).text)["name"] == "Eeltäidetud"
    assert not KeptForm.objects.exists()


def test_another_browser_does_not_get_it(browser_of_resident: Client, mari: Person) -> None:
    send(expired(browser_of_resident, mari))
    other = sign_in(Client(headers={"host": HOST}), mari)
    assert values(other.get(PAGE).text)["name"] == "Eeltäidetud"


def test_where_the_form_is_gone_what_was_typed_can_be_sent_all_the_same(
    browser_of_resident: Client, mari: Person
) -> None:
    client = expired(browser_of_resident, mari)
    send(client, "/iseteenindus/muu/")
    sign_in(client, mari)
    assert client.get(PAGE)["Location"] == "/sisene/alles/"
    assert client.get(PAGE).status_code == 200, "the page is led away from once, not shut"
    page = client.get("/sisene/alles/")
    form = next(each for each in lxml.html.fromstring(page.text).forms if each.get("action") == "/iseteenindus/muu/")
    assert form.fields["story"].splitlines() == TYPED["story"].splitlines()
    assert client.post("/iseteenindus/muu/", dict(form.form_values())).status_code == 302
    assert not KeptForm.objects.exists()


def test_a_pending_form_can_be_discarded(browser_of_resident: Client, mari: Person) -> None:
    client = expired(browser_of_resident, mari)
    send(client, "/iseteenindus/muu/")
    sign_in(client, mari)
    assert "/sisene/alles/" in [
        form.get("action") for form in lxml.html.fromstring(client.get("/sisene/alles/").text).forms
    ]
    assert client.post("/sisene/alles/").status_code == 302
    assert not KeptForm.objects.exists()


def test_a_press_of_a_button_is_not_given_back(browser_of_resident: Client, mari: Person) -> None:
    client = expired(browser_of_resident, mari)
    client.post(PAGE, {"version": "7"}, headers={"referer": f"http://{HOST}{PAGE}"})
    assert KeptForm.objects.exists()
    sign_in(client, mari)
    page = client.get(PAGE)
    assert page.status_code == 200 and "on tagasi pandud" not in page.text
    assert not KeptForm.objects.exists()


def test_a_second_tab_after_signing_out_is_still_the_same_person_s(
    browser_of_resident: Client, mari: Person, municipality: Municipality
) -> None:
    jaan = person(municipality, JAAN, given_name="Jaan", family_name="Tamm")
    for next_one, name in ((mari, TYPED["name"]), (jaan, "Eeltäidetud")):
        client = sign_in(browser_of_resident, mari)
        client.post("/valju/")
        send(client)
        assert KeptForm.objects.get().person == mari
        sign_in(client, next_one)
        assert values(client.get(PAGE).text)["name"] == name
        KeptForm.objects.all().delete()


def test_forms_of_anonymous_users_are_not_saved(mari: Person) -> None:
    send(Client(headers={"host": HOST}))
    assert not KeptForm.objects.exists()


def test_what_nobody_comes_back_for_goes(browser_of_resident: Client, mari: Person, municipality) -> None:
    from raekoda.identity.signin.tasks import delete_expired

    client = expired(browser_of_resident, mari)
    send(client)
    KeptForm.objects.update(created_at="2026-01-01T00:00:00Z")
    sign_in(client, mari)
    assert values(client.get(PAGE).text)["name"] == "Eeltäidetud"
    delete_expired(0)
    delete_expired(0)
    assert not KeptForm.objects.exists()


def test_forms_of_strangers_are_not_gathered_without_end(mari: Person, monkeypatch) -> None:
    monkeypatch.setattr("raekoda.identity.signin.pending_forms.MAX_FORMS", 2)
    for _each in range(4):
        send(expired(Client(headers={"host": HOST}), mari))
    assert KeptForm.objects.count() == 2


def test_a_form_from_another_site_is_not_saved(mari: Person) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": HOST})
    assert strict.post(PAGE, TYPED, headers={"origin": "https://evil.example"}).status_code == 403
    assert not KeptForm.objects.exists()
