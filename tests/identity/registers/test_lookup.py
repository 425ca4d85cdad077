"""A register is asked over X-Road; whatever happens is written down, and a register that fails is left alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons.models import Person
from raekoda.identity.places.models import Area
from raekoda.identity.registers import actions, education, facts, lookup, mandates, population
from raekoda.identity.registers.error_messages import get_error_message
from raekoda.identity.registers.errors import LookupFailed, RegisterError
from raekoda.identity.registers.lookup import look_up
from raekoda.identity.registers.models import Connection, KeptAnswer, Query, Register
from raekoda.identity.registers.practice import PracticeServer
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries import breakers
from raekoda.platform.deliveries.models import Breaker
from tests.identity.persons.factory import CHILD, MARI, person
from tests.identity.registers.conftest import CLIENT, SYSTEM

WHY = "Koolitoetuse taotlus"
pytestmark = pytest.mark.usefixtures("connected")


def test_residence_comes_over_soap_with_every_header(
    mari: Person, practice: PracticeServer, official: Actor, settlement: Area
) -> None:
    found = population.get_residence(mari, actor=official, purpose=WHY, issue="2026-000123", user=f"EE{MARI}")

    assert found is not None
    assert (found.address, found.municipality, found.since) == ("Kalda tee 1-2", "0793", date(2019, 5, 1))
    assert found.area == settlement
    query = Query.objects.get()
    assert practice.asked == [
        {"protocol": "soap", "client": CLIENT, "provider": "EE-PRACTICE/GOV/70000099/rr", "service": "residence",
         "id": str(query.message_id), "user": f"EE{MARI}", "issue": "2026-000123"}
    ]  # fmt: skip
    assert query.request_hash
    assert (query.outcome, query.purpose, query.actor_id) == ("answered", WHY, official.id)


def test_school_comes_over_rest_with_every_header(
    municipality: Municipality, practice: PracticeServer, official: Actor
) -> None:
    child = person(municipality, CHILD, given_name="Mia")
    found = education.get_school(child, actor=official, purpose=WHY, issue="2026-000123", user=f"EE{MARI}")

    assert found is not None
    assert (found.name, found.form, found.grade) == ("Näidiskool", "2.b", 2)
    assert practice.asked[0] | {"id": ""} == {
        "protocol": "rest", "client": CLIENT, "provider": "EE-PRACTICE/GOV/70000099/ehis", "service": "pupils",
        "id": "", "user": f"EE{MARI}", "issue": "2026-000123",
    }  # fmt: skip
    assert practice.asked[0]["id"] == str(Query.objects.get().message_id)


def test_an_unknown_person_is_not_an_error(municipality: Municipality, official: Actor) -> None:
    stranger = person(municipality, "38001085718")

    assert population.get_residence(stranger, actor=official, purpose=WHY) is None
    assert education.get_school(stranger, actor=official, purpose=WHY) is None
    assert set(Query.objects.values_list("outcome", flat=True)) == {Query.UNKNOWN}
    assert not Look.objects.exists(), "nobody's data were seen"


def test_every_query_is_in_the_journal_and_the_access_log(mari: Person, official: Actor) -> None:
    population.get_residence(mari, actor=official, purpose=WHY)

    line = history(mari).get(action="registers.query")
    assert line.data["outcome"] == "answered"
    assert MARI not in str(line.data)
    look = Look.objects.get()
    assert (look.action, look.purpose, look.user_id) == ("registers.population", WHY, official.id)


def test_a_response_is_cached_encrypted(mari: Person, practice: PracticeServer, official: Actor) -> None:
    first = look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)
    again = look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)

    assert (first.is_cached, again.is_cached) == (False, True)
    assert first.data == again.data
    assert len(practice.asked) == 1
    assert Look.objects.count() == 2, "the official saw it twice"
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM registers_keptanswer")
        assert "Kalda" not in cursor.fetchone()[0]


def test_an_expired_response_is_queried_again(mari: Person, practice: PracticeServer, official: Actor) -> None:
    look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert not look_up(population.RESIDENCE, mari, actor=official, purpose=WHY).is_cached
    assert not look_up(population.RESIDENCE, mari, actor=official, purpose=WHY, fresh=True).is_cached
    assert len(practice.asked) == 3


def test_a_query_requires_a_purpose(mari: Person, official: Actor, practice: PracticeServer) -> None:
    with pytest.raises(ValueError, match="purpose"):
        look_up(population.RESIDENCE, mari, actor=official, purpose=" ")
    assert not practice.asked


@pytest.mark.parametrize("service", [population.RESIDENCE, education.SCHOOL])
@pytest.mark.parametrize(
    ("error", "is_down"), [("Server.ServerProxy.NetworkError", True), ("Client.BadRequest", False)]
)
def test_xroad_errors_are_distinguished_from_responses(
    service: str, error: str, is_down: bool, mari: Person, practice: PracticeServer, official: Actor
) -> None:
    practice.breaks = [error]
    with pytest.raises(LookupFailed, match=error) as told:
        look_up(service, mari, actor=official, purpose=WHY)

    assert told.value.is_down is is_down
    assert error in get_error_message(told.value.code)
    assert Query.objects.get().outcome.endswith(error)
    assert not KeptAnswer.objects.exists()
    assert not Look.objects.exists()


@pytest.mark.parametrize("service", [population.RESIDENCE, education.SCHOOL])
def test_a_response_to_another_request_is_rejected(
    service: str, municipality: Municipality, practice: PracticeServer, official: Actor
) -> None:
    practice.mixes_up = True
    child = person(municipality, CHILD)
    practice.people.residence[CHILD] = {"address": "x", "municipalityCode": "0793"}
    with pytest.raises(LookupFailed, match="another question"):
        look_up(service, child, actor=official, purpose=WHY)
    assert not KeptAnswer.objects.exists()


def test_a_client_without_access_gets_an_error(
    municipality: Municipality, mari: Person, practice: PracticeServer, official: Actor
) -> None:
    actions.connect(municipality, actor=SYSTEM, subsystem="muu", server=practice.url)
    with pytest.raises(LookupFailed, match="AccessDenied"):
        look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)


def test_a_hanging_register_times_out_and_is_paused(
    municipality: Municipality, mari: Person, practice: PracticeServer, official: Actor
) -> None:
    Register.objects.update(seconds=1)
    practice.hangs_seconds = 2
    with pytest.raises(LookupFailed, match="time-out"):
        look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)
    practice.hangs_seconds = 0
    practice.breaks = ["Server.ServerProxy.NetworkError"] * 4
    for _turn in range(4):
        with pytest.raises(LookupFailed):
            look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)
    asked = len(practice.asked)
    with pytest.raises(LookupFailed, match="resting"):
        look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)

    assert len(practice.asked) == asked, "nobody asks while it rests"
    assert look_up(education.SCHOOL, mari, actor=official, purpose=WHY).data is None, "other registers are asked"
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert look_up(population.RESIDENCE, mari, actor=official, purpose=WHY).data["municipality"] == "0793"
    assert look_up(population.RESIDENCE, mari, actor=official, purpose=WHY, fresh=True).data


def test_a_lookup_without_a_connection_fails(municipality: Municipality, mari: Person, official: Actor) -> None:
    Connection.objects.update(is_active=False)
    fact = facts.get_residence(mari, actor=official, purpose=WHY)
    assert (fact.value, fact.trouble) == (None, "not connected")
    with override("et"):
        assert "administraator" in get_error_message(fact.trouble)


def test_queries_can_be_neither_changed_nor_deleted(mari: Person, official: Actor) -> None:
    population.get_residence(mari, actor=official, purpose=WHY)
    for change in (lambda: Query.objects.update(purpose="x"), lambda: Query.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_death_is_never_cached(mari: Person, practice: PracticeServer, official: Actor) -> None:
    assert population.get_death(mari, actor=official, purpose=WHY) is None
    practice.people.died_on[MARI] = "2026-02-03"
    assert population.get_death(mari, actor=official, purpose=WHY) == date(2026, 2, 3)


def test_mandates_come_by_kind_and_period(mari: Person, practice: PracticeServer, official: Actor) -> None:
    rows = practice.people.mandates[f"EE{MARI}"][0]["mandates"]
    rows += [
        {"role": "EMTA:HAMPI", "validityPeriod": {"from": "2021-01-01", "through": "2099-12-31"}},
        {"role": "STAT:OLD", "validityPeriod": {"through": "2020-12-31"}},
        {"role": "BR_REPRIGHT:JOINT", "validityPeriod": {"from": "2020-01-01"}},
        {"norole": 1},
    ]
    found = mandates.get_held_mandates(mari, actor=official, purpose=WHY)

    assert [(each.kind, each.roles) for each in found] == [
        ("board", ("BR_REPRIGHT:JOINT", "BR_REPRIGHT:SOLEREP")),
        ("mandate", ("EMTA:HAMPI",)),
    ]
    assert found[0].is_legal
    assert found[1].valid_to == date(2099, 12, 31)


def test_addresses_inside_of_networks_and_wrong_names_are_refused(municipality: Municipality, settings) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    with pytest.raises(RegisterError) as told:
        actions.connect(municipality, actor=SYSTEM, server="http://127.0.0.1:1/")
    assert told.value.field == "server"
    with pytest.raises(RegisterError) as told:
        actions.set_register(municipality, "population", actor=SYSTEM, subsystem="a/../b")
    assert told.value.field == "subsystem"


@pytest.mark.parametrize(("code", "failures"), [("address", 2), ("certificate", 2), ("refused", 0)])
def test_only_a_register_that_was_reached_closes_its_breaker(
    code: str, failures: int, mari: Person, official: Actor, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    def troubled(_question: object) -> None:
        raise LookupFailed(code)

    monkeypatch.setitem(lookup.PROTOCOLS, "soap", troubled)
    for _turn in range(2):
        breakers.record_failure(municipality.pk, "register:population")
    with pytest.raises(LookupFailed):
        look_up(population.RESIDENCE, mari, actor=official, purpose=WHY)
    assert Breaker.objects.get().failures == failures
