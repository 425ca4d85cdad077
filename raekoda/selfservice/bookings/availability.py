"""Opening hours, occupied and free times of a resource: one read of the database for any number of days, then pure rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from raekoda.platform.core import clock
from raekoda.platform.core.clock import TALLINN
from raekoda.selfservice.bookings import rules
from raekoda.selfservice.bookings.models import LIVE, Booking, BusyTime, Resource
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.rules import Opening, Span, SpecialHours, Terms

NEAR_DAYS = 3


@dataclass(frozen=True)
class Slot:
    """A slot of a calendar: the number of free items; ``problem`` says why it cannot be booked (:class:`rules.Problem`)."""

    span: Span
    free: int
    problem: str = ""

    @property
    def is_free(self) -> bool:
        return self.free > 0 and not self.problem


@dataclass(frozen=True)
class Day:
    """A day of a resource: opening hours and slots, or the free spans and the start times to choose from."""

    day: date
    hours: list[Span]
    slots: list[Slot] = field(default_factory=list)
    stretches: list[Span] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)
    note: str = ""

    @property
    def merged_stretches(self) -> list[Span]:
        return rules.merge(self.stretches)

    @property
    def has_free(self) -> bool:
        return any(slot.is_free for slot in self.slots) or bool(self.starts)


def get_terms(resource: Resource) -> Terms:
    return Terms(
        slot=resource.slot_minutes, step=resource.step_minutes, shortest=resource.shortest_minutes,
        longest=resource.longest_minutes, before=resource.buffer_before, after=resource.buffer_after,
        lead=resource.lead_minutes, horizon=resource.horizon_days,
    )  # fmt: skip


class Schedule:
    """Opening hours of a resource; the constructor reads the rows once."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.weekly = [
            Opening(rule.weekday, rule.opens, rule.closes, rule.valid_from, rule.valid_to)
            for rule in resource.openings.all()
            if rule.opens and rule.closes
        ]
        self.exceptions = [
            SpecialHours(row.first_day, row.last_day, row.opens, row.closes, row.words)
            for row in resource.exceptions.all()
        ]

    def hours(self, day: date) -> list[Span]:
        is_holiday = not self.resource.open_on_holidays and day in clock.public_holidays(day.year)
        return rules.open_hours(day, self.weekly, self.exceptions, closed_as_holiday=is_holiday)

    def note(self, day: date) -> str:
        """The public reason for exceptional hours on the day; empty for usual hours."""
        return next((special.note for special in self.exceptions if special.applies_on(day) and special.note), "")


@dataclass(frozen=True)
class OccupiedTimes:
    """Occupied times by item id, and those blocked for all items by foreign calendars."""

    by_item: dict[int, list[Span]]
    everywhere: list[Span]


def get_occupied(resource: Resource, within: Span, *, exclude: Booking | None = None) -> OccupiedTimes:
    """Occupied times of ``resource`` that overlap ``within``, buffers included; ``exclude`` is a booking to ignore."""
    rows = live(Booking.objects.filter(resource=resource, span__overlap=(within.start, within.end)))
    if exclude is not None:
        rows = rows.exclude(pk=exclude.pk)
    by_item: dict[int, list[Span]] = defaultdict(list)
    for item in resource.items.filter(is_active=True).values_list("pk", flat=True):
        by_item[item] = []
    for item, span in rows.values_list("item_id", "span"):
        if item in by_item:
            by_item[item].append(Span(span.lower, span.upper))
    busy = BusyTime.objects.filter(resource=resource, starts_at__lt=within.end, ends_at__gt=within.start)
    return OccupiedTimes(dict(by_item), [Span(*row) for row in busy.values_list("starts_at", "ends_at")])


def live(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Bookings that occupy their time now; expired holds do not."""
    return bookings.filter(status__in=LIVE).exclude(Q(status=Status.HELD, hold_until__lte=clock.now()))


def days(resource: Resource, requested: list[date], *, exclude: Booking | None = None) -> list[Day]:
    """Calendar of the requested days (consecutive, in order)."""
    schedule, terms, now = Schedule(resource), get_terms(resource), clock.now()
    whole = Span(
        rules.day_span(requested[0]).start - timedelta(days=1), rules.day_span(requested[-1]).end + timedelta(days=1)
    )
    busy = get_occupied(resource, whole, exclude=exclude)
    return [_day(day, schedule, terms, busy, now) for day in requested]


def _day(day: date, schedule: Schedule, terms: Terms, busy: OccupiedTimes, now: datetime) -> Day:
    hours = schedule.hours(day)
    note = schedule.note(day)
    if terms.slot is not None:
        return Day(
            day, hours, [_slot(span, hours, terms, busy, now) for span in rules.slots(hours, terms.slot)], note=note
        )
    stretches = _stretches(hours, terms, busy)
    starts = [
        start
        for start in rules.possible_starts(hours, stretches, terms)
        if rules.find_problem(Span(start, start + timedelta(minutes=terms.shortest)), hours, terms, now) is None
    ]
    return Day(day, hours, stretches=stretches, starts=starts, note=note)


def _slot(span: Span, hours: list[Span], terms: Terms, busy: OccupiedTimes, now: datetime) -> Slot:
    free = rules.free_items(span.widened(terms.before, terms.after), busy.by_item, busy.everywhere)
    return Slot(span, len(free), rules.find_problem(span, hours, terms, now) or "")


def _stretches(hours: list[Span], terms: Terms, busy: OccupiedTimes) -> list[Span]:
    """Free spans of any item, less the buffers that a new booking needs around existing ones."""
    found: list[Span] = []
    for times in busy.by_item.values():
        around = [span.widened(terms.after, terms.before) for span in (*times, *busy.everywhere)]
        found += rules.free_spans(hours, around)
    return sorted(set(found))


def nearest_free(resource: Resource, span: Span, *, within_days: int = 15, limit: int = 3) -> list[Span]:
    """Up to ``limit`` free times of the same length near ``span``, on its day and the days after it."""
    first = max(span.start.astimezone(TALLINN).date(), clock.today())
    found: list[Span] = []
    for offset in range(0, within_days, NEAR_DAYS):
        for day in days(resource, [first + timedelta(days=offset + number) for number in range(NEAR_DAYS)]):
            found += [slot.span for slot in day.slots if slot.is_free]
            candidates = (Span(start, start + span.length) for start in day.starts)
            found += [candidate for candidate in candidates if _fits(candidate, day)]
        if len(found) >= limit:
            break
    return sorted(found, key=lambda candidate: abs(candidate.start - span.start))[:limit]


def _fits(span: Span, day: Day) -> bool:
    return any(stretch.contains(span) for stretch in day.stretches)


def find_free_items(resource: Resource, span: Span, *, exclude: Booking | None = None) -> list[int]:
    """Ids of the items for which ``span`` is free now, buffers included; one query."""
    wide = span.widened(resource.buffer_before, resource.buffer_after)
    booked = live(Booking.objects.filter(item=OuterRef("pk"), span__overlap=(wide.start, wide.end)))
    if exclude is not None:
        booked = booked.exclude(pk=exclude.pk)
    busy = BusyTime.objects.filter(resource=resource, starts_at__lt=wide.end, ends_at__gt=wide.start)
    items = resource.items.filter(~Exists(booked), ~Exists(busy), is_active=True)
    return list(items.order_by("pk").values_list("pk", flat=True))
