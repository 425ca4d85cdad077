"""Legal periods: dated rules, working days, suspension, extension."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.casework.cases import actions, clocks, queries, rules
from raekoda.casework.cases.actions import CaseError, TransitionNotAllowed
from raekoda.casework.cases.actions.clock import longest_extension
from raekoda.casework.cases.models import ClockRule, Kind, Status
from raekoda.platform.core import clock
from raekoda.platform.core.clock import is_working_day, local_midnight, public_holidays

LETTER = ClockRule(
    kind="enquiry", days=15, unit="calendar", extension_days=2, extension_unit="months", valid_from=date(2024, 12, 28)
)
REQUEST = ClockRule(
    kind="information_request", days=5, unit="working", extension_days=15, extension_unit="working",
    extension_is_total=True, valid_from=date(1900, 1, 1),
)  # fmt: skip
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture
def on_day(monkeypatch):
    """Sets the current time to noon of a day in Estonia."""

    def go(day: date) -> None:
        moment = local_midnight(day) + timedelta(hours=12)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return go


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_days_of_rest_are_those_of_the_act(year: int) -> None:
    easter = {2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5), 2027: date(2027, 3, 28)}[year]
    fixed = [(1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 24), (12, 25), (12, 26)]
    moving = {easter - timedelta(days=2), easter, easter + timedelta(days=49)}

    assert public_holidays(year) == {date(year, month, day) for month, day in fixed} | moving


@pytest.mark.django_db
def test_law_is_in_rows_with_dates_and_sources() -> None:
    found = list(ClockRule.objects.all())

    def days(kind: str, day: date) -> tuple[int, str]:
        rule = clocks.rule_for(found, kind, day)
        assert rule is not None
        assert rule.source
        return rule.days, rule.unit

    for kind in ("memo", "enquiry", "report", "complaint", "feedback"):
        assert days(kind, date(2024, 12, 27)) == (30, "calendar")
        assert days(kind, date(2024, 12, 28)) == (15, "calendar")
    assert days("information_request", date(2015, 6, 1)) == (5, "working")
    assert {rule.kind for rule in found} == set(Kind.values)


def test_letter_has_fifteen_days_from_the_day_after() -> None:
    assert rules.due_date(LETTER, date(2026, 3, 2)) == date(2026, 3, 17)


def test_period_ending_on_a_day_of_rest_moves_to_the_next_working_day() -> None:
    assert rules.due_date(LETTER, date(2026, 2, 9)) == date(2026, 2, 25)  # 24 February, Independence Day
    assert rules.due_date(LETTER, date(2026, 12, 9)) == date(2026, 12, 28)  # 24 to 27 December


def test_request_for_information_has_five_working_days_after_the_day_of_registration() -> None:
    assert rules.due_date(REQUEST, date(2026, 4, 1)) == date(2026, 4, 9)  # Good Friday between
    assert rules.longest_extension(REQUEST, date(2026, 4, 1)) == date(2026, 4, 23)


def test_what_comes_on_a_day_of_rest_is_registered_on_the_next_working_day() -> None:
    saturday_night = datetime(2026, 3, 7, 23, 30, tzinfo=UTC)  # Sunday already in Estonia
    assert rules.registration_day(saturday_night) == date(2026, 3, 9)
    assert rules.registration_day(datetime(2026, 3, 9, 10, tzinfo=UTC)) == date(2026, 3, 9)


def test_two_months_end_on_the_same_day_or_the_last_of_the_month() -> None:
    assert clocks.add(clocks.MONTHS, date(2026, 12, 31), 2) == date(2027, 3, 1)  # 28 February is a Sunday
    assert rules.longest_extension(LETTER, date(2026, 3, 2)) == date(2026, 5, 18)  # 17 May is a Sunday


@given(DAYS, st.integers(0, 90))
def test_due_day_is_a_working_day_and_never_before_the_period(day: date, stood_still: int) -> None:
    for rule in (LETTER, REQUEST):
        due = rules.due_date(rule, day, stood_still)
        assert is_working_day(due)
        assert due >= day + timedelta(days=rule.days + stood_still)
        latest = rules.longest_extension(rule, day, stood_still)
        assert latest is not None
        assert latest > due


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_days_stood_still_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    for unit in ("calendar", "working"):
        parts = rules.suspended_days_between(unit, day, middle) + rules.suspended_days_between(unit, middle, end)
        assert parts == rules.suspended_days_between(unit, day, end)


def test_case_keeps_the_rule_of_its_day(make_case) -> None:
    old = make_case(kind=Kind.ENQUIRY, registered_at=local_midnight(date(2024, 12, 2)))
    new = make_case(kind=Kind.ENQUIRY, registered_at=local_midnight(date(2026, 3, 2)))

    assert old.due_on == date(2025, 1, 2)  # 30 days end on 1 January
    assert new.due_on == date(2026, 3, 17)
    assert old.is_late


def test_municipality_may_promise_less_time_than_the_law(make_case, municipality) -> None:
    ClockRule.objects.create(
        kind=Kind.REPORT, days=3, unit="working", valid_from=date(2020, 1, 1), source="Linna lubadus",
        municipality=municipality,
    )  # fmt: skip
    assert make_case(registered_at=local_midnight(date(2026, 3, 2))).due_on == date(2026, 3, 5)


def test_clock_is_stopped_while_suspended(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.ENQUIRY)
    on_day(date(2026, 3, 10))
    actions.suspend(case, reason="Ootame ekspertiisi", actor=official)
    on_day(date(2026, 3, 30))
    assert not case.is_late
    assert case not in queries.queue(official, late=True)
    actions.resume(case, actor=official)

    assert case.suspended_days == 20
    assert case.due_on == date(2026, 4, 6)
    assert case.status == Status.ASSIGNED


def test_days_of_suspension_are_counted_in_the_unit_of_the_new_kind(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.INFORMATION_REQUEST)
    for suspended, resumed in ((date(2026, 3, 3), date(2026, 3, 10)), (date(2026, 3, 12), date(2026, 3, 19))):
        on_day(suspended)
        actions.suspend(case, reason="Ootame arhiivi", actor=official)
        on_day(resumed)
        actions.resume(case, actor=official)
    assert (case.suspended_days, case.due_on) == (10, date(2026, 3, 23))

    actions.set_kind(case, kind=Kind.ENQUIRY, actor=official)
    assert (case.suspended_days, case.due_on) == (14, date(2026, 3, 31))

    actions.set_kind(case, kind=Kind.INFORMATION_REQUEST, actor=official)
    assert (case.suspended_days, case.due_on) == (10, date(2026, 3, 23))


def test_a_suspension_over_a_weekend_counts_once_the_kind_has_calendar_days(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 6))
    case = make_case(kind=Kind.INFORMATION_REQUEST)
    actions.suspend(case, reason="Ootame", actor=official)
    on_day(date(2026, 3, 8))
    actions.resume(case, actor=official)
    assert case.suspended_days == 0

    actions.set_kind(case, kind=Kind.ENQUIRY, actor=official)
    assert (case.suspended_days, case.due_on) == (2, date(2026, 3, 23))


def test_kind_changed_while_suspended_counts_the_suspension_in_the_new_unit(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.INFORMATION_REQUEST)
    actions.suspend(case, reason="Ootame", actor=official)
    on_day(date(2026, 3, 10))
    actions.set_kind(case, kind=Kind.ENQUIRY, actor=official)
    assert (case.status, case.suspended_days, case.due_on) == (Status.SUSPENDED, 0, date(2026, 3, 17))
    on_day(date(2026, 3, 16))
    actions.resume(case, actor=official)

    assert (case.suspended_days, case.due_on) == (14, date(2026, 3, 31))


def test_suspensions_before_a_reopening_do_not_count_in_the_new_period(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.ENQUIRY)
    actions.suspend(case, reason="Ootame", actor=official)
    on_day(date(2026, 3, 12))
    actions.resume(case, actor=official)
    actions.suspend(case, reason="Ootame veel", actor=official)
    on_day(date(2026, 3, 16))
    actions.answer(case, text="Tehtud", outcome="answered", actor=official)
    on_day(date(2026, 4, 1))
    actions.reopen(case, reason="Ei ole tehtud", actor=official)
    actions.set_kind(case, kind=Kind.MEMO, actor=official)

    assert (case.suspended_days, case.due_on) == (0, date(2026, 4, 16))


def test_a_period_in_months_grows_by_the_calendar_days_that_it_stood_still(
    make_case, municipality, official, on_day
) -> None:
    ClockRule.objects.create(
        kind=Kind.ENQUIRY, days=1, unit="months", extension_days=2, extension_unit="months", extension_is_total=True,
        valid_from=date(2026, 1, 1), source="Linna lubadus", municipality=municipality,
    )  # fmt: skip
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.ENQUIRY)
    assert case.due_on == date(2026, 4, 2)
    actions.suspend(case, reason="Ootame", actor=official)
    on_day(date(2026, 3, 12))
    actions.resume(case, actor=official)

    assert (case.suspended_days, case.due_on) == (10, date(2026, 4, 13))  # 12 April is a Sunday
    assert longest_extension(case) == date(2026, 5, 12)


def test_answering_a_suspended_case_counts_the_days_it_stood_still(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.ENQUIRY)
    actions.suspend(case, reason="Ootame", actor=official)
    on_day(date(2026, 4, 10))
    actions.answer(case, text="Valmis", outcome="answered", actor=official)

    assert not case.is_late
    assert case.suspended_on is None


def test_request_for_information_extends_to_fifteen_working_days_in_all(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.INFORMATION_REQUEST)
    assert case.due_on == date(2026, 3, 9)
    with pytest.raises(CaseError):
        actions.extend(case, until=date(2026, 3, 24), reason="Palju toimikuid", actor=official)
    actions.extend(case, days=10, reason="Palju toimikuid", actor=official)

    assert case.due_on == date(2026, 3, 23)
    assert case.extended_at is not None


def test_extension_needs_a_reason_time_left_and_a_later_day(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    case = make_case(kind=Kind.ENQUIRY)
    for wrong in ({"until": case.due_on}, {"until": date(2026, 12, 1)}, {}, {"days": 0}, {"days": -3}):
        with pytest.raises(CaseError):
            actions.extend(case, reason="Põhjus", actor=official, **wrong)
    with pytest.raises(CaseError) as refused:
        actions.extend(case, until=date(2026, 4, 1), reason=" ", actor=official)
    assert refused.value.field == "reason"
    assert longest_extension(case) == date(2026, 5, 18)
    on_day(date(2026, 3, 18))
    with pytest.raises(TransitionNotAllowed):
        actions.extend(case, until=date(2026, 4, 1), reason="Põhjus", actor=official)
    assert case.due_on == date(2026, 3, 17)


def test_late_forwarding_is_noted(make_case, official, on_day) -> None:
    on_day(date(2026, 3, 2))
    in_time, late = make_case(), make_case()
    on_day(date(2026, 3, 9))
    actions.forward_outside(in_time, to="Transpordiamet", reason="Riigitee", actor=official)
    on_day(date(2026, 3, 10))
    actions.forward_outside(late, to="Transpordiamet", reason="Riigitee", actor=official)

    from raekoda.platform.core.journal import history

    assert history(in_time).last().data["in_time"] is True
    assert history(late).last().data["in_time"] is False


def test_without_a_rule_a_case_is_due_at_once(make_case) -> None:
    ClockRule.objects.all().delete()
    from django.core.cache import cache

    cache.clear()
    case = make_case(registered_at=clock.now())
    assert case.due_on == case.clock_from
