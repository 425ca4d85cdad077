"""Pure rules of GeoReport v2: dates, lists, places and numbers as clients send them."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from raekoda.casework.cases.numbers import parse_number
from raekoda.channels.open311.errors import Open311Error
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.fields import Point

MAX_SPAN = timedelta(days=90)
MAX_DESCRIPTION = 4000
MAX_URL = 500
MAX_LIST = 1000
MAX_PAGE_SIZE = 1000
MAX_OFFSET = 100_000
ATTRIBUTE = re.compile(r"^attribute\[([^\[\]]{1,60})\](\[\])?$")


def parse_time(text: str, name: str) -> datetime | None:
    """A date and time in W3C form; without a zone it is Estonian time, without a time the start of the day.

    Raises :class:`Open311Error` (400).
    """
    if not text:
        return None
    try:
        value = parse_datetime(text.replace(" ", "+"))
        if value is None and (day := parse_date(text)) is not None:
            value = datetime(day.year, day.month, day.day)
    except ValueError:
        value = None
    if value is None:
        raise Open311Error(400, _("%(name)s is not a date and time as in 2026-01-31T12:00:00Z.") % {"name": name})
    try:
        return value if value.tzinfo else value.replace(tzinfo=TALLINN)
    except (ValueError, OverflowError) as error:
        raise Open311Error(400, _("%(name)s is out of range.") % {"name": name}) from error


def date_range(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The window of ``requested_datetime``: at most 90 days; by default the last 90. Raises :class:`Open311Error` (400)."""
    try:
        if start is None:
            end = end or now
            start = end - MAX_SPAN
        elif end is None:
            end = start + MAX_SPAN
    except OverflowError as error:
        raise Open311Error(400, _("start_date or end_date is out of range.")) from error
    if end < start:
        raise Open311Error(400, _("end_date is before start_date."))
    if end - start > MAX_SPAN:
        raise Open311Error(400, _("start_date and end_date are more than 90 days apart."))
    return start, end


def clean(text: str) -> str:
    """A parameter without NUL characters and surrounding space."""
    return text.replace("\x00", "").strip()


def split_list(values: list[str]) -> list[str]:
    """The members of a parameter that may be repeated and comma separated, each once. Raises :class:`Open311Error` (400)."""
    members = list(dict.fromkeys(part for value in values for raw in value.split(",") if (part := clean(raw))))
    if len(members) > MAX_LIST:
        raise Open311Error(400, _("A list holds at most %(count)s values.") % {"count": MAX_LIST})
    return members


def parse_case_key(number: str) -> int | None:
    """The key of a case in its number ("2026-004217"); None when it is no number."""
    parsed = parse_number(number)
    return parsed.key if parsed else None


def parse_statuses(values: list[str]) -> set[str]:
    """ "open", "closed", both, or empty. Raises :class:`Open311Error` (400)."""
    requested = set(split_list(values))
    if unknown := requested - {"open", "closed"}:
        raise Open311Error(400, _("Unknown status: %(status)s.") % {"status": ", ".join(sorted(unknown))[:80]})
    return requested


def parse_float(text: str, name: str) -> float | None:
    """A finite number, None when empty. Raises :class:`Open311Error` (400)."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Open311Error(400, _("%(name)s is not a number.") % {"name": name})
    return value


def parse_int(text: str, name: str, default: int, largest: int) -> int:
    """A whole number from 1 to ``largest``. Raises :class:`Open311Error` (400)."""
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:12]) <= largest:
        raise Open311Error(
            400, _("%(name)s is a whole number from 1 to %(largest)s.") % {"name": name, "largest": largest}
        )
    return int(text)


def parse_point(lat: str, long: str) -> Point | None:
    """The point, None when neither is given. Raises :class:`Open311Error` (400)."""
    latitude, longitude = parse_float(lat, "lat"), parse_float(long, "long")
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise Open311Error(400, _("lat and long are given together."))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Open311Error(400, _("lat and long are degrees of WGS 84."))
    return Point(longitude, latitude)


def parse_box(text: str) -> tuple[float, float, float, float] | None:
    """``bbox=west,south,east,north`` in degrees. Raises :class:`Open311Error` (400)."""
    if not text:
        return None
    sides = [parse_float(side.strip(), "bbox") for side in text.split(",")]
    if len(sides) != 4 or None in sides:
        raise Open311Error(400, _("bbox is four numbers: west,south,east,north."))
    west, south, east, north = (side for side in sides if side is not None)
    if west > east or south > north:
        raise Open311Error(400, _("bbox is four numbers: west,south,east,north."))
    return west, south, east, north


def parse_media_url(text: str) -> str:
    """A link to a picture on the web: stored as text, never fetched by the server. Raises :class:`Open311Error` (400)."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text) > MAX_URL or re.search(r"\s", text):
        raise Open311Error(
            400, _("media_url is not a web address of at most %(limit)s characters.") % {"limit": MAX_URL}
        )
    return text
