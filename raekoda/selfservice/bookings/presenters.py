"""Presentation of bookings and times on pages and in letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.money import euros
from raekoda.selfservice.bookings import availability, rules
from raekoda.selfservice.bookings.models import Booking, Resource
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.models.resources import Way, Weekday, Who

TONES = {
    Status.HELD: "warning", Status.ASKED: "info", Status.CONFIRMED: "success", Status.NO_SHOW: "danger",
    Status.CANCELLED: "neutral", Status.REFUSED: "danger", Status.EXPIRED: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class SlotView:
    """A slot with its label and the addresses of its booking and waiting forms (empty when not applicable)."""

    label: str
    is_free: bool
    is_closed: bool
    url: str = ""
    wait_url: str = ""
    left: int = 0
    value: str = ""


@dataclass(frozen=True)
class DayView:
    """A day of the calendar page."""

    day: date
    label: str
    note: str
    is_open: bool
    slots: list[SlotView] = field(default_factory=list)
    stretches: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def has_free(self) -> bool:
        return any(slot.is_free for slot in self.slots) or bool(self.url)


def present_days(
    resource: Resource, days: list[date], *, exclude: Booking | None = None, base: str = ""
) -> list[DayView]:
    """Days of the public calendar of ``resource``; links lead to the booking form, or to ``base`` (moving a booking)."""
    address = base or reverse("bookings:new", args=[resource.slug])
    wait = "" if base else reverse("bookings:wait", args=[resource.slug])
    return [_day_view(resource, day, address, wait) for day in availability.days(resource, days, exclude=exclude)]


def _day_view(resource: Resource, day: availability.Day, address: str, wait: str) -> DayView:
    slots = [_slot_view(resource, slot, address, wait) for slot in day.slots]
    stretches = [_hours(span.start, span.end) for span in day.merged_stretches if span.end > clock.now()]
    url = f"{address}?{urlencode({'paev': day.day.isoformat()})}" if day.starts else ""
    return DayView(day.day, date_format(day.day, "l, j. F"), day.note, bool(day.hours), slots, stretches, url)


def _slot_view(resource: Resource, slot: availability.Slot, address: str, wait: str) -> SlotView:
    value = time_query(slot.span)
    is_closed = bool(slot.problem)
    return SlotView(
        label=_hours(slot.span.start, slot.span.end), is_free=slot.is_free, is_closed=is_closed,
        url=f"{address}?{value}" if slot.is_free else "",
        wait_url=f"{wait}?{value}" if wait and not is_closed and not slot.is_free else "",
        left=slot.free if resource.quantity > 1 else 0, value=slot.span.start.isoformat(),
    )  # fmt: skip


def time_query(span: rules.Span) -> str:
    """``span`` as the query string of a booking form."""
    return urlencode({"algus": format_timestamp(span.start), "kestus": span.length // timedelta(minutes=1)})


def format_timestamp(at: datetime) -> str:
    """A datetime for a query string: UTC, to the minute."""
    return at.astimezone(rules.UTC).strftime("%Y-%m-%dT%H:%MZ")


def parse_timestamp(text: str) -> datetime | None:
    """The inverse of :func:`format_timestamp`; None for any other text."""
    try:
        parsed = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=rules.UTC)
    except ValueError:
        return None
    return parsed if parsed.year in rules.YEARS else None


def _hours(start: datetime, end: datetime) -> str:
    return (
        f"{date_format(localtime(start, TALLINN), 'TIME_FORMAT')}–{date_format(localtime(end, TALLINN), 'TIME_FORMAT')}"
    )


def format_when(start: datetime, end: datetime) -> str:
    """Text such as "esmaspäev, 17.09.2026 10.00–12.00"; both days when the time crosses midnight."""
    begins, ends = localtime(start, TALLINN), localtime(end, TALLINN)
    day = f"{date_format(begins, 'l')}, {date_format(begins, 'SHORT_DATE_FORMAT')}"
    if begins.date() == ends.date():
        return f"{day} {_hours(start, end)}"
    return f"{day} {date_format(begins, 'TIME_FORMAT')} – {format_moment(end)}"


def format_moment(at: datetime) -> str:
    return date_format(localtime(at, TALLINN), "SHORT_DATETIME_FORMAT")


def annotate(booking: Booking) -> Booking:
    """Set ``tone``, ``when`` and ``status_label`` on the booking for templates."""
    booking.tone = TONES[Status(booking.status)]  # type: ignore[attr-defined]
    booking.when = format_when(booking.starts_at, booking.ends_at)  # type: ignore[attr-defined]
    booking.status_label = status_label(booking)  # type: ignore[attr-defined]
    return booking


def status_label(booking: Booking) -> str:
    """The status as a short label."""
    if booking.status == Status.HELD:
        return _("waits for you to confirm") if booking.needs_word else _("waits for payment")
    if booking.status == Status.CONFIRMED and booking.ends_at <= clock.now():
        return _("over")
    return str(booking.get_status_display())


def present_booking(booking: Booking) -> list[tuple[str, str]]:
    """Rows (label, text) of a booking for its booker; empty rows are left out."""
    resource = booking.resource
    rows = [
        (_("When"), format_when(booking.starts_at, booking.ends_at)),
        (_("Where"), "" if booking.way in ("phone", "video") else resource.address),
        (_("How you meet"), booking.get_way_display() if booking.way else ""),
        (_("Item"), str(booking.item.number) if resource.quantity > 1 else ""),
        (_("For whom"), booking.name),
        (_("What it is about"), booking.topic),
        (_("How many people"), str(booking.people or "")),
        (_("Price"), euros(booking.amount) if booking.amount else ""),
        (_("Deposit"), euros(booking.deposit) if booking.deposit else ""),
        (_("Note"), booking.note),
        (_("Number"), booking.ref),
    ]
    return [row for row in rows if row[1]]


def present_resource(resource: Resource) -> list[tuple[str, str]]:
    """Rows (label, text) that describe a resource and its booking terms; empty rows are left out."""
    rows: list[tuple[str, Any]] = [
        (_("Where"), resource.address),
        (_("For how many people"), resource.capacity or ""),
        (_("How many there are"), resource.quantity if resource.quantity > 1 else ""),
        (_("Who may book"), _who(resource)),
        (_("How you meet"), ", ".join(_way(way) for way in resource.ways)),
        (_("Approval"), _("An official approves each booking.") if resource.needs_approval else ""),
        (_("Cancelling"), _cancelling(resource)),
    ]
    return [(label, str(value)) for label, value in rows if value]


def _who(resource: Resource) -> str:
    if resource.who == Who.GROUPS:
        return ", ".join(str(group) for group in resource.groups.all())
    return str(resource.get_who_display())


def _way(way: str) -> str:
    return str(Way(way).label)


def _cancelling(resource: Resource) -> str:
    return _("Free until %(hours)s hours before.") % {"hours": resource.free_cancel_hours}


def present_prices(resource: Resource) -> list[dict[str, Any]]:
    """Price rows in force today or later, for a table."""
    today = clock.today()
    rows = [row for row in resource.prices.all() if row.valid_to is None or row.valid_to >= today]
    return [
        {"amount": euros(row.amount), "per": row.get_per_display(), "group": str(row.group) if row.group_id else _("all"),
         "when": _price_when(row), "source": row.source}
        for row in rows
    ]  # fmt: skip


def _price_when(row: Any) -> str:
    days = ", ".join(str(Weekday(day).label) for day in sorted(row.weekdays))
    hours = ""
    if row.from_hour or row.to_hour:
        begins = date_format(row.from_hour, "TIME_FORMAT") if row.from_hour else ""
        ends = date_format(row.to_hour, "TIME_FORMAT") if row.to_hour else ""
        hours = f"{begins}–{ends}"
    later = date_format(row.valid_from, "SHORT_DATE_FORMAT") if row.valid_from > clock.today() else ""
    return " ".join(part for part in (days, hours, later and _("from %(day)s") % {"day": later}) if part)
