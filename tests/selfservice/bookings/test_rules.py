"""Pure rules: hours, slots, free spans, prices, days of clock changes; property-based tests of no overlaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.clock import TALLINN
from raekoda.selfservice.bookings import pricing, rules
from raekoda.selfservice.bookings.pricing import Facts, Row
from raekoda.selfservice.bookings.rules import Opening, Problem, Span, SpecialHours, Terms

MONDAY = date(2026, 11, 30)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
EVERY_DAY = [Opening(weekday, time(0), time(0)) for weekday in range(7)]
BASE = datetime(2026, 11, 30, 6, tzinfo=UTC)

minutes = st.integers(0, 600)
spans = st.builds(
    lambda start, length: Span(BASE + timedelta(minutes=start), BASE + timedelta(minutes=start + length)),
    minutes,
    st.integers(1, 300),
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
hours = st.tuples(st.times(), st.times()).map(
    lambda pair: tuple(each.replace(second=0, microsecond=0) for each in pair)
)


def hours_of(day: date, opens: int, closes: int) -> list[Span]:
    return rules.open_hours(day, [Opening(day.weekday(), time(opens), time(closes % 24))], [])


@pytest.mark.parametrize(("day", "length"), [(SPRING, 23), (AUTUMN, 25), (MONDAY, 24)])
def test_a_day_is_as_long_as_its_clocks_say(day: date, length: int) -> None:
    (span,) = rules.open_hours(day, EVERY_DAY, [])
    assert span.length == timedelta(hours=length)
    assert len(rules.slots([span], 60)) == length


def test_hours_on_either_side_of_the_change_are_those_on_the_clock() -> None:
    for day in (SPRING, AUTUMN, SPRING - timedelta(days=1)):
        (span,) = hours_of(day, 8, 20)
        assert [each.astimezone(TALLINN).hour for each in span] == [8, 20]
        assert span.length == timedelta(hours=12)


def test_an_hour_that_is_skipped_or_shown_twice() -> None:
    (span,) = rules.open_hours(SPRING, [Opening(6, time(3, 30), time(6))], [])
    assert span.length == timedelta(hours=1, minutes=30)
    (span,) = rules.open_hours(AUTUMN, [Opening(6, time(2), time(3, 30))], [])
    assert span.length == timedelta(hours=2, minutes=30)
    assert rules.open_hours(SPRING, [Opening(6, time(3, 10), time(3, 50))], []) == []


def test_a_weekly_series_keeps_its_local_hour_over_the_change() -> None:
    found = rules.weekly(date(2026, 3, 22), date(2026, 4, 5), 1, time(10), time(12))
    assert [span.start.astimezone(TALLINN).hour for span in found] == [10, 10, 10]
    assert found[1].start - found[0].start == timedelta(days=7) - timedelta(hours=1)


def test_exceptions_come_before_weekly_hours_and_holidays() -> None:
    weekly = [Opening(0, time(8), time(12)), Opening(0, time(11), time(16))]
    assert [s.length for s in rules.open_hours(MONDAY, weekly, [])] == [timedelta(hours=8)]
    assert rules.open_hours(MONDAY, weekly, [SpecialHours(MONDAY, MONDAY)]) == []
    other = [SpecialHours(MONDAY, MONDAY, time(10), time(11))]
    assert rules.open_hours(MONDAY, weekly, other, closed_as_holiday=True)[0].length == timedelta(hours=1)
    assert rules.open_hours(MONDAY, weekly, [], closed_as_holiday=True) == []
    later = [Opening(0, time(8), time(12), valid_from=MONDAY + timedelta(days=1))]
    assert rules.open_hours(MONDAY, later, []) == []


@given(
    st.lists(st.builds(lambda w, h: Opening(w, *h), st.integers(0, 6), hours), max_size=8), days, st.integers(5, 240)
)
def test_slots_lie_within_the_hours_and_never_overlap(weekly: list[Opening], day: date, length: int) -> None:
    opened = rules.open_hours(day, weekly, [])
    found = rules.slots(opened, length)
    assert all(span.length == timedelta(minutes=length) for span in found)
    assert all(any(around.contains(span) for around in opened) for span in found)
    assert all(not one.overlaps(other) for one, other in pairwise(found))
    assert all(one.end < other.start for one, other in pairwise(opened))
    assert all(rules.day_span(day).start <= span.start for span in opened)


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=8))
def test_free_stretches_are_what_is_open_and_not_taken(opened: list[Span], taken: list[Span]) -> None:
    opened = rules.merge(opened)
    free = rules.free_spans(opened, taken)

    def minutes_of(some: list[Span]) -> set[int]:
        return {m for span in some for m in range((span.start - BASE) // timedelta(minutes=1),
                                                   (span.end - BASE) // timedelta(minutes=1))}  # fmt: skip

    assert minutes_of(free) == minutes_of(opened) - minutes_of(taken)


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=5), st.integers(1, 6), st.integers(1, 12))
def test_beginnings_offered_are_free_and_bookable(
    opened: list[Span], taken: list[Span], step: int, shortest: int
) -> None:
    terms = Terms(None, step * 5, shortest * 5, shortest * 5 + 120)
    opened = rules.merge(opened)
    free = rules.free_spans(opened, taken)
    for start in rules.possible_starts(opened, free, terms):
        span = Span(start, start + timedelta(minutes=terms.shortest))
        assert any(each.contains(span) for each in free)
        assert rules.find_problem(span, opened, terms, BASE - timedelta(days=1)) is None


@given(st.lists(spans, max_size=12))
def test_joined_covers_the_same_and_nothing_twice(some: list[Span]) -> None:
    whole = rules.merge(some)
    assert all(any(each.contains(span) for each in whole) for span in some)
    assert all(one.end < other.start for one, other in pairwise(whole))


def test_why_a_time_cannot_be_booked() -> None:
    opened = hours_of(MONDAY, 8, 20)
    start = opened[0].start
    terms = Terms(None, 30, 60, 120, lead=90, horizon=7)
    now = start - timedelta(hours=4)

    def problem(begin: int, length: int, when: datetime = now) -> Problem | None:
        span = Span(start + timedelta(minutes=begin), start + timedelta(minutes=begin + length))
        return rules.find_problem(span, opened, terms, when)

    assert problem(0, 60) is None
    assert problem(30, 90) is None
    assert problem(0, 60, start) == Problem.PAST
    assert problem(0, 60, start - timedelta(minutes=89)) == Problem.TOO_SOON
    assert problem(0, 60, start - timedelta(days=8)) == Problem.TOO_FAR
    assert problem(660, 120) == Problem.CLOSED
    assert problem(15, 60) == Problem.GRID
    assert problem(0, 75) == Problem.GRID
    assert problem(0, 30) == Problem.TOO_SHORT
    assert problem(0, 150) == Problem.TOO_LONG
    slots = Terms(60, 30, 60, 60)
    assert rules.find_problem(Span(start, start + timedelta(hours=1)), opened, slots, now) is None
    half = Span(start + timedelta(minutes=30), start + timedelta(minutes=90))
    assert rules.find_problem(half, opened, slots, now) == Problem.GRID


def span(opens: int, closes: int, day: date = MONDAY) -> Span:
    return Span(rules.local_moment(day, time(opens)), rules.local_moment(day, time(closes)))


def test_prices_by_group_day_and_hour() -> None:
    rows = [
        Row("hour", Decimal(10), source="A"),
        Row("hour", Decimal(20), from_hour=time(18), to_hour=time(0), source="B"),
        Row("hour", Decimal(4), group=1),
        Row("hour", Decimal(5), group=2),
        Row("hour", Decimal(99), weekdays=(6,), from_hour=time(0), to_hour=time(0)),
        Row("deposit", Decimal(50)),
        Row("booking", Decimal("2.50")),
        Row("hour", Decimal(1), valid_from=date(2027, 1, 1)),
    ]
    assert pricing.quote(span(16, 20), rows).amount == Decimal("62.50")
    assert pricing.quote(span(16, 20), rows).deposit == 50
    assert pricing.quote(span(16, 20), rows).sources == ("A", "B")
    assert pricing.quote(span(16, 20), rows, [1, 2]) == pricing.Quote(Decimal("18.50"), Decimal(50), 1)
    assert pricing.quote(span(10, 11, date(2027, 1, 4)), rows).amount == Decimal("3.50")
    assert pricing.quote(span(16, 20), []).total == 0


@given(st.integers(1, 23), st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), max_size=4))
def test_a_price_cut_in_two_is_the_same_price(cut: int, rows: list[tuple[int, int]]) -> None:
    prices = [
        Row("hour", Decimal(number + 1), from_hour=time(a), to_hour=time(b)) for number, (a, b) in enumerate(rows)
    ]
    day = rules.day_span(MONDAY)
    middle = day.start + timedelta(hours=cut)
    whole = pricing.quote(day, prices).amount
    assert whole == sum(pricing.quote(part, prices).amount for part in (Span(day.start, middle), Span(middle, day.end)))


@pytest.mark.parametrize(
    ("basis", "age", "facts", "does"),
    [
        ("listed", None, Facts(listed=frozenset({7})), True), ("listed", None, Facts(), False),
        ("under", 18, Facts(age=17), True), ("under", 18, Facts(age=18), False), ("from", 65, Facts(age=65), True),
        ("from", 65, Facts(), False), ("residents", None, Facts(is_resident=True), True),
        ("organisations", None, Facts(is_organisation=True), True), ("organisations", None, Facts(), False),
    ],
)  # fmt: skip
def test_who_belongs_to_a_group(basis: str, age: int | None, facts: Facts, does: bool) -> None:
    assert pricing.is_member(7, basis, age, facts) is does
