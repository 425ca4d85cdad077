"""Who may act for whom comes from the registers when somebody signs in, and ends when it is gone there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person, Representation, Session, Source
from raekoda.identity.persons.queries import get_representations
from raekoda.identity.registers import tasks
from raekoda.identity.registers.models import Query
from raekoda.identity.registers.practice import PracticeServer
from raekoda.identity.registers.representations import refresh_representations
from raekoda.platform.core import clock
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from tests.identity.persons.factory import CHILD, FIRM, JAAN, MARI, child_of, person, sign_in
from tests.identity.registers.conftest import SYSTEM
from tests.jobs import run_for_each

pytestmark = pytest.mark.usefixtures("connected")


def held(mari: Person) -> list[tuple[str, str]]:
    return sorted((right.represented.name, right.kind) for right in get_representations(mari))


def test_children_and_mandates_are_written_down(mari: Person) -> None:
    assert refresh_representations(mari) == []
    assert held(mari) == [("Mia Maasikas", "parent"), ("Näidis OÜ", "board")]
    child = Representation.objects.get(kind="parent")
    assert (child.source, child.valid_to) == (Source.REGISTER, date(2035, 9, 20)), "until the child is of full age"
    assert refresh_representations(mari, fresh=True) == []
    assert Representation.objects.count() == 2, "seen again, not made again"


def test_a_right_ends_when_the_register_has_it_no_more(mari: Person, practice: PracticeServer, client: Client) -> None:
    refresh_representations(mari)
    right = Representation.objects.get(kind="parent")
    sign_in(client, mari, acting_for=right)
    practice.people.children[MARI][0]["hasCustody"] = "false"
    practice.people.mandates[f"EE{MARI}"] = []
    assert refresh_representations(mari, fresh=True) == []

    assert held(mari) == []
    assert Session.objects.get().acting_for is None, "sessions that used it act for their own person again"
    assert history(right).filter(action="persons.end_representation").exists()


def test_what_an_official_wrote_down_stays(mari: Person, municipality: Municipality, practice: PracticeServer) -> None:
    jaan = person(municipality, JAAN, given_name="Jaan", family_name="Mustikas")
    persons.save_representation(mari, jaan, "guardian", actor=SYSTEM, source=Source.STAFF)
    practice.people.children[MARI] = []
    refresh_representations(mari, fresh=True)
    assert ("Jaan Mustikas", "guardian") in held(mari)


def test_a_register_that_is_down_ends_nothing(mari: Person, practice: PracticeServer) -> None:
    refresh_representations(mari)
    practice.breaks = ["Server.ServerProxy.NetworkError"] * 2
    troubles = refresh_representations(mari, fresh=True)
    assert len(troubles) == 2
    assert len(held(mari)) == 2


def test_rights_with_wrong_codes_are_left_out(mari: Person, practice: PracticeServer) -> None:
    practice.people.children[MARI].append({"personCode": "12345678901", "hasCustody": "true"})
    practice.people.children[MARI].append({"personCode": MARI, "hasCustody": "true"})
    practice.people.mandates[f"EE{MARI}"][0]["representee"]["identifier"] = "EE99999999"
    refresh_representations(mari)
    assert held(mari) == [("Mia Maasikas", "parent")]


def test_signing_in_lets_the_registers_be_asked_once(mari: Person, client: Client, practice: PracticeServer) -> None:
    sign_in(client, mari)
    sign_in(Client(), mari)
    (job,) = ProcrastinateJob.objects.filter(task_name="registers.refresh")
    assert not practice.asked, "nobody waits for registers to sign in"
    tasks.refresh(**job.args)
    assert len(held(mari)) == 2
    tasks.refresh(**job.args)
    assert [question["service"] for question in practice.asked] == ["children", "mandates"], "kept answers are taken"
    assert {question["user"] for question in practice.asked} == {f"EE{MARI}"}


def test_the_person_reads_that_registers_were_asked(mari: Person) -> None:
    refresh_representations(mari)
    looks = Look.objects.filter(person=mari).order_by("id")
    assert [(look.action, look.by_words) for look in looks] == [
        ("registers.population", "Raekoda"), ("registers.mandates", "Raekoda"),
    ]  # fmt: skip
    assert all("Kelle eest" in look.purpose for look in looks)
    assert Person.objects.get(pk=Representation.objects.get(kind="parent").represented_id).code == CHILD
    assert Person.objects.get(pk=Representation.objects.get(kind="board").represented_id).code == FIRM


def test_mandates_that_begin_together_and_end_apart_are_two(mari: Person, practice: PracticeServer) -> None:
    role = "BR_REPRIGHT:SOLEREP"
    practice.people.mandates[f"EE{MARI}"][0]["mandates"] = [
        {"role": role, "validityPeriod": {"from": "2020-01-01", "through": last}}
        for last in ("2098-01-01", "2099-01-01")
    ]
    refresh_representations(mari)
    ends = (
        Representation.objects.filter(kind="board", ended_at=None)
        .order_by("valid_to")
        .values_list("valid_to", flat=True)
    )
    assert list(ends) == [date(2098, 1, 1), date(2099, 1, 1)]


def test_deaths_are_asked_about_once_a_week_and_end_rights(
    mari: Person, municipality: Municipality, practice: PracticeServer
) -> None:
    child, _right = child_of(mari)
    person(municipality, JAAN)
    practice.people.died_on[MARI] = "2026-11-18"
    practice.people.died_on[CHILD] = ""
    run_for_each(tasks.deaths)
    run_for_each(tasks.deaths)
    mari.refresh_from_db()
    assert mari.died_on == date(2026, 11, 18)
    assert not get_representations(mari).exists()
    asked = [each["service"] for each in practice.asked]
    assert asked == ["death", "death"], "those with rights, once each"
    assert "surnud" in Look.objects.get(person=child).purpose
    with clock.at(clock.now() + timedelta(days=8)):
        run_for_each(tasks.deaths)
    assert len(practice.asked) == 3, "the living again, a week later"


def test_a_register_that_is_down_is_not_asked_on_about_deaths(mari: Person, practice: PracticeServer) -> None:
    child_of(mari)
    practice.breaks = ["Server.ServerProxy.NetworkError"]
    run_for_each(tasks.deaths)
    assert Query.objects.count() == 1
    run_for_each(tasks.deaths)
    assert Query.objects.count() == 2, "who was asked in vain waits a week, behind the others"
