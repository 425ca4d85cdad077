"""A resident's first page: what waits, each room's section, for whom else one may act."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.shells.dashboard.site import FETCHED_ROWS, MAX_ROWS
from tests.identity.persons.factory import JAAN, actor_for, child_of, person, sign_in

HOME, OWN = "/iseteenindus/", "/iseteenindus/poordumised/"


def opened(municipality: Municipality, subject: str, of: Person, actor: Actor | None = None) -> Case:
    """An enquiry in the name of ``of``."""
    return cases.open_case(
        cases.CaseDraft(
            municipality=municipality, kind="enquiry", text=f"{subject}?", subject=subject, channel="web", person=of
        ),
        actor or actor_for(of),
    )


@pytest.mark.parametrize("page", [HOME, OWN])
def test_strangers_are_sent_to_sign_in(municipality: Municipality, client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302 and "/sisene/" in answer["Location"] and "next=" in answer["Location"]


@pytest.mark.parametrize("page", [HOME, OWN])
def test_each_sees_their_own_and_no_other(
    municipality: Municipality, other_municipality: Municipality, client: Client, page: str
) -> None:
    mari, jaan = person(municipality), person(municipality, JAAN, given_name="Jaan", family_name="Mustikas")
    child, right = child_of(mari)
    opened(municipality, "Minu küsimus", mari)
    opened(municipality, "Lapse küsimus", child, actor_for(mari, child))
    opened(municipality, "Jaani küsimus", jaan)
    with municipality_scope(other_municipality):
        opened(other_municipality, "Elva küsimus", person(other_municipality))
    seen = sign_in(client, mari).get(page).content.decode()
    assert "Minu küsimus" in seen
    assert not any(words in seen for words in ("Lapse küsimus", "Jaani küsimus", "Elva küsimus"))
    for_child = sign_in(Client(), mari, acting_for=right).get(page).content.decode()
    assert "Lapse küsimus" in for_child and "Mia Maasikas" in for_child
    assert not any(words in for_child for words in ("Minu küsimus", "Jaani küsimus"))


def test_what_waits_for_the_person_stands_first(municipality: Municipality, client: Client) -> None:
    mari = person(municipality)
    asked = opened(municipality, "Täpsustamisel", mari)
    cases.ask_sender(asked, text="Millal?", actor=Actor.system())
    for _later in range(FETCHED_ROWS + 1):
        opened(municipality, "Tavaline", mari)
    page = sign_in(client, mari).get(HOME).content.decode()
    assert page.index("Täpsustamisel") < page.index("Tavaline")
    assert (page.count("Täpsustamisel"), page.count("Tavaline")) == (1, MAX_ROWS)
    assert 'href="/iseteenindus/poordumised/"' in page


def test_the_page_asks_the_same_number_of_times(municipality: Municipality, client: Client) -> None:
    mari = person(municipality)
    sign_in(client, mari)
    counts = []
    for many in (10, 90):
        for number in range(many):
            opened(municipality, f"Küsimus {number}", mari)
        client.get(HOME)
        counts.append([_queries(client, page) for page in (HOME, OWN)])
    assert counts[0] == counts[1]


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_no_word_of_a_person_is_left_in_the_journal(municipality: Municipality, client: Client) -> None:
    mari = person(municipality)
    opened(municipality, "Minu küsimus", mari)
    sign_in(client, mari).get(HOME)
    kept: list[Any] = list(JournalEntry.objects.values_list("data", "reason"))
    assert "Maasikas" not in str(kept) and "60001019906" not in str(kept)
