"""What each room shows of a person's matters on their own page: one :class:`Section` a room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from raekoda.identity.persons.access import Resident
from raekoda.platform.core.registry import IconName, Registry, UrlName


@dataclass(frozen=True)
class Row:
    """One line: what it is, where it leads, how it stands, and the day by which something is to be done."""

    title: str
    url: str
    status: str = ""
    when: datetime | date | None = None
    due: date | None = None
    needs_action: bool = False


@dataclass(frozen=True)
class Section:
    """``rows(resident, limit)`` gives at most ``limit`` lines, what needs the person first, by two queries at most;
    ``None``: the section is a page of its own and shows no lines on the first one.

    ``url`` is the name of the page of them all; ``empty`` says what to do when there are none ("" hides the section).
    """

    key: str
    words: Any
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
