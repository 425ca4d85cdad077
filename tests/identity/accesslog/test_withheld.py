"""Special matters in the access log, on the staff page of a person and in an export of their data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from raekoda.casework.cases.desk.access_log import case_rows
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.personal_data import export_cases, note_left_out
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.identity.accesslog.datatracker import usage
from raekoda.identity.accesslog.personal_data import export
from raekoda.identity.accesslog.queries import entries_for_person, own_entries
from raekoda.identity.accounts.models import Role, RoleSetting, Unit
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import personal_data_sources
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import member_of, place
from tests.identity.persons.factory import JAAN, MARI, actor_for, child_of, person, sign_in

SECRET = "Jaan lööb last"


@pytest.fixture
def jaan(municipality: Municipality) -> Person:
    return person(municipality, JAAN, given_name="Jaan", family_name="Mustikas")


@pytest.fixture
def special(make_case: Callable[..., Case], jaan: Person, mari: Person, unit: Unit) -> Case:
    """Jaan reported something about Mari; it is withheld from her until tomorrow."""
    case = make_case(actor=actor_for(jaan), person=jaan, kind="memo", text=SECRET)
    tomorrow = clock.today() + timedelta(days=1)
    return place(
        case, unit, "child", is_suspected=False, concerned=mari, withheld_until=tomorrow, withheld_reason="Lapse huvid"
    )


@pytest.fixture
def of_children(municipality: Municipality, unit: Unit) -> Actor:
    return member_of(municipality, "lapsed", unit, categories=["child"])


def end_withholding(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(withheld_until=clock.today() - timedelta(days=1))


def test_looks_at_a_withheld_matter_are_shown_after_its_day(
    special: Case, marisees: Case, mari: Person, jaan: Person, of_children: Actor
) -> None:
    assert log_access_to_records([special, marisees], of_children, "cases.view") == 3

    def seen() -> tuple[int, int, int, int]:
        return (
            own_entries(actor_for(mari)).count(), usage.find_entries(f"EE{MARI}").count(), len(export(mari)),
            entries_for_person(mari).count(),
        )  # fmt: skip

    assert seen() == (1, 1, 1, 2), "the person in charge of data protection sees all"
    assert not own_entries(actor_for(jaan)).exists()
    page = sign_in(Client(), mari).get("/iseteenindus/vaatamised/").content.decode()
    assert marisees.number in page and special.number not in page
    end_withholding(special)
    assert seen() == (2, 2, 2, 2)
    page = sign_in(Client(), mari).get("/iseteenindus/vaatamised/").content.decode()
    assert special.number in page and special.subject not in page and special.token not in page


def test_a_suspected_matter_is_withheld_from_the_family(
    make_case: Callable[..., Case], mari: Person, of_children: Actor, unit: Unit
) -> None:
    child, right = child_of(mari)
    case = place(make_case(person=child, text=SECRET), unit, "child", is_suspected=True)
    log_access_to_records([case], of_children, "cases.view")
    as_parent = actor_for(mari, child)
    assert export_cases(child) == []
    note_left_out(child)
    assert Message.objects.filter(case=case, kind=Message.Kind.NOTE).count() == 1
    assert right.pk and not own_entries(as_parent).exists()
    Case.objects.filter(pk=case.pk).update(is_suspected=False)
    assert own_entries(as_parent).count() == 1
    assert [row["number"] for row in export_cases(child)] == [case.number]


def test_a_special_matter_stands_with_the_person_whom_it_is_about(
    special: Case, marisees: Case, mari: Person, jaan: Person, of_children: Actor, municipality: Municipality, unit: Unit,
    other_unit: Unit,
) -> None:  # fmt: skip
    place(marisees, unit)

    def shown(about: Person, actor: Actor) -> set[str]:
        return {row.title.split(" ")[0] for row in case_rows(about, actor, 10)}

    assert shown(mari, of_children) == {special.number, marisees.number}
    assert shown(jaan, of_children) == set()
    assert shown(mari, member_of(municipality, "uks", unit)) == {marisees.number}
    assert shown(mari, member_of(municipality, "teine", other_unit)) == set()
    RoleSetting.objects.create(municipality=municipality, role=Role.OFFICIAL, capabilities=["handle", "see_reporter"])
    assert shown(jaan, member_of(municipality, "avaja", unit, categories=["child"])) == {special.number}


def test_an_export_leaves_out_what_is_withheld_and_the_official_is_told(
    special: Case, marisees: Case, mari: Person, jaan: Person
) -> None:
    assert [row["number"] for row in export_cases(mari)] == [marisees.number]
    assert personal_data_sources["cases"].leave_out is note_left_out
    for _again in range(2):
        note_left_out(mari)
    note = Message.objects.get(case=special, kind=Message.Kind.NOTE)
    assert note.author is None
    assert SECRET in str(export_cases(jaan)), "what one has written oneself is one's own"
    end_withholding(special)
    rows = export_cases(mari)
    assert [row["number"] for row in rows] == [marisees.number, special.number]
    assert SECRET not in str(rows) and "Jaan" not in str(rows)


def test_a_review_shows_no_subjects(
    special: Case, marisees: Case, mari: Person, of_children: Actor, municipality: Municipality
) -> None:
    from raekoda.identity.accesslog.presenters import present_entries

    log_access_to_records([special, marisees], of_children, "cases.view")
    rows = present_entries(list(entries_for_person(mari)), with_titles=False)
    assert not any(special.subject in row.title or marisees.subject in row.title or row.url for row in rows)
    assert any(str(special.pk) in row.title for row in rows)
