"""Query parameters: an allow-list for each resource, read strictly. Unknown names and invalid values give 400
(OGC API - Features, /req/core/query-param-unknown and /req/core/query-param-invalid)."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from raekoda.platform.core.clock import TALLINN
from raekoda.publishing.features.crs import CRS84, KNOWN, Crs
from raekoda.publishing.features.errors import FeaturesError, InvalidParameter
from raekoda.publishing.features.regions import Box, Region, region
from raekoda.publishing.features.registry import Collection, PageRequest, Property

DEFAULT_LIMIT, MOST = 100, 5_000
FORMATS = ("json", "html")
LONGEST_VALUE = 120
OPEN_ENDS = ("", "..")
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?P<fraction>\.\d{1,12})?([Zz]|[+-]\d{2}:\d{2})$")
NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$")
ITEMS = ("limit", "cursor", "bbox", "bbox-crs", "datetime", "crs")
Span = tuple[datetime | None, datetime | None]


def check(given: QueryDict, *known: str) -> dict[str, str]:
    """The parameters with their values. Raises ``FeaturesError`` for unknown and
    repeated ones."""
    for name, values in given.lists():
        if name not in known and name != "f":
            raise FeaturesError(
                400, "UnknownParameter", _("The parameter %(name)s is not known here.") % {"name": name[:60]}
            )
        if len(values) > 1:
            raise InvalidParameter(_("The parameter %(name)s is given more than once.") % {"name": name[:60]})
        if "\x00" in values[0]:
            raise InvalidParameter(_("The parameter %(name)s cannot be used.") % {"name": name[:60]})
    return {name: values[0] for name, values in given.lists() if values}


def page_request(query: QueryDict, collection: Collection) -> tuple[PageRequest, Crs]:
    """The page request for ``collection`` and the coordinate system of the response."""
    filters = {each.name: each for each in collection.filters}
    given = check(query, *ITEMS, *filters)
    box_crs = coordinate_system(given, "bbox-crs")
    since, until = interval(given["datetime"]) if "datetime" in given else (None, None)
    return (
        PageRequest(
            limit=limit(given.get("limit")),
            cursor=given.get("cursor", ""),
            region=box(given["bbox"], box_crs) if "bbox" in given else None,
            since=since,
            until=until,
            filters={name: value(given[name], each) for name, each in filters.items() if name in given},
        ),
        coordinate_system(given, "crs"),
    )


def coordinate_system(given: dict[str, str], name: str) -> Crs:
    """The system named by its URI, CRS84 when none is."""
    if name not in given:
        return CRS84
    crs = KNOWN.get(given[name])
    if crs is None:
        known = ", ".join(KNOWN)
        raise InvalidParameter(_("%(name)s has to be one of: %(known)s.") % {"name": name, "known": known})
    return crs


def limit(text: str | None) -> int:
    """How many features at most; more than the greatest page counts as the greatest page."""
    if text is None:
        return DEFAULT_LIMIT
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII) or int(text) < 1:
        raise InvalidParameter(_("limit has to be a whole number from 1 to %(most)s.") % {"most": MOST})
    return min(int(text), MOST)


def box(text: str, crs: Crs) -> Region:
    """The region of ``bbox``: four numbers, or six of which the heights are ignored."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(NUMBER.match(part.strip()) for part in parts):
        raise InvalidParameter(_("bbox has to be four numbers (or six, with heights) with commas between them."))
    numbers = [float(part) for part in parts]
    if not all(map(math.isfinite, numbers)):
        raise InvalidParameter(_("bbox holds a number that is too large."))
    if len(numbers) == 6:
        if numbers[2] > numbers[5]:
            raise InvalidParameter(_("The least height of bbox is greater than the greatest one."))
        del numbers[5], numbers[2]
    sides: Box = (numbers[0], numbers[1], numbers[2], numbers[3])
    _check_box(sides, crs)
    return region(sides, crs)


def _check_box(sides: Box, crs: Crs) -> None:
    """Only a longitude may be greater at the beginning than at the end, and degrees have to be on the globe."""
    is_degrees, longitude = crs.domain[2] <= 180, 0 if crs is CRS84 else 1
    for axis in (0, 1):
        least, most = sides[axis], sides[axis + 2]
        if least > most and not (is_degrees and axis == longitude):
            raise InvalidParameter(_("The lower corner of bbox is above its upper corner."))
        if is_degrees and not all(crs.domain[axis] <= side <= crs.domain[axis + 2] for side in (least, most)):
            raise InvalidParameter(
                _("bbox is not on the globe: longitudes go from -180 to 180, latitudes from -90 to 90.")
            )


def interval(text: str) -> Span:
    """The span of ``datetime``: a moment, a day in Estonia, or an interval of them that may be open at one end.

    A moment without a fraction means its whole second. The end of the span is not part of it.
    """
    ends = text.split("/")
    if len(ends) > 2 or all(end in OPEN_ENDS for end in ends):
        raise InvalidParameter(_datetime_words())
    spans = [(None, None) if end in OPEN_ENDS else _span(end) for end in ends]
    first, last = spans[0][0], spans[-1][0]
    if first and last and first > last:
        raise InvalidParameter(_("datetime ends before it begins."))
    return first, spans[-1][1]


def _span(text: str) -> tuple[datetime, datetime]:
    try:
        if DAY.match(text):
            start = datetime.combine(datetime.fromisoformat(text).date(), time.min, TALLINN)
            return _bounded(start, timedelta(days=1))
        if fits := MOMENT.match(text):
            start = datetime.fromisoformat(text.upper())
            return _bounded(start, timedelta(microseconds=1) if fits["fraction"] else timedelta(seconds=1))
    except ValueError:
        pass
    raise InvalidParameter(_datetime_words())


def _bounded(start: datetime, length: timedelta) -> tuple[datetime, datetime]:
    """The span from ``start``; an empty one at the edge of what can be meant for years far away."""
    if start.year < EARLIEST.year:
        return EARLIEST, EARLIEST
    if start.year >= LATEST.year:
        return LATEST, LATEST
    return start, start + length


def _datetime_words() -> str:
    return _(
        "datetime has to be a moment (2026-03-01T08:00:00Z), a day (2026-03-01) or an interval of two of them "
        "(2026-03-01/2026-04-01), open at one end with two dots (../2026-04-01)."
    )


def value(text: str, one: Property) -> Any:
    """The value of a filter."""
    if one.type == "boolean" and text in ("true", "false"):
        return text == "true"
    is_sound = one.type == "string" and 0 < len(text) <= LONGEST_VALUE
    if is_sound and (not one.choices or text in one.choices):
        return text
    choices = ("true", "false") if one.type == "boolean" else one.choices
    if choices:
        known = ", ".join(map(str, choices))
        raise InvalidParameter(_("%(name)s has to be one of: %(known)s.") % {"name": one.name, "known": known})
    raise InvalidParameter(_("The parameter %(name)s cannot be used.") % {"name": one.name})
