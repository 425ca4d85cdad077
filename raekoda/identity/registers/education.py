"""The education register: the school and the class of a pupil."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.identity.registers.lookup import look_up
from raekoda.identity.registers.population import day, text
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole

SCHOOL = "education.school"


@dataclass(frozen=True)
class School:
    """A pupil's school with its registry code, the grade (None where there is none) and the letter of the class."""

    name: str
    code: str
    grade: int | None
    letter: str = ""
    since: date | None = None

    @property
    def form(self) -> str:
        """The class for display: "2.b"."""
        return f"{self.grade}.{self.letter}".rstrip(".") if self.grade is not None else ""


def get_school(
    person: Person,
    *,
    actor: Actor,
    purpose: str,
    issue: str = "",
    user: str = "",
    fresh: bool = False,
    seconds: float | None = None,
) -> School | None:
    """The school of ``person``; None when the register has none. Raises :class:`LookupFailed`."""
    return parse_school(
        look_up(SCHOOL, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=fresh, seconds=seconds).data
    )


def parse_school(found: Any) -> School | None:
    """Parse a record of :data:`SCHOOL`; None when it has no school."""
    if not isinstance(found, dict) or not found.get("school"):
        return None
    grade = text(found, "grade")
    return School(
        name=text(found, "school"), code=text(found, "school_code"), grade=whole(grade, 2),
        letter=text(found, "letter"), since=day(found.get("since")),
    )  # fmt: skip
