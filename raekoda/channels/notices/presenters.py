"""Display of notices on pages, in feeds and letters: time, tones and icons of kinds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

TONES = {"news": "info", "works": "warning", "event": "accent", "crisis": "danger"}
ICONS = {"news": "newspaper", "works": "construction", "event": "calendar", "crisis": "triangle-alert"}
STATE_TONES = {"draft": "neutral", "published": "success", "withdrawn": "warning"}


def format_when(notice: Any) -> str:
    """The formatted time of a notice in the active language; "" when it has none. Midnight is shown as a date only."""
    if not notice.starts_at:
        return ""
    begin = _moment(notice.starts_at)
    if not notice.ends_at:
        return begin
    first, last = localtime(notice.starts_at), localtime(notice.ends_at)
    if first.date() == last.date():
        return f"{begin}–{date_format(last, 'TIME_FORMAT')}"
    return f"{begin} – {_moment(notice.ends_at)}"


def _moment(at: datetime) -> str:
    local = localtime(at)
    return date_format(local, "DATE_FORMAT" if (local.hour, local.minute) == (0, 0) else "DATETIME_FORMAT")
