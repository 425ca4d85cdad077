"""The lists of cases: what is in them, in which order, narrowed, kept, on the map, taken out as a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case, Kind, SavedView
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.spreadsheets import cell
from tests.casework.cases.conftest import SENDER
from tests.shared_data import naughty_strings

HOME = "/toolaud/"


def numbers(response) -> list[str]:
    """Numbers of the cases in a list's page, in its order."""
    return [part.split("/")[0] for part in response.text.split('cd-case-link" href="/toolaud/juhtum/')[1:]]


def listed(client: Client, **parameters) -> list[str]:
    response = client.get(HOME, parameters)
    assert response.status_code == 200
    return numbers(response)


def test_officials_see_their_own_cases_first_operators_all_open_ones(
    official: Client, signed_in, make_case, oskar, oskar_acts
) -> None:
    mine, other = make_case(), make_case()
    actions.assign(mine, actor=oskar_acts, official=oskar)

    assert listed(official) == [mine.number]
    assert set(listed(signed_in(Role.OPERATOR))) == {mine.number, other.number}


def test_each_tab_holds_what_its_name_says(official: Client, make_case, oskar, oskar_acts, unit, other_unit) -> None:
    mine, at_unit, at_other, waiting, closed = (make_case() for _ in range(5))
    actions.assign(mine, actor=oskar_acts, official=oskar)
    actions.assign(at_unit, actor=oskar_acts, unit=unit)
    actions.assign(at_other, actor=oskar_acts, unit=other_unit)
    actions.ask_sender(waiting, text="Kus täpselt?", actor=oskar_acts)
    actions.answer(closed, text="Korras.", outcome="solved", actor=oskar_acts)

    assert listed(official, tab="mine") == [mine.number]
    assert listed(official, tab="unit") == [at_unit.number]
    assert set(listed(official, tab="unassigned")) == {at_unit.number, at_other.number, waiting.number}
    assert listed(official, tab="waiting") == [waiting.number]
    assert closed.number not in listed(official, tab="open")
    assert listed(official, tab="closed") == [closed.number]
    assert len(listed(official, tab="all")) == 5
    assert listed(official, tab="no-such-tab") == [mine.number]


def test_a_unit_includes_the_units_within_it(official: Client, make_case, oskar_acts, unit, other_unit) -> None:
    other_unit.parent = unit
    other_unit.save()
    case = make_case()
    actions.assign(case, actor=oskar_acts, unit=other_unit)
    assert listed(official, tab="unit") == [case.number]


def test_cases_stand_by_deadline_and_late_ones_say_so_in_words(official: Client, make_case) -> None:
    today = clock.today()
    late, soon, later = (make_case() for _ in range(3))
    for case, days in ((late, -8), (soon, 0), (later, 9)):
        Case.objects.filter(pk=case.pk).update(due_on=today + timedelta(days=days))

    page = official.get(HOME, {"tab": "open"})
    assert numbers(page) == [late.number, soon.number, later.number]
    assert page.text.count("rk-late") == 1
    assert "tööpäeva üle tähtaja" in page.text
    assert "täna" in page.text
    assert listed(official, tab="open", late="on") == [late.number]


def test_filters_narrow_the_list(official: Client, make_case, lights, unit, oskar, oskar_acts) -> None:
    lamp = make_case(service=lights, channel="open311")
    question = make_case(kind=Kind.ENQUIRY, text="Millal avatakse ujula?")
    actions.assign(question, actor=oskar_acts, official=oskar)
    old = make_case(registered_at=clock.now() - timedelta(days=40))

    only = {"tab": "open"}
    assert listed(official, **only, service=lights.pk) == [lamp.number]
    assert listed(official, **only, unit=unit.pk) == [lamp.number]
    assert listed(official, **only, channel="open311") == [lamp.number]
    assert listed(official, **only, kind="enquiry") == [question.number]
    assert listed(official, **only, status="assigned") == [question.number]
    assert listed(official, **only, official=oskar.pk) == [question.number]
    assert listed(official, **only, q="ujulad") == [question.number]
    assert listed(official, **only, until=(clock.today() - timedelta(days=30)).isoformat()) == [old.number]
    assert old.number not in listed(official, **only, since=clock.today().isoformat())
    assert listed(official, **only, kind="enquiry", service=lights.pk) == []


def test_filters_that_make_no_sense_are_left_out(official: Client, make_case) -> None:
    case = make_case()
    nonsense = {"status": "x", "unit": "9" * 21, "service": "a", "since": "yesterday", "cursor": "%%%", "kind": "'--"}
    assert listed(official, tab="open", **nonsense) == [case.number]


def test_naughty_strings_break_no_list(official: Client, make_case) -> None:
    strings = naughty_strings(0)
    make_case()
    for text in strings:
        assert official.get(HOME, {"tab": "open", "q": text}).status_code == 200
    for name in ("cursor", "unit", "since", "tab", "bbox"):
        for text in strings[::3]:
            assert official.get(HOME, {"tab": "open", name: text}).status_code == 200
            assert official.get(reverse("cases_desk:map_data"), {name: text}).status_code == 200


def test_pages_follow_by_key_forth_and_back_without_gaps(official: Client, make_case, settings) -> None:
    for _ in range(120):
        make_case()
    first = official.get(HOME, {"tab": "open"})
    second = official.get(f"{HOME}{_link(first, 'next')}")
    third = official.get(f"{HOME}{_link(second, 'next')}")

    seen = [*numbers(first), *numbers(second), *numbers(third)]
    assert [len(numbers(page)) for page in (first, second, third)] == [50, 50, 20]
    assert len(set(seen)) == 120
    assert 'rel="next"' not in third.text
    assert numbers(official.get(f"{HOME}{_link(third, 'prev')}")) == numbers(second)
    assert 'rel="prev"' not in official.get(f"{HOME}{_link(second, 'prev')}").text


def _link(page, rel: str) -> str:
    return re.search(rf'rel="{rel}"\s+href="([^"]*)"', page.text)[1].replace("&amp;", "&")


@pytest.mark.parametrize("address", [HOME, f"{HOME}?tab=open&layout=map", "/toolaud/kaart.geojson?tab=open"])
def test_a_list_asks_the_database_as_often_for_ten_rows_as_for_a_hundred(
    address: str, official: Client, make_case, oskar, oskar_acts, lights
) -> None:
    def queries() -> int:
        official.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert official.get(address).status_code == 200
        return len(captured)

    def add(count: int) -> None:
        for _ in range(count):
            actions.assign(make_case(service=lights, point=Point(26.72, 58.38)), actor=oskar_acts, official=oskar)

    add(10)
    few = queries()
    add(90)
    assert queries() == few
    assert few <= 20


def test_a_list_is_kept_under_a_name_and_forgotten(official: Client, oskar, signed_in) -> None:
    official.post(reverse("cases_desk:save_view"), {"name": "Hilinenud", "query": "tab=open&late=on&evil=1&q=%00"})
    view = SavedView.objects.get(user=oskar)
    assert "evil" not in view.query
    assert f"?{view.query.replace('&', '&amp;')}" in official.get(HOME).text

    other = signed_in(Role.OFFICIAL)
    assert other.post(reverse("cases_desk:forget_view", args=[view.pk])).status_code == 404
    official.post(reverse("cases_desk:forget_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_the_map_holds_what_the_list_holds_within_the_box(official: Client, make_case, lights) -> None:
    near = make_case(service=lights, point=Point(26.72, 58.38))
    make_case(service=lights, point=Point(26.80, 58.40))
    make_case()

    def found(**parameters) -> set[str]:
        answer = official.get(reverse("cases_desk:map_data"), {"tab": "open", **parameters}).json()
        return {feature["properties"]["url"] for feature in answer["features"]}

    assert found(bbox="26.7,58.3,26.75,58.39") == {f"/toolaud/juhtum/{near.number}/"}
    assert len(found()) == 2
    assert found(kind="memo") == set()


def rows(client: Client, **parameters) -> list[dict[str, str]]:
    response = client.get(reverse("cases_desk:export"), parameters)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_export_holds_what_the_list_shows_and_stands_in_the_journal(
    official: Client, make_case, lights, oskar
) -> None:
    lamp = make_case(service=lights, contact=SENDER)
    make_case(kind=Kind.MEMO)

    exported = rows(official, tab="open", kind="report")
    assert [row["Number"] for row in exported] == [lamp.number]
    assert SENDER.email not in str(exported)
    line = JournalEntry.objects.get(action="cases.export")
    assert line.actor_id == oskar.pk
    assert line.data == {"tab": "open", "filters": ["kind"]}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_of_the_export_is_a_formula(start: str, official: Client, make_case) -> None:
    text = f'{start}HYPERLINK("http://evil.example")'
    assert str(cell(text)).startswith("'")
    case = make_case(subject=text.strip(), text="x")
    assert rows(official, tab="open")[0]["Teema"] == f"'{case.subject}"


def test_search_by_number_goes_to_the_case_by_words_to_the_list(official: Client, make_case) -> None:
    case = make_case(text="Ujula vesi on külm.", contact=SENDER)
    assert official.get("/toolaud/otsi/", {"q": case.number})["Location"] == f"/toolaud/juhtum/{case.number}/"
    assert official.get("/toolaud/otsi/", {"q": f" {case.number.replace('-', ' - ')} "})["Location"].endswith(
        f"{case.number}/"
    )
    for text in ("ujula", SENDER.email, SENDER.phone):
        found = official.get("/toolaud/otsi/", {"q": text}, follow=True)
        assert numbers(found) == [case.number]
    assert numbers(official.get("/toolaud/otsi/", {"q": "2026-999999"}, follow=True)) == []


def test_an_empty_list_says_what_to_do_next(official: Client, oskar_acts: Actor) -> None:
    assert "Teid ei oota miski" in official.get(HOME).text
    assert "Eemaldage mõni filter" in official.get(HOME, {"tab": "open", "kind": "memo"}).text
