"""What is open, taken and free of a resource: one reading of the database for any number of days, then pure rules."""

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
from raekoda.selfservice.bookings.rules import Exceptional, Opening, Span, Terms

NEAR_DAYS = 3


@dataclass(frozen=True)
class Slot:
    """A slot as people see it: how many items are free; none when it is taken, past or too near."""

    span: Span
    free: int
    problem: str = ""

    @property
    def is_free(self) -> bool:
        return self.free > 0 and not self.problem


@dataclass(frozen=True)
class Day:
    """A day of a resource: its hours, its slots, or the stretches that are free and the beginnings to choose from."""

    day: date
    hours: list[Span]
    slots: list[Slot] = field(default_factory=list)
    stretches: list[Span] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)
    words: str = ""

    @property
    def shown(self) -> list[Span]:
        """Free stretches, joined."""
        return rules.joined(self.stretches)

    @property
    def has_free(self) -> bool:
        return any(slot.is_free for slot in self.slots) or bool(self.starts)


def terms_of(resource: Resource) -> Terms:
    return Terms(
        slot=resource.slot_minutes, step=resource.step_minutes, shortest=resource.shortest_minutes,
        longest=resource.longest_minutes, before=resource.buffer_before, after=resource.buffer_after,
        lead=resource.lead_minutes, horizon=resource.horizon_days,
    )  # fmt: skip


class Plan:
    """Opening hours of a resource, read once."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.weekly = [
            Opening(each.weekday, each.opens, each.closes, each.valid_from, each.valid_to)
            for each in resource.openings.all()
            if each.opens and each.closes
        ]
        self.exceptions = [
            Exceptional(each.first_day, each.last_day, each.opens, each.closes, each.words)
            for each in resource.exceptions.all()
        ]

    def hours(self, day: date) -> list[Span]:
        is_holiday = not self.resource.open_on_holidays and day in clock.public_holidays(day.year)
        return rules.open_hours(day, self.weekly, self.exceptions, closed_as_holiday=is_holiday)

    def words(self, day: date) -> str:
        """Why the hours of the day are other than usual."""
        return next((each.words for each in self.exceptions if each.holds_on(day) and each.words), "")


@dataclass(frozen=True)
class Taken:
    """Times that are taken, by item, and those that calendars elsewhere block for all items."""

    by_item: dict[int, list[Span]]
    everywhere: list[Span]


def taken(resource: Resource, within: Span, *, but: Booking | None = None) -> Taken:
    """What is taken of ``resource`` in ``within``, buffers counted in; ``but`` is left out (it is being moved)."""
    rows = live(Booking.objects.filter(resource=resource, span__overlap=(within.start, within.end)))
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    by_item: dict[int, list[Span]] = defaultdict(list)
    for item in resource.items.filter(is_active=True).values_list("pk", flat=True):
        by_item[item] = []
    for item, span in rows.values_list("item_id", "span"):
        if item in by_item:
            by_item[item].append(Span(span.lower, span.upper))
    busy = BusyTime.objects.filter(resource=resource, starts_at__lt=within.end, ends_at__gt=within.start)
    return Taken(dict(by_item), [Span(*row) for row in busy.values_list("starts_at", "ends_at")])


def live(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Bookings that take their time now: holds that ran out no longer do."""
    return bookings.filter(status__in=LIVE).exclude(Q(status=Status.HELD, hold_until__lte=clock.now()))


def days(resource: Resource, wanted: list[date], *, but: Booking | None = None) -> list[Day]:
    """The wanted days (one after another) as people see them."""
    plan, terms, now = Plan(resource), terms_of(resource), clock.now()
    whole = Span(
        rules.day_span(wanted[0]).start - timedelta(days=1), rules.day_span(wanted[-1]).end + timedelta(days=1)
    )
    busy = taken(resource, whole, but=but)
    return [_day(day, plan, terms, busy, now) for day in wanted]


def _day(day: date, plan: Plan, terms: Terms, busy: Taken, now: datetime) -> Day:
    hours = plan.hours(day)
    words = plan.words(day)
    if terms.slot is not None:
        return Day(
            day, hours, [_slot(each, hours, terms, busy, now) for each in rules.slots(hours, terms.slot)], words=words
        )
    stretches = _stretches(hours, terms, busy)
    starts = [
        start
        for start in rules.starts(hours, stretches, terms)
        if rules.problem_of(Span(start, start + timedelta(minutes=terms.shortest)), hours, terms, now) is None
    ]
    return Day(day, hours, stretches=stretches, starts=starts, words=words)


def _slot(span: Span, hours: list[Span], terms: Terms, busy: Taken, now: datetime) -> Slot:
    free = rules.free_items(span.widened(terms.before, terms.after), busy.by_item, busy.everywhere)
    return Slot(span, len(free), rules.problem_of(span, hours, terms, now) or "")


def _stretches(hours: list[Span], terms: Terms, busy: Taken) -> list[Span]:
    """Free stretches of any item, with the buffers of a new booking kept from those that are there."""
    found: list[Span] = []
    for times in busy.by_item.values():
        around = [each.widened(terms.after, terms.before) for each in (*times, *busy.everywhere)]
        found += rules.free_stretches(hours, around)
    return sorted(set(found))


def nearest_free(resource: Resource, span: Span, *, within_days: int = 15, most: int = 3) -> list[Span]:
    """Free times of the same length near ``span``: its day and those after it, looked at a few at a time."""
    first = max(span.start.astimezone(TALLINN).date(), clock.today())
    found: list[Span] = []
    for offset in range(0, within_days, NEAR_DAYS):
        for day in days(resource, [first + timedelta(days=offset + number) for number in range(NEAR_DAYS)]):
            found += [slot.span for slot in day.slots if slot.is_free]
            wanted = (Span(start, start + span.length) for start in day.starts)
            found += [each for each in wanted if _fits(each, day)]
        if len(found) >= most:
            break
    return sorted(found, key=lambda each: abs(each.start - span.start))[:most]


def _fits(span: Span, day: Day) -> bool:
    return any(each.holds(span) for each in day.stretches)


def is_free(resource: Resource, span: Span, *, but: Booking | None = None) -> list[int]:
    """Items at which ``span`` is free now, buffers counted in; one query."""
    wide = span.widened(resource.buffer_before, resource.buffer_after)
    booked = live(Booking.objects.filter(item=OuterRef("pk"), span__overlap=(wide.start, wide.end)))
    if but is not None:
        booked = booked.exclude(pk=but.pk)
    busy = BusyTime.objects.filter(resource=resource, starts_at__lt=wide.end, ends_at__gt=wide.start)
    items = resource.items.filter(~Exists(booked), ~Exists(busy), is_active=True)
    return list(items.order_by("pk").values_list("pk", flat=True))
