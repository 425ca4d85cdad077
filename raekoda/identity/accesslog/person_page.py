"""Sections of the staff page of a person: each app registers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import IconName, Registry


@dataclass(frozen=True)
class PersonPageSection:
    """``rows(person, actor, limit)`` returns at most ``limit`` rows that ``actor`` may see, with at most two queries;
    their URLs are staff pages."""

    key: str
    label: Any
    rows: Callable[[Person, Actor, int], list[Row]]
    order: int = 50
    icon: IconName = "folder"


person_page_sections: Registry[PersonPageSection] = Registry(
    f"{__name__}.person_page_sections",
    PersonPageSection,
    "Parts of the staff page of a person",
    key=lambda section: section.key,
    order=lambda section: (section.order, section.key),
)
