"""The exported data as a document: a heading for each app, a block for each record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from raekoda.identity.privacy.labels import get_label

MAX_VALUE_LENGTH = 5000
MAX_DEPTH = 6


def get_document_context(name: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Context of the PDF template: the person's name, sections with blocks of (label, value)."""
    sections = [
        {
            "heading": part["title"],
            "empty": _("Nothing is kept here."),
            "blocks": [list(_flatten(row)) for row in part["rows"]],
        }
        for part in parts
    ]
    return {"to": name, "date": date_format(localtime(), "DATE_FORMAT"), "sections": sections}


def _flatten(row: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """A record as (label, value) pairs; nested values follow with the label of their parent as prefix."""
    for key, value in row.items():
        words = f"{before}{get_label(str(key))}"
        if value in (None, "", [], {}):
            continue
        if isinstance(value, dict) and depth < MAX_DEPTH:
            yield from _flatten(value, f"{words}: ", depth + 1)
        elif isinstance(value, list):
            for number, each in enumerate(value, start=1):
                if isinstance(each, dict) and depth < MAX_DEPTH:
                    yield from _flatten(each, f"{words} {number}: ", depth + 1)
                else:
                    yield (words, _format_value(each))
        else:
            yield (words, _format_value(value))


def _format_value(value: Any) -> str:
    """A value for display, dates in the local format."""
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
    return str(value)[:MAX_VALUE_LENGTH]
