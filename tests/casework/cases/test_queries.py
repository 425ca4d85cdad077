"""Visibility, search and nearby cases; a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases import actions, queries
from raekoda.casework.cases.actions import ContactData
from raekoda.casework.cases.models import Case, Kind, Status
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_midnight
from raekoda.platform.core.fields import Point
from raekoda.platform.core.paging import page
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import SENDER

SQUARE = Point(26.7225, 58.3806)


def metres_north(point: Point, metres: float) -> Point:
    return Point(point.lon, point.lat + metres / 111_320)


def test_strangers_see_public_reports_and_nothing_else(make_case, lights, operator, resident) -> None:
    public, private = make_case(service=lights), make_case()
    hidden = make_case(service=lights, make_public=False)

    assert set(queries.visible_to(resident)) == {public}
    assert set(queries.visible_to(Actor.integration(1))) == {public}
    assert set(queries.visible_to(operator)) == {public, private, hidden}
    assert queries.find_by_ref(resident, hidden.ref) is None
    assert queries.find_by_ref(operator, hidden.ref) == hidden


def test_nobody_sees_into_another_municipality(make_case, lights, operator, other_municipality) -> None:
    case = make_case(service=lights)
    with municipality_scope(other_municipality):
        assert not queries.visible_to(operator).exists()
        assert not queries.visible_to(Actor.system()).exists()
        assert queries.find_by_ref(Actor.system(), case.ref) is None
        with pytest.raises(Case.DoesNotExist):
            actions.note(case, text="x", actor=Actor.system())


def test_queue_narrows_down(make_case, lights, unit, other_unit, official, operator) -> None:
    light = make_case(service=lights)
    memo = make_case(kind=Kind.MEMO, channel="phone")
    late = make_case(registered_at=clock.now() - timedelta(days=90))
    mine = make_case()
    actions.assign(mine, official=official.user, unit=other_unit, actor=operator)
    done = make_case()
    actions.answer(done, text="Tehtud", outcome="solved", actor=official)

    def found(**narrow) -> set[Case]:
        return set(queries.queue(official, **narrow))

    assert found(service=lights.pk) == {light}
    assert found(units=(unit.pk,)) == {light}
    assert found(kind="memo") == {memo}
    assert found(channel="phone") == {memo}
    assert found(late=True) == {late}
    assert found(official=official.user.pk) == {mine}
    assert found(unassigned=True) == {light, memo, late}
    assert found(open=False) == {done}
    assert found(statuses=(Status.CLOSED, Status.ASSIGNED)) == {done, mine}
    assert found(registered_to=clock.today() - timedelta(days=60)) == {late}
    assert found(registered_from=clock.today()) == {light, memo, mine, done}
    assert found(due_within_days=-1) == {late}
    with pytest.raises(TypeError):
        found(password="x")


def test_search_finds_words_in_any_form_numbers_and_senders(make_case, official) -> None:
    case = make_case(
        text="Rüütli tänaval jooksevad koerad", address="Lossi 3", subject="Lahtised loomad",
        contact=ContactData(name="Mari", email="Mari@Example.ee", phone="+3725550123"),
    )  # fmt: skip
    russian = make_case(text="На улице бегают собаки", language="ru")
    actions.note(case, text="Küsida valvurilt", actor=official)

    def found(text: str) -> set[Case]:
        return set(queries.search_cases(queries.visible_to(official), text))

    for text in (
        "koer",
        "KOERA tänav",
        "loom",
        "Lossi",
        "valvur",
        case.number,
        f" nr {case.number}",
        "mari@example.ee",
    ):
        assert found(text) == {case}, text
    for text in ("5550123", "+372 5550 123", "555 0123"):
        assert found(text) == {case}, text
    assert found("собака") == {russian}
    for text in ("kass", "koer kass", "2020-000001", f"1999-{case.pk:06d}", "", "  ", "'", "\\", "a:*", "!&|()"):
        assert found(text) == set(), text


def test_text_of_odd_signs_searches_safely(make_case, official) -> None:
    make_case(text="tere d'Artagnan back\\slash")
    assert len(queries.search_cases(queries.visible_to(official), "d'Artagnan")) == 1
    assert len(queries.search_cases(queries.visible_to(official), "x'; DROP TABLE cases_case; --")) == 0


def test_nearby_shows_open_public_reports_nearest_first(make_case, lights, official) -> None:
    far = make_case(service=lights, point=metres_north(SQUARE, 149))
    near = make_case(service=lights, point=metres_north(SQUARE, 20))
    make_case(service=lights, point=metres_north(SQUARE, 152))
    make_case(point=SQUARE)
    closed = make_case(service=lights, point=SQUARE)
    actions.answer(closed, text="Tehtud", outcome="solved", actor=official)

    found = queries.nearby_open(SQUARE)

    assert found == [near, far]
    assert [round(case.metres) for case in found] == [20, 149]
    assert queries.nearby_open(SQUARE, metres=50, service=lights) == [near]
    assert queries.nearby_open(SQUARE, limit=1) == [near]


def test_timeline_tells_each_what_is_theirs(make_case, lights, official, resident, other_unit) -> None:
    case = make_case(service=lights, contact=SENDER)
    actions.assign(case, unit=other_unit, official=official.user, reason="Sinu rida", actor=official)
    actions.note(case, text="Saatja on tuntud kaebaja", actor=official)
    actions.ask_sender(case, text="Milline post?", actor=official)
    actions.reply_from_sender(case, text="Number 12, 5550 1234", actor=resident)
    actions.extend(case, days=5, reason="Varuosa", actor=official)
    actions.answer(case, text="Tere, Mari! Helistage 5550 9999.", outcome="solved", actor=official)

    staff = queries.timeline(case, official)
    sender = queries.timeline(case, resident, as_sender=True)
    stranger = queries.timeline(case, resident)

    def words(entries) -> str:
        return " ".join(f"{entry.title} {entry.text} {entry.author}" for entry in entries)

    assert "Saatja on tuntud" in words(staff)
    assert "Haridusosakond · Oskar Näidis" in words(staff)
    assert "Sinu rida" in words(staff)
    assert "Saatja on tuntud" not in words(sender)
    assert "Sinu rida" not in words(sender)
    assert "Varuosa" in words(sender)
    assert "Number 12" in words(sender)
    assert "Number 12" not in words(stranger)
    assert "Varuosa" not in words(stranger)
    assert "5550" not in words(stranger)
    assert "Mari" not in words(stranger)
    assert "Oskar" not in words(stranger)
    assert [entry.at for entry in staff] == sorted(entry.at for entry in staff)


@pytest.mark.parametrize("count", [10, 100])
def test_lists_ask_the_same_number_of_queries_however_long(make_case, lights, official, count) -> None:
    for _ in range(count):
        make_case(service=lights, contact=SENDER, point=SQUARE)
    cache.clear()
    queries.visible_to(official).exists()
    with CaptureQueriesContext(connection) as asked:
        rows = page(queries.queue(official, open=True, text="lamp"), order=queries.ORDERS["due"], size=100).items
        [(row.service.name, row.unit.name, row.official, row.area, row.number, row.is_late) for row in rows]
    assert len(rows) == count
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        queries.nearby_open(SQUARE)
    assert len(asked) == 1


@pytest.mark.parametrize("count", [10, 100])
def test_timeline_asks_the_same_number_of_queries_however_long(make_case, official, count) -> None:
    case = make_case()
    for number in range(count):
        actions.note(case, text=f"Märge {number}", actor=official)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.timeline(case, official)) == 2 + count
    assert len(asked) <= 7


def test_opening_an_anonymous_report_writes_three_rows_in_five_statements(make_case, lights) -> None:
    make_case(service=lights, point=SQUARE)
    with CaptureQueriesContext(connection) as asked:
        make_case(service=lights, point=SQUARE, channel="open311")
    statements = [query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert statements.count("INSERT") + statements.count("WITH") <= 4
    assert len(statements) <= 4


def test_number_of_new_year_is_of_the_estonian_year(make_case) -> None:
    case = make_case(registered_at=local_midnight(date(2026, 1, 1)))
    assert case.number.startswith("2026-")
    assert list(queries.search_cases(queries.visible_to(Actor.system()), case.number)) == [case]
