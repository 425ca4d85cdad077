"""The education register: the school and the class of a pupil."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.identity.registers.asking import ask
from raekoda.identity.registers.population import day, text
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole

SCHOOL = "education.school"


@dataclass(frozen=True)
class School:
    """Where a pupil learns: the school, its registry code, the class as a number (None where there is none) and its letter."""

    name: str
    code: str
    grade: int | None
    letter: str = ""
    since: date | None = None

    @property
    def form(self) -> str:
        """The class as people say it: "2.b"."""
        return f"{self.grade}.{self.letter}".rstrip(".") if self.grade is not None else ""


def school(
    person: Person,
    *,
    actor: Actor,
    purpose: str,
    issue: str = "",
    user: str = "",
    fresh: bool = False,
    seconds: float | None = None,
) -> School | None:
    """The school of ``person``; None when the register knows no place of study. Raises :class:`Trouble`."""
    return school_of(
        ask(SCHOOL, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=fresh, seconds=seconds).data
    )


def school_of(found: Any) -> School | None:
    """A record of :data:`SCHOOL`, typed; None for one without a school."""
    if not isinstance(found, dict) or not found.get("school"):
        return None
    grade = text(found, "grade")
    return School(
        name=text(found, "school"), code=text(found, "school_code"), grade=whole(grade, 2),
        letter=text(found, "letter"), since=day(found.get("since")),
    )  # fmt: skip
