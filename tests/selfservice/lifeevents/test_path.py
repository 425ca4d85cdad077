"""One question a screen, then a list of what there is to do; saved by whoever is signed in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.identity.persons import sessions
from raekoda.identity.persons.personal_data import personal_data_sources
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits.models import BenefitRule
from raekoda.selfservice.lifeevents import actions, personal_data, queries
from raekoda.selfservice.lifeevents.models import LifeEvent, SavedPath, Step
from tests.identity.persons.factory import JAAN, actor_for, child_of, person, sign_in
from tests.selfservice.lifeevents.conftest import SLUG

START, PLAN, FIRST = (f"/elusundmused/{SLUG}/{end}" for end in ("", "kava/", "kysimus/registered/"))
pytestmark = pytest.mark.usefixtures("event", "settlements")


@pytest.mark.usefixtures("tartu_rule")
def test_the_path_leads_from_question_to_question_to_the_list(visitor: Client) -> None:
    assert "Lähedase surm" in visitor.get("/elusundmused/").content.decode()
    assert visitor.post(START)["Location"] == FIRST
    assert "Kas surm on registreeritud?" in visitor.get(FIRST).content.decode()
    assert "Valige vastus" in visitor.post(FIRST, {}).content.decode(), "an empty answer says what to do"
    answer = visitor.post(FIRST, {"answer": "yes"})
    assert answer["Location"] == f"/elusundmused/{SLUG}/leia/benefit/koht/"
    page = visitor.get(PLAN).content.decode()
    assert "Registreeri surm" not in page, "it has been registered"
    assert "Taotle matusetoetust" in page and "Leia, milline omavalitsus" in page and "näide" in page
    visitor.post(FIRST, {"answer": "no"})
    page = visitor.get(PLAN).content.decode()
    assert "Registreeri surm" in page and "/teenused/surma-registreerimine/" in page


def test_who_answers_nothing_sees_everything(visitor: Client) -> None:
    page = visitor.get(PLAN).content.decode()
    assert all(words in page for words in ("Registreeri surm", "Taotle matusetoetust", "Pärimine"))


def test_ticks_stay_and_beginning_anew_throws_them_away(visitor: Client) -> None:
    visitor.post(PLAN, {"done": ["notary", "made-up"], "tick": ""})
    assert visitor.get(PLAN).content.decode().count(" checked") == 1
    visitor.post(START)
    assert visitor.get(PLAN).content.decode().count(" checked") == 0


def test_saving_takes_a_signed_in_person_and_goes_on_elsewhere(visitor: Client, municipality: Municipality) -> None:
    visitor.post(FIRST, {"answer": "yes"})
    answer = visitor.post(PLAN, {"done": ["notary"], "save": ""})
    assert answer["Location"] == f"{PLAN}salvesta/"
    answer = visitor.get(answer["Location"])
    assert "/sisene/" in answer["Location"] and "salvesta" in answer["Location"]
    mari = person(municipality)
    sign_in(visitor, mari)
    assert visitor.get(f"{PLAN}salvesta/")["Location"] == PLAN
    (path,) = SavedPath.objects.all()
    assert (path.person, path.done, path.steps) == (mari, 1, 2)
    elsewhere = sign_in(Client(headers={"host": "tartu.localhost"}), mari)
    page = elsewhere.get(PLAN).content.decode()
    assert page.count(" checked") == 1 and "Registreeri surm" not in page
    assert "1 / 2 tehtud" in elsewhere.get("/iseteenindus/").content.decode()
    elsewhere.post(PLAN, {"done": [], "save": ""})
    assert SavedPath.objects.get().done == 0
    elsewhere.post(PLAN, {"forget": ""})
    assert not SavedPath.objects.exists()


def test_answers_of_one_person_are_not_shown_to_another(visitor: Client, municipality: Municipality) -> None:
    mari, jaan = person(municipality), person(municipality, JAAN)
    child, right = child_of(mari)
    sign_in(visitor, mari)
    visitor.post(FIRST, {"answer": "yes"})
    visitor.post(PLAN, {"done": ["notary"], "save": ""})
    sign_in(visitor, mari, acting_for=right)
    assert visitor.get(PLAN).content.decode().count(" checked") == 0, "they are not the child's"
    visitor.post(PLAN, {"done": ["benefit"], "save": ""})
    paths = {path.person: path for path in SavedPath.objects.all()}
    assert (set(paths), paths[mari].done) == ({mari, child}, 1)
    assert "yes" not in paths[child].kept
    sign_in(visitor, jaan)
    assert visitor.get(PLAN).content.decode().count(" checked") == 0
    sign_in(visitor, mari)
    assert visitor.get(PLAN).content.decode().count(" checked") == 1
    sessions.end_by_provider(person=mari)
    page = visitor.get(PLAN).content.decode()
    assert page.count(" checked") == 0 and "Registreeri surm" in page, "the session is over: they are nobody's to see"


def test_a_list_is_its_persons_alone(event: LifeEvent, municipality: Municipality) -> None:
    from django.core.exceptions import PermissionDenied

    mari, jaan = person(municipality), person(municipality, JAAN)
    path = actions.save_path(event, mari, {"answers": {"registered": "yes"}}, done=0, steps=3, actor=actor_for(mari))
    for stranger in (actor_for(jaan), Actor.resident()):
        assert not queries.saved_paths(stranger).exists()
        with pytest.raises(PermissionDenied):
            actions.delete_path(path, actor=stranger)
        with pytest.raises(PermissionDenied):
            actions.save_path(event, mari, {}, done=0, steps=0, actor=stranger)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept FROM lifeevents_savedpath")
        assert "registered" not in cursor.fetchone()[0]
    assert "lifeevents" in personal_data_sources
    (row,) = personal_data.export(mari)
    assert row["answers"] == {"registered": "yes"}
    assert personal_data.erase(mari, Actor.system()).deleted == 1
    assert personal_data.erase(mari, Actor.system()).deleted == 0


def test_a_municipalitys_own_event_takes_the_place_of_the_common_one(
    visitor: Client, municipality: Municipality, other_municipality: Municipality
) -> None:
    LifeEvent.objects.create(municipality=municipality, slug=SLUG, title_et="Tartu oma", is_published=True)
    LifeEvent.objects.create(municipality=other_municipality, slug="elva", title_et="Elva oma", is_published=True)
    LifeEvent.objects.create(municipality=municipality, slug="mustand", title_et="Mustand")
    page = visitor.get("/elusundmused/").content.decode()
    assert "Tartu oma" in page and not any(words in page for words in ("Lähedase surm", "Elva oma", "Mustand"))
    assert visitor.get("/elusundmused/elva/").status_code == 404
    assert visitor.get("/elusundmused/mustand/").status_code == 404


def test_the_service_page_names_its_life_event(visitor: Client, tartu_rule: BenefitRule) -> None:
    assert f"/elusundmused/{SLUG}/" in visitor.get("/teenused/matusetoetus/").content.decode()


def test_the_list_takes_as_many_queries_for_three_steps_as_for_fifty(visitor: Client, event: LifeEvent) -> None:
    visitor.get(PLAN)
    before = _queries(visitor)
    for number in range(50):
        Step.objects.create(event=event, key=f"s{number}", title_et=f"Samm {number}", provider="here", order=number)
    assert _queries(visitor) == before


def _queries(visitor: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(PLAN).status_code == 200
    return len(asked)
