"""Entries of the access log for display."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from raekoda.identity.accesslog import access_log
from raekoda.identity.accesslog.models import Look


@dataclass(frozen=True)
class AccessLogEntry:
    """An entry for display; ``url`` of the accessed record is "" where the reader may not open it."""

    at: datetime
    who: str
    what: str
    why: str
    title: str = ""
    url: str = ""


def present_entries(found: list[Look], *, with_links: bool = True) -> list[AccessLogEntry]:
    """Entries for display, with one query for each type of accessed record."""
    named = access_log.find_subject_names(found)
    rows = []
    for entry in found:
        title, url = named.get((entry.subject_type, entry.subject_id or 0), ("", ""))
        rows.append(
            AccessLogEntry(
                entry.at, entry.by_words, access_log.get_event_label(entry.action), access_log.get_purpose(entry), title,
                url if with_links else "",
            )
        )  # fmt: skip
    return rows
