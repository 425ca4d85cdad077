"""Pure rules of GeoReport v2: dates, lists, places and numbers as clients write them."""

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

LONGEST_SPAN = timedelta(days=90)
LONGEST_DESCRIPTION = 4000
LONGEST_URL = 500
LONGEST_LIST = 1000
LARGEST_PAGE = 1000
FURTHEST_ROW = 100_000
ATTRIBUTE = re.compile(r"^attribute\[([^\[\]]{1,60})\](\[\])?$")


def moment(text: str, name: str) -> datetime | None:
    """A date and time in W3C form; without a zone it is Estonian time, without a time the start of the day.

    Raises :class:`Open311Error` (400).
    """
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
        if found is None and (day := parse_date(text)) is not None:
            found = datetime(day.year, day.month, day.day)
    except ValueError:
        found = None
    if found is None:
        raise Open311Error(400, _("%(name)s is not a date and time as in 2026-01-31T12:00:00Z.") % {"name": name})
    try:
        return found if found.tzinfo else found.replace(tzinfo=TALLINN)
    except (ValueError, OverflowError) as error:
        raise Open311Error(400, _("%(name)s is out of range.") % {"name": name}) from error


def span(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The window of ``requested_datetime``: at most 90 days; by default the last 90. Raises :class:`Open311Error` (400)."""
    try:
        if start is None:
            end = end or now
            start = end - LONGEST_SPAN
        elif end is None:
            end = start + LONGEST_SPAN
    except OverflowError as error:
        raise Open311Error(400, _("start_date or end_date is out of range.")) from error
    if end < start:
        raise Open311Error(400, _("end_date is before start_date."))
    if end - start > LONGEST_SPAN:
        raise Open311Error(400, _("start_date and end_date are more than 90 days apart."))
    return start, end


def cleaned(text: str) -> str:
    """A parameter without the sign that no database text may hold, and without space around."""
    return text.replace("\x00", "").strip()


def items(values: list[str]) -> list[str]:
    """The members of a parameter that may be repeated and comma separated, each once. Raises :class:`Open311Error` (400)."""
    members = list(dict.fromkeys(part for value in values for raw in value.split(",") if (part := cleaned(raw))))
    if len(members) > LONGEST_LIST:
        raise Open311Error(400, _("A list holds at most %(count)s values.") % {"count": LONGEST_LIST})
    return members


def key_of(number: str) -> int | None:
    """The key of a case in its number ("2026-004217"); None when it is no number."""
    found = parse_number(number)
    return found.key if found else None


def statuses(values: list[str]) -> set[str]:
    """ "open", "closed", both, or nothing asked. Raises :class:`Open311Error` (400)."""
    asked = set(items(values))
    if unknown := asked - {"open", "closed"}:
        raise Open311Error(400, _("Unknown status: %(status)s.") % {"status": ", ".join(sorted(unknown))[:80]})
    return asked


def number(text: str, name: str) -> float | None:
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


def whole(text: str, name: str, default: int, largest: int) -> int:
    """A whole number from 1 to ``largest``. Raises :class:`Open311Error` (400)."""
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:12]) <= largest:
        raise Open311Error(
            400, _("%(name)s is a whole number from 1 to %(largest)s.") % {"name": name, "largest": largest}
        )
    return int(text)


def point(lat: str, long: str) -> Point | None:
    """The place, None when neither is given. Raises :class:`Open311Error` (400)."""
    latitude, longitude = number(lat, "lat"), number(long, "long")
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise Open311Error(400, _("lat and long are given together."))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Open311Error(400, _("lat and long are degrees of WGS 84."))
    return Point(longitude, latitude)


def box(text: str) -> tuple[float, float, float, float] | None:
    """``bbox=west,south,east,north`` in degrees. Raises :class:`Open311Error` (400)."""
    if not text:
        return None
    sides = [number(side.strip(), "bbox") for side in text.split(",")]
    if len(sides) != 4 or None in sides:
        raise Open311Error(400, _("bbox is four numbers: west,south,east,north."))
    west, south, east, north = (side for side in sides if side is not None)
    if west > east or south > north:
        raise Open311Error(400, _("bbox is four numbers: west,south,east,north."))
    return west, south, east, north


def media_url(text: str) -> str:
    """A link to a picture on the web: kept as text, never fetched by the server. Raises :class:`Open311Error` (400)."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text) > LONGEST_URL or re.search(r"\s", text):
        raise Open311Error(
            400, _("media_url is not a web address of at most %(limit)s characters.") % {"limit": LONGEST_URL}
        )
    return text
