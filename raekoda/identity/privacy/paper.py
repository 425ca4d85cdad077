"""The data of a person as a document that people read: a heading for each room, a block for each record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from raekoda.identity.privacy.words import label

LONGEST = 5000
DEEPEST = 6


def of(name: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """What the template gets: the person's name, sections with blocks of (label, value)."""
    sections = [
        {
            "heading": part["title"],
            "empty": _("Nothing is kept here."),
            "blocks": [list(_pairs(row)) for row in part["rows"]],
        }
        for part in parts
    ]
    return {"to": name, "date": date_format(localtime(), "DATE_FORMAT"), "sections": sections}


def _pairs(row: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """A record as pairs; what is inside of it comes after, under the label of where it stands."""
    for key, value in row.items():
        words = f"{before}{label(str(key))}"
        if value in (None, "", [], {}):
            continue
        if isinstance(value, dict) and depth < DEEPEST:
            yield from _pairs(value, f"{words}: ", depth + 1)
        elif isinstance(value, list):
            for number, each in enumerate(value, start=1):
                if isinstance(each, dict) and depth < DEEPEST:
                    yield from _pairs(each, f"{words} {number}: ", depth + 1)
                else:
                    yield (words, _text(each))
        else:
            yield (words, _text(value))


def _text(value: Any) -> str:
    """A value for people: days and moments as they are written here."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, str):
        try:
            moment = parse_datetime(value) if len(value) > 12 else None
            day = parse_date(value) if len(value) == 10 else None
        except ValueError:
            moment = day = None
        if moment is not None and moment.tzinfo is not None:
            return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
        if day is not None:
            return date_format(day, "SHORT_DATE_FORMAT")
    return str(value)[:LONGEST]
