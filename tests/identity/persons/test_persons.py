"""One person, many roles; who may act for whom; sessions that end when they should."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from raekoda.identity.accesslog import access_log
from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons import actions, profile_data, queries, sessions, tasks
from raekoda.identity.persons.access import owned_by
from raekoda.identity.persons.models import Person, Representation, Session
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.registry import NotRegistered
from raekoda.platform.core.tenancy import municipality_scope
from tests.identity.persons.factory import (
    CHILD,
    FIRM,
    JAAN,
    MARI,
    actor_for,
    child_of,
    organisation_of,
    person,
    sign_in,
)
from tests.jobs import run_for_each

SYSTEM = Actor.system()
ACTING = "/iseteenindus/kelle-eest/"


def test_the_code_is_encrypted_and_can_be_looked_up(municipality: Municipality) -> None:
    mari = person(municipality)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, code_digest FROM persons_person WHERE id = %s", [mari.pk])
        code, digest = cursor.fetchone()
    assert MARI not in code and MARI not in digest and len(digest) == 64
    assert queries.find_by_code(f" {MARI} ") == mari
    assert Person.objects.get(pk=mari.pk).code == MARI
    assert mari.born_on == date(2000, 1, 1)
    assert queries.find_by_code("60001019905") is None


def test_the_same_code_is_the_same_person_and_a_new_name_is_saved(municipality: Municipality) -> None:
    first = person(municipality)
    again = person(municipality, family_name="Mustikas")
    assert again.pk == first.pk and again.name == "Mari Mustikas"
    assert "Mustikas" not in str(list(JournalEntry.objects.values_list("data", flat=True)))


def test_a_wrong_code_is_refused(municipality: Municipality) -> None:
    with pytest.raises(actions.PersonError) as refused:
        person(municipality, "60001019905")
    assert refused.value.field == "code"


def test_a_registry_code_is_not_a_personal_code(municipality: Municipality) -> None:
    firm, _ = organisation_of(person(municipality))
    assert queries.find_by_code(FIRM, kind=Person.Kind.LEGAL) == firm
    assert queries.find_by_code(FIRM) is None


def test_each_municipality_knows_its_own(municipality: Municipality, other_municipality: Municipality) -> None:
    here = person(municipality)
    with municipality_scope(other_municipality):
        assert queries.find_by_code(MARI) is None
        assert person(other_municipality).pk != here.pk


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_the_same_person(municipality: Municipality) -> None:
    def known(_: int) -> int:
        try:
            with municipality_scope(municipality):
                return person(municipality).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(known, range(8)))) == 1


def test_a_parent_acts_until_the_child_is_of_age(municipality: Municipality) -> None:
    mari = person(municipality)
    child, right = child_of(mari)
    assert right.valid_to == date(2035, 9, 20)
    assert queries.may_act_for(mari, child)
    assert not queries.may_act_for(child, mari)
    assert not queries.may_act_for(person(municipality, JAAN), child)
    assert queries.may_act_for(mari, child, date(2035, 9, 20))
    assert not queries.may_act_for(mari, child, date(2035, 9, 21))


def test_a_right_seen_again_is_one_and_may_end(municipality: Municipality) -> None:
    mari = person(municipality)
    child, right = child_of(mari)
    assert child_of(mari)[1].pk == right.pk
    actions.end_representation(right, actor=SYSTEM)
    actions.end_representation(right, actor=SYSTEM)
    assert not queries.may_act_for(mari, child)
    assert JournalEntry.objects.filter(action="persons.end_representation").count() == 1


def test_a_right_seen_again_takes_the_period_it_has_now(municipality: Municipality) -> None:
    mari, jaan = person(municipality), person(municipality, JAAN)
    today = clock.today()
    last_year, next_year = today - timedelta(days=365), today + timedelta(days=365)

    def seen(first: date | None, last: date | None, external_id: str = "m1") -> Representation:
        return actions.save_representation(
            mari, jaan, Representation.Kind.MANDATE, actor=SYSTEM, source="register", valid_from=first, valid_to=last,
            external_id=external_id,
        )  # fmt: skip

    seen(last_year, last_year + timedelta(days=30))
    right = seen(next_year, next_year + timedelta(days=30))
    assert (right.valid_from, queries.may_act_for(mari, jaan)) == (next_year, False), (
        "next year's is not in force today"
    )
    assert Representation.objects.count() == 1
    assert seen(last_year, None).valid_from == last_year
    assert seen(None, next_year).valid_from == last_year, "it goes on from when it began"
    seen(last_year, last_year)
    assert seen(None, None).valid_from == today, "an expired right starts again"


def test_sessions_go_when_they_are_over(municipality: Municipality) -> None:
    mari = person(municipality)
    for days in (9, 1, 0):
        with clock.at(clock.now() - timedelta(days=days)):
            sign_in(Client(), mari)
    run_for_each(tasks.delete_expired_sessions)
    run_for_each(tasks.delete_expired_sessions)
    assert Session.objects.count() == 2, "sessions are deleted after a week"
    assert profile_data.erase(mari, SYSTEM).deleted == 1, "one ran out, one is going on"
    actions.erase(mari, SYSTEM)
    assert not Session.objects.exists()


def test_nobody_represents_themself(municipality: Municipality) -> None:
    mari = person(municipality)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.save_representation(mari, mari, Representation.Kind.MANDATE, actor=SYSTEM, source="staff")


def test_a_resident_may_not_give_themself_a_right(municipality: Municipality) -> None:
    mari, jaan = person(municipality), person(municipality, JAAN)
    with pytest.raises(PermissionDenied):
        actions.save_representation(jaan, mari, Representation.Kind.MANDATE, actor=actor_for(jaan), source="person")


def test_contacts_are_ones_own_to_change(municipality: Municipality) -> None:
    mari, jaan = person(municipality), person(municipality, JAAN)
    actions.set_contacts(mari, actor_for(mari), email="mari.maasikas@example.ee")
    with pytest.raises(PermissionDenied):
        actions.set_contacts(mari, actor_for(jaan), email="jaan@example.ee")
    with pytest.raises(actions.PersonError):
        actions.set_contacts(mari, actor_for(mari), email="mari")
    mari.refresh_from_db()
    assert mari.email == "mari.maasikas@example.ee"


def test_the_gate_shows_what_is_the_subjects(municipality: Municipality) -> None:
    mari = person(municipality)
    child, _ = child_of(mari)
    assert owned_by(actor_for(mari, child)) == owned_by(actor_for(child))
    assert owned_by(actor_for(mari)) == owned_by(actor_for(mari, mari))
    people = Person.objects.all()
    assert list(people.filter(owned_by(Actor.resident(), "user"))) == []


def test_a_forgotten_person_is_nobody(municipality: Municipality) -> None:
    mari = person(municipality)
    _, right = child_of(mari)
    actions.set_contacts(mari, SYSTEM, email="mari@example.ee")
    actions.erase(mari, SYSTEM)
    actions.erase(mari, SYSTEM)
    mari.refresh_from_db()
    right.refresh_from_db()
    assert (mari.name, mari.email, mari.code, mari.born_on) == ("–", "", "", None)
    assert right.ended_at is not None
    assert queries.find_by_code(MARI) is None


def test_switching_is_ones_own_right_and_is_written_down(municipality: Municipality, client: Client) -> None:
    mari, jaan = person(municipality), person(municipality, JAAN)
    child, right = child_of(mari)
    sign_in(client, mari)
    assert client.get(ACTING).status_code == 200
    answer = client.post(ACTING, {"for": right.pk, "next": "https://example.com/"})
    assert answer.status_code == 302 and answer["Location"] == "/"
    entry = JournalEntry.objects.get(action="persons.switch")
    assert (entry.subject_id, entry.actor_id, entry.data["for"]) == (child.pk, mari.pk, child.pk)
    stranger = sign_in(Client(), jaan)
    assert stranger.post(ACTING, {"for": right.pk}).status_code == 403


def test_an_ended_right_no_longer_opens_anything(municipality: Municipality, client: Client) -> None:
    mari = person(municipality)
    _, right = child_of(mari)
    sign_in(client, mari, acting_for=right)
    assert b"checked" in client.get(ACTING).content
    actions.end_representation(right, actor=SYSTEM)
    assert Session.objects.get().acting_for is None


def test_a_session_ends_by_time_by_sign_out_and_by_the_provider(municipality: Municipality) -> None:
    mari = person(municipality)
    late = clock.now() + timedelta(minutes=31)
    browsers = [sign_in(Client(), mari) for _ in range(2)]
    assert all(browser.get(ACTING).status_code == 200 for browser in browsers)
    assert sessions.end_by_provider(sid="") == 0
    assert sessions.end_by_provider(person=mari) == 2
    assert sessions.end_by_provider(person=mari) == 0
    assert browsers[0].get(ACTING).status_code == 302
    third = sign_in(Client(), mari)
    with clock.at(late):
        assert third.get(ACTING).status_code == 302


def test_use_lets_a_session_run_on_but_not_for_ever(municipality: Municipality, client: Client) -> None:
    sign_in(client, person(municipality))
    start = clock.now()
    for minutes in range(20, 12 * 60, 20):
        with clock.at(start + timedelta(minutes=minutes)):
            assert client.get(ACTING).status_code == 200
    with clock.at(start + timedelta(hours=12, minutes=1)):
        assert client.get(ACTING).status_code == 302


def test_a_session_opens_nothing_in_another_municipality(
    municipality: Municipality, other_municipality: Municipality, client: Client
) -> None:
    sign_in(client, person(municipality))
    assert client.get(ACTING, HTTP_HOST="elva.localhost").status_code == 302


def test_a_header_signs_nobody_in(municipality: Municipality, client: Client) -> None:
    person(municipality)
    for name in ("HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_PERSONAL_CODE", "HTTP_X_ROAD_USERID"):
        assert client.get(ACTING, **{name: f"EE{MARI}"}).status_code == 302


def test_access_of_staff_and_systems_is_logged_and_immutable(municipality: Municipality) -> None:
    mari = person(municipality)
    with access_log.access_log_events.temporarily(access_log.AccessEvent("test.look", "looked")):
        assert access_log.log_access(mari, actor_for(mari), "test.look") is None
        assert access_log.log_access(None, SYSTEM, "test.look") is None
        look = access_log.log_access(mari, SYSTEM, "test.look", purpose="menetlus")
    assert look is not None and look.by_words == "Raekoda"
    with pytest.raises(NotRegistered):
        access_log.log_access(mari, SYSTEM, "test.unknown")
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.update(purpose="muu")


def test_two_children_are_two_persons(municipality: Municipality) -> None:
    mari = person(municipality)
    child_of(mari, CHILD)
    child_of(mari, "51307149560", given_name="Mart")
    assert [right.represented.given_name for right in queries.get_representations(mari)] == ["Mart", "Mia"]
