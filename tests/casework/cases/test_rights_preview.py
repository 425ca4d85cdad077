"""What the rights page is told about cases: counts by kind and sensitivity, never records."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases import rights_preview
from raekoda.casework.cases.models import Case, CaseParticipant
from raekoda.identity.accounts.capabilities import SPECIAL
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(municipality: Municipality, unit: Unit) -> User:
    found = User.objects.create(username="sirje")
    Membership.objects.create(
        user=found, municipality=municipality, role=Role.OFFICIAL, unit=unit, categories=["social"]
    )
    return found


@pytest.fixture
def cases(make_case: Callable[..., Case], unit: Unit, other_unit: Unit) -> Callable[..., None]:
    """``cases(3, sensitivity="child")``: so many cases of the unit."""

    def make(count: int, **values: object) -> None:
        for _ in range(count):
            case = make_case()
            is_special = values.get("sensitivity") in SPECIAL
            Case.objects.filter(pk=case.pk).update(
                **{"unit": unit, "official": None, "is_restricted": is_special, **values}
            )

    return make


def counts(user: User) -> dict[str, dict[str, str]]:
    (table,) = rights_preview.preview(user).tables
    return {label: {column: cell for column, cell in cells if cell != "0"} for label, cells in table.labelled_rows}


def test_only_what_the_member_reads_is_counted(user: User, cases, other_unit: Unit) -> None:
    cases(2, sensitivity="open")
    cases(1, sensitivity="personal", kind="memo")
    cases(3, sensitivity="open", unit=other_unit)
    cases(3, sensitivity="health")
    assert counts(user) == {"Teade": {"Avalik": "2"}, "Märgukiri": {"Isikuandmed": "1"}}


@pytest.mark.parametrize(("count", "shown"), [(1, "1–4"), (4, "1–4"), (5, "5")])
def test_small_numbers_of_special_cases_are_not_told_apart(user: User, cases, count: int, shown: str) -> None:
    cases(count, sensitivity="social")
    assert counts(user) == {"Teade": {"Eriliigiline: sotsiaalhoolekanne": shown}}


def test_tasks_are_counted(user: User, cases, make_case) -> None:
    cases(2, official=user)
    cases(1, official=user, closed_at=clock.now(), status="closed", outcome="solved")
    CaseParticipant.objects.create(
        municipality=make_case().municipality, case=make_case(), user=user, reason="asked_in", added_by=user,
        added_at=clock.now(),
    )  # fmt: skip
    assert rights_preview.preview(user).tasks == ("Menetleja 2 lõpetamata pöördumisel.", "Appi kutsutud 1 pöördumisse.")


def test_who_reads_no_cases_gets_no_counts(municipality: Municipality, cases) -> None:
    cases(1, sensitivity="open")
    administrator = User.objects.create(username="anne")
    Membership.objects.create(user=administrator, municipality=municipality, role=Role.ADMINISTRATOR)
    assert rights_preview.preview(administrator).tables == ()


def test_special_cases_that_nobody_may_read_are_warned_of(user: User, cases, other_unit: Unit) -> None:
    cases(5, sensitivity="child")
    cases(2, sensitivity="social")
    assert list(rights_preview.unreadable_special_cases()) == [
        "Lõpetamata pöördumisi, mida keegi lugeda ei tohi („eriliigiline: lastekaitse“): 5."
    ]
    cases(1, sensitivity="social", unit=other_unit)
    cases(1, sensitivity="health", official=user)
    assert [line.rpartition(": ")[2] for line in rights_preview.unreadable_special_cases()] == ["1–4.", "5."]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert len(list(rights_preview.unreadable_special_cases())) == 3


def test_the_number_of_queries_does_not_grow_with_the_cases(user: User, cases) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            rights_preview.preview(User.objects.get(pk=user.pk))
            list(rights_preview.unreadable_special_cases())
        return len(captured)

    cases(1, sensitivity="social")
    queries()
    few = queries()
    cases(12, sensitivity="child")
    assert queries() == few
