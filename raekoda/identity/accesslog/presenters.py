"""Entries of the access log for display."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps

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


def present_entries(found: list[Look], *, with_titles: bool = True) -> list[AccessLogEntry]:
    """Entries for display, with one query for each type of accessed record. ``with_titles`` is for the person themself: the
    titles are content."""
    named = access_log.find_subject_names(found) if with_titles else {}
    rows = []
    for entry in found:
        title, url = named.get((entry.subject_type, entry.subject_id or 0), ("" if with_titles else _key(entry), ""))
        rows.append(
            AccessLogEntry(
                entry.at, entry.by_words, access_log.get_event_label(entry.action), access_log.get_purpose(entry), title, url,
            )
        )  # fmt: skip
    return rows


def _key(entry: Look) -> str:
    """What kind of record was accessed, and its key."""
    if not entry.subject_type or entry.subject_id is None:
        return ""
    return f"{apps.get_model(entry.subject_type)._meta.verbose_name} {entry.subject_id}"
