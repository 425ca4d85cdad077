"""Sections of a resident's own page: each app registers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from raekoda.identity.persons.access import Resident
from raekoda.platform.core.registry import IconName, Registry, UrlName


@dataclass(frozen=True)
class Row:
    """A row: title, link, status, date, and the due date of an action."""

    title: str
    url: str
    status: str = ""
    when: datetime | date | None = None
    due: date | None = None
    needs_action: bool = False


@dataclass(frozen=True)
class Section:
    """``rows(resident, limit)`` returns at most ``limit`` rows, those that need action first, with at most two
    queries; ``None`` for a section that has only a page of its own.

    ``url`` is the URL name of that page; ``empty`` is the text for an empty section ("" hides it).
    """

    key: str
    label: Any
    rows: Callable[[Resident, int], list[Row]] | None
    order: int = 50
    url: UrlName = ""
    empty: Any = ""
    icon: IconName = "folder"


sections: Registry[Section] = Registry(
    f"{__name__}.sections",
    Section,
    "Sections of a resident's own pages: one for each app that has something of theirs",
    key=lambda section: section.key,
    order=lambda section: (section.order, section.key),
)
