"""Whatever shows a person's data to staff writes to the access log: every page of the desk is declared and asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from raekoda.casework.cases.models import Attachment, Case, Kind
from raekoda.casework.letters.models import Letter
from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import JournalEntry
from tests.access import personal
from tests.access.test_matrix import DESK, whole
from tests.access.town import Town, as_it_was

pytestmark = pytest.mark.django_db
NOT_READ, MOVED = 405, 302


def declared(text: str) -> set[str]:
    return {f"toolaud/{line.strip()}".removesuffix(".") for line in text.splitlines()[1:]}


LOGS, ASKS, NONE = map(declared, (personal.LOGS, personal.ASKS_FOR_A_PURPOSE, personal.SHOWS_NONE))
SAID = declared(personal.SHOWS_WHAT_WAS_SAID)


def reader(town: Town, path: str) -> Any:
    roles = DESK[path]
    return town.browser(
        next((role for role in ("official", "administrator") if role in roles or not roles), *roles[:1])
    )


def addresses(town: Town) -> dict[str, str]:
    """The paths that show a case, of a placed one of Mari's; searches find it."""
    case = Case.objects.filter(kind=Kind.REPORT, point__isnull=False).latest("pk")
    other = Case.objects.filter(kind=Kind.REPORT).exclude(pk=case.pk).latest("pk")
    Case.objects.update(person=town.mari)
    letter, attachment = Letter.objects.latest("pk"), Attachment.objects.latest("pk")
    Letter.objects.filter(pk=letter.pk).update(case=case)
    Attachment.objects.filter(pk=attachment.pk).update(case=case)
    word = case.subject.split()[0]
    return town.addresses | {
        "toolaud/": f"/toolaud/?q={word}&tab=all",
        "toolaud/juhtum/<str:number>/": f"/toolaud/juhtum/{case.number}/",
        "toolaud/juhtum/<str:number>/otsi/": f"/toolaud/juhtum/{other.number}/otsi/?q={word}",
        "toolaud/kaart.geojson": f"/toolaud/kaart.geojson?q={word}&tab=all",
        "toolaud/kirjad/": f"/toolaud/kirjad/?juhtum={case.number}",
        "toolaud/kirjad/<int:pk>/": f"/toolaud/kirjad/{letter.pk}/",
        "toolaud/manus/<str:ref>/": f"/toolaud/manus/{attachment.ref}/",
        "toolaud/valjavote.csv": "/toolaud/valjavote.csv?tab=all",
    }


def test_every_page_of_the_desk_is_declared(town: Town) -> None:
    assert len(LOGS | NONE | ASKS | SAID) == len(LOGS) + len(NONE) + len(ASKS) + len(SAID)
    undeclared = {path for path in DESK.keys() - LOGS - NONE - ASKS - SAID if _is_read(town, path)}
    assert undeclared == set()
    assert DESK.keys() >= (LOGS | NONE | ASKS)


def _is_read(town: Town, path: str) -> bool:
    with as_it_was():
        answer = reader(town, path).get(town.addresses[path])
        whole(answer)
        return answer.status_code != NOT_READ


def test_what_shows_personal_data_is_logged(town: Town) -> None:
    silent = {}
    for path in sorted(LOGS):
        with as_it_was():
            known = addresses(town)
            before = Look.objects.count()
            answer = reader(town, path).get(known[path])
            whole(answer)
            if answer.status_code != 200 or Look.objects.count() == before:
                silent[path] = answer.status_code
    assert silent == {}


def test_the_map_of_a_search_is_logged_for_those_on_it_only(town: Town) -> None:
    with as_it_was():
        known = addresses(town)
        browser = reader(town, "toolaud/kaart.geojson")
        found = json.loads(browser.get(known["toolaud/kaart.geojson"]).content)["features"]
        assert len(found) == Look.objects.filter(action="cases.found").count() > 0
        browser.get(f"{known['toolaud/kaart.geojson']}&bbox=0,0,1,1")
        assert len(found) == Look.objects.filter(action="cases.found").count()


def test_before_a_purpose_is_given_nothing_is_shown(town: Town) -> None:
    for path in ASKS:
        assert reader(town, path).get(town.addresses[path]).status_code == MOVED, path


def test_what_was_said_is_journalled(town: Town) -> None:
    for path in SAID:
        with as_it_was():
            before = JournalEntry.objects.count()
            whole(reader(town, path).get(town.addresses[path]))
            assert JournalEntry.objects.count() > before, path


def test_what_is_declared_to_show_nobody_names_nobody(town: Town) -> None:
    people = Person.objects.filter(kind=Person.Kind.NATURAL)
    telling = {text for each in people for text in (each.name, each.code) if text and len(text) > 5}
    telling_of = {}
    for path in sorted(NONE):
        with as_it_was():
            body = whole(reader(town, path).get(town.addresses[path])).decode(errors="replace")
            if shown := sorted(text for text in telling if text in body):
                telling_of[path] = shown
    assert telling_of == {}
