"""Where a register is down a person states it; it is marked so until an official has checked it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import personal_data_sources
from raekoda.identity.places.models import Area
from raekoda.identity.registers import actions, facts, personal_data, prefill
from raekoda.identity.registers.education import School
from raekoda.identity.registers.errors import RegisterError
from raekoda.identity.registers.models import Connection, KeptAnswer, Query, Statement
from raekoda.identity.registers.population import Residence
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.identity.persons.factory import CHILD, JAAN, actor_for, person, sign_in

WHY = "Koolitoetuse taotlus"
STATE = reverse("registers:state")


@pytest.fixture
def client(mari: Person) -> Client:
    return sign_in(Client(), mari)


@pytest.fixture
def home(municipality: Municipality) -> Area:
    tartu = Area.objects.create(kind="municipality", code="0793", name="Tartu linn")
    return Area.objects.create(kind="settlement", code="3921", name="Ilmatsalu", type_name="alevik", parent=tartu)


def state(client: Client, area: Area, address: str = "Järve tee 5") -> Statement:
    sent = client.post(STATE, {"kind": "residence", "area": str(area.pk), "address": address})
    assert sent.status_code == 302
    statement = Statement.objects.order_by("id").last()
    assert statement is not None
    return statement


def test_a_stated_residence_is_marked_and_then_checked(
    client: Client, mari: Person, home: Area, official: Actor, signed_in: Callable[..., Client]
) -> None:
    statement = state(client, home)
    mari.refresh_from_db()
    assert (mari.area, mari.address, mari.residence_source) == (home, "Järve tee 5", "person")
    fact = facts.get_residence(mari, actor=official, purpose=WHY)
    assert (fact.source, fact.is_checked, fact.trouble) == ("person", False, "not connected")
    assert isinstance(fact.value, Residence)

    desk = signed_in("service_owner")
    listed = desk.get(reverse("registers_desk:statements")).text
    assert mari.name not in listed, "no names in lists"
    page = reverse("registers_desk:statement", args=[statement.pk])
    assert mari.name in desk.get(page).text
    assert Look.objects.filter(person=mari, action="registers.statement").count() == 1
    assert desk.post(page, {"holds": "1", "reason": ""}).status_code == 302
    mari.refresh_from_db()
    assert mari.residence_source == "staff"
    assert facts.get_residence(mari, actor=official, purpose=WHY).is_checked
    assert desk.post(page, {"holds": "1"}).status_code == 422, "decided once"


def test_a_statement_that_does_not_hold_is_refused_with_a_reason(
    client: Client, mari: Person, home: Area, official: Actor
) -> None:
    statement = state(client, home)
    with pytest.raises(RegisterError) as told:
        actions.check_statement(statement, actor=official, holds=False)
    assert told.value.field == "reason"
    actions.check_statement(statement, actor=official, holds=False, reason="Elab Elvas")
    mari.refresh_from_db()
    assert (mari.area, mari.address) == (None, "")
    assert facts.get_residence(mari, actor=official, purpose=WHY).value is None
    assert "Elab Elvas" in client.get(STATE).text


def test_a_later_statement_replaces_the_one_before(client: Client, home: Area) -> None:
    first = state(client, home)
    second = state(client, home, "Järve tee 7")
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "stated")


def test_a_school_is_stated_for_a_child(
    client: Client, mari: Person, official: Actor, municipality: Municipality
) -> None:
    sent = client.post(
        STATE, {"kind": "school", "school": "Näidiskool", "grade": "2", "letter": "b", "next": "/iseteenindus/"}
    )
    assert sent["Location"] == "/iseteenindus/"
    fact = facts.get_school(mari, actor=official, purpose=WHY)
    assert isinstance(fact.value, School)
    assert fact.value.form == "2.b"


def test_missing_fields_are_reported_and_input_is_preserved(client: Client, home: Area) -> None:
    refused = client.post(STATE, {"kind": "residence", "area": "", "address": "Järve tee 5"})
    assert refused.status_code == 422
    assert "Järve tee 5" in refused.text
    assert client.post(STATE, {"kind": "residence", "area": "999999"}).status_code == 422
    assert client.post(STATE, {"kind": "school", "next": "https://example.ee/"}).status_code == 422
    assert not Statement.objects.exists()


def test_nobody_states_for_another(mari: Person, municipality: Municipality, home: Area) -> None:
    jaan = person(municipality, JAAN)
    assert not actor_for(jaan).may("registers.state", mari)
    assert not actor_for(jaan).may("registers.check_statement")
    assert Client().get(STATE).status_code == 302


def test_the_register_goes_before_the_statement(
    client: Client, mari: Person, home: Area, settlement: Area, connected: Connection, official: Actor
) -> None:
    state(client, home)
    fact = facts.get_residence(mari, actor=official, purpose=WHY)
    mari.refresh_from_db()
    assert (fact.source, fact.is_checked) == ("register", True)
    assert (mari.area, mari.residence_source, mari.address) == (settlement, "register", "Kalda tee 1-2")


def test_forms_are_filled_in_from_the_registers(
    mari: Person, municipality: Municipality, settlement: Area, connected: Connection
) -> None:
    child = person(municipality, CHILD)
    names = ["register.residence", "register.school", "register.school_class"]
    assert prefill.get_prefill_values(mari, names) == {"register.residence": "Kalda tee 1-2, Tartu linn"}
    assert prefill.get_prefill_values(child, names[1:], asker=mari) == {
        "register.school": "Näidiskool", "register.school_class": 2,
    }  # fmt: skip
    assert not Look.objects.exists(), "their own looks are not written down"
    assert Query.objects.count() == 3


def test_a_stated_residence_has_its_place_and_is_never_the_registers(
    client: Client, mari: Person, home: Area, official: Actor
) -> None:
    statement = state(client, home)
    found = facts.get_residence(mari, actor=official, purpose=WHY).value
    assert isinstance(found, Residence)
    assert (found.area, found.settlement, found.municipality) == (home, "3921", "0793")
    for holds in (False, True):
        if holds:
            actions.check_statement(statement, actor=official, holds=True)
        assert prefill.get_prefill_values(mari, ["register.residence"]) == {}


def test_a_residence_without_an_area_is_reported_and_opening_it_again_is_logged(
    client: Client, mari: Person, home: Area, signed_in: Callable[..., Client]
) -> None:
    statement = state(client, home)
    Statement.objects.update(data='{"address": "Järve tee 5", "area": "999999"}')
    page = reverse("registers_desk:statement", args=[statement.pk])
    assert signed_in("official").post(page, {"holds": "1", "reason": ""}).status_code == 422
    assert Look.objects.filter(person=mari, action="registers.statement").count() == 1, "it was shown"


def test_an_erased_statement_is_not_current(client: Client, mari: Person, home: Area, official: Actor) -> None:
    statement = state(client, home)
    personal_data.erase(mari, Actor.system())
    statement.refresh_from_db()
    assert (statement.state, statement.data) == ("replaced", "")
    assert facts.get_residence(mari, actor=official, purpose=WHY).value is None


def test_export_and_deletion(client: Client, mari: Person, home: Area, connected: Connection, official: Actor) -> None:
    state(client, home)
    facts.get_residence(mari, actor=official, purpose=WHY)
    holding = personal_data_sources["registers"]
    assert [row["kind"] for row in holding.export(mari)] == ["answer", "statement", "query"]
    assert "Kalda tee" in str(holding.export(mari))

    first, second = holding.erase(mari, Actor.system()), holding.erase(mari, Actor.system())
    assert (first.deleted, first.retained, first.needs_person) == (2, 1, False)
    assert second.deleted == 0
    assert not KeptAnswer.objects.exists()
    assert "Järve" not in str(holding.export(mari))


PAGES = {
    "overview": ({"official", "service_owner", "administrator"}, []),
    "connect": ({"administrator"}, []),
    "statements": ({"official", "service_owner"}, []),
    "set": ({"administrator"}, ["population"]),
}


@pytest.mark.parametrize("role", ["operator", "official", "service_owner", "editor", "analyst", "administrator"])
def test_who_opens_which_page(role: str, signed_in: Callable[..., Client]) -> None:
    client = signed_in(role)
    for name, (roles, given) in PAGES.items():
        opened = client.get(reverse(f"registers_desk:{name}", args=given)).status_code
        assert opened == (200 if role in roles else 403), name
    assert client.post(reverse("registers_desk:check", args=["population"])).status_code in (403, 404)


def test_the_desk_shows_how_registers_work(
    connected: Connection, mari: Person, official: Actor, signed_in: Callable[..., Client], practice
) -> None:
    client = signed_in("administrator")
    overview = reverse("registers_desk:overview")
    assert "oletuslikud" in client.get(overview).text
    facts.get_residence(mari, actor=official, purpose=WHY)
    practice.breaks = ["Server.ServerProxy.NetworkError"]
    facts.get_school(mari, actor=official, purpose=WHY)
    page = client.get(overview).text
    assert "Server.ServerProxy.NetworkError" in page
    checked = client.post(reverse("registers_desk:check", args=["population"]), follow=True)
    assert "lets us call" in checked.text or "lubab" in checked.text
    practice.clients = set()
    client.post(reverse("registers_desk:check", args=["education"]))
    assert "AccessDenied" in client.get(overview).text
    sent = client.post(
        reverse("registers_desk:connect"),
        {"server": "ftp://example.ee", "instance": "EE", "member_class": "GOV", "member_code": "1", "subsystem": "a"},
    )
    assert sent.status_code == 422
