"""Pure rules of prices: dated rows by group, weekday and hour give the price of a booking; group membership."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from raekoda.platform.core.clock import TALLINN
from raekoda.selfservice.bookings.rules import Span, day_span, local_moment

CENT = Decimal("0.01")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A price in euros: ``per`` is "hour", "booking" or "deposit"; ``group`` None: everybody; no weekdays: every day."""

    per: str
    amount: Decimal
    group: int | None = None
    weekdays: tuple[int, ...] = ()
    from_hour: time | None = None
    to_hour: time | None = None
    valid_from: date = date.min
    valid_to: date | None = None
    source: str = ""

    def applies_at(self, at: datetime) -> bool:
        """Whether the row is in force at ``at`` (aware)."""
        local = at.astimezone(TALLINN)
        day, hour = local.date(), local.time()
        return (
            self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
            and (not self.weekdays or day.weekday() in self.weekdays)
            and (self.from_hour is None or self.from_hour <= hour)
            and (self.to_hour is None or hour < self.to_hour or self.to_hour == time(0))
        )


@dataclass(frozen=True)
class Quote:
    """Price and refundable deposit of a booking in euros, with the sources of the price rows."""

    amount: Decimal = Decimal(0)
    deposit: Decimal = Decimal(0)
    group: int | None = None
    sources: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        return self.amount + self.deposit


@dataclass(frozen=True)
class Facts:
    """Facts about the booker that prices and groups depend on."""

    age: int | None = None
    is_resident: bool = False
    is_organisation: bool = False
    listed: frozenset[int] = field(default_factory=frozenset)


def is_member(group: int, basis: str, age: int | None, facts: Facts) -> bool:
    """Whether a person with these facts belongs to a group with this basis."""
    if basis == "listed":
        return group in facts.listed
    if basis == "residents":
        return facts.is_resident
    if basis == "organisations":
        return facts.is_organisation
    if facts.age is None or age is None:
        return False
    return facts.age < age if basis == "under" else facts.age >= age


def quote(span: Span, rows: Iterable[Row], groups: Sequence[int] = ()) -> Quote:
    """The price of ``span`` for a member of ``groups``: for each part the cheapest row of those groups, else the common row;
    of several common rows one with hours is preferred, then the newest."""
    prices = list(rows)
    by_hour = [row for row in prices if row.per == "hour"]
    used: list[Row] = []
    total = Decimal(0)
    for part in _split_at_price_changes(span, by_hour):
        row = _choose_row(by_hour, part.start, groups)
        if row is not None:
            total += row.amount * Decimal(part.length / HOUR)
            used.append(row)
    deposit = Decimal(0)
    for per in ("booking", "deposit"):
        row = _choose_row([price for price in prices if price.per == per], span.start, groups)
        if row is None:
            continue
        used.append(row)
        if per == "booking":
            total += row.amount
        else:
            deposit = row.amount
    group = next((row.group for row in used if row.group is not None), None)
    sources = tuple(dict.fromkeys(row.source for row in used if row.source))
    return Quote(total.quantize(CENT, ROUND_HALF_UP), deposit.quantize(CENT), group, sources)


def _choose_row(rows: Sequence[Row], at: datetime, groups: Sequence[int]) -> Row | None:
    in_force = [row for row in rows if row.applies_at(at)]
    own = [row for row in in_force if row.group is not None and row.group in groups]
    if own:
        return min(own, key=lambda row: row.amount)
    common = [row for row in in_force if row.group is None]
    return max(common, key=lambda row: (row.from_hour is not None, row.valid_from), default=None)


def _split_at_price_changes(span: Span, rows: Sequence[Row]) -> list[Span]:
    """``span`` split where a price may change: at midnights and at the hours of the rows."""
    cuts = {span.start, span.end}
    day = span.start.astimezone(TALLINN).date()
    while local_moment(day, time(0)) < span.end:
        cuts.add(day_span(day).start)
        cuts |= {local_moment(day, hour) for row in rows for hour in (row.from_hour, row.to_hour) if hour is not None}
        day += DAY
    within = sorted(cut for cut in cuts if span.start <= cut <= span.end)
    return [Span(start, end) for start, end in pairwise(within)]
