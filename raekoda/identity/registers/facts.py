"""What is known of a person when a matter of theirs is handled: by the register, or as stated where it is down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from raekoda.identity.persons.actions import set_residence
from raekoda.identity.persons.models import Person, Source
from raekoda.identity.places.models import Area
from raekoda.identity.places.queries import municipality_code
from raekoda.identity.registers import education, population
from raekoda.identity.registers.asking import known
from raekoda.identity.registers.education import School
from raekoda.identity.registers.errors import Trouble
from raekoda.identity.registers.models import Statement
from raekoda.identity.registers.population import Residence
from raekoda.identity.registers.stated import area_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole

Kind, State = Statement.Kind, Statement.State


@dataclass(frozen=True)
class Fact:
    """A residence or a school (None: not known), who says so, when; ``trouble`` is the code when the register was not reached.

    ``is_checked``: the register said it, or an official checked what the person stated.
    """

    value: Residence | School | None
    source: str
    at: datetime | None = None
    trouble: str = ""
    is_checked: bool = False


def residence(
    person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "", seconds: float | None = None
) -> Fact:
    """Where ``person`` lives; what the register says is written into the person. Never raises :class:`Trouble`."""
    fact = _fact(
        person,
        Kind.RESIDENCE,
        population.residence,
        actor=actor,
        purpose=purpose,
        issue=issue,
        user=user,
        seconds=seconds,
    )
    if fact.source == Source.REGISTER and isinstance(fact.value, Residence):
        _take_over(person, fact.value)
    return fact


def school(
    person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "", seconds: float | None = None
) -> Fact:
    """Where ``person`` goes to school. Never raises :class:`Trouble`."""
    return _fact(
        person, Kind.SCHOOL, education.school, actor=actor, purpose=purpose, issue=issue, user=user, seconds=seconds
    )


def known_school(person: Person) -> School | None:
    """The school by a kept answer, without asking the register."""
    kept = known(education.SCHOOL, person)
    return education.school_of(kept.data) if kept else None


def _fact(person: Person, kind: str, ask: Callable[..., Any], **given: Any) -> Fact:
    try:
        return Fact(ask(person, **given), Source.REGISTER, is_checked=True)
    except Trouble as trouble:
        stated = Statement.objects.filter(person=person, kind=kind, state__in=(State.STATED, State.CONFIRMED)).first()
        if stated is None:
            return Fact(None, "", trouble=trouble.code)
        return Fact(
            stated_value(stated), Source.PERSON, stated.stated_at, trouble.code, stated.state == State.CONFIRMED
        )


def stated_value(statement: Statement) -> Residence | School:
    """What was stated, in the form in which the register would have said it."""
    values = statement.values
    if statement.kind == Kind.SCHOOL:
        return School(values.get("school", ""), "", whole(values.get("grade"), 2), values.get("letter", ""))
    area = area_of(values)
    is_settlement = area is not None and area.kind == Area.Kind.SETTLEMENT
    settlement = area.code if area is not None and is_settlement else ""
    return Residence(values.get("address", ""), settlement, municipality_code(area) or "")


def _take_over(person: Person, found: Residence) -> None:
    area = found.area
    is_same = (person.address, person.area_id, person.residence_source) == (
        found.address[:200], area.pk if area else None, Source.REGISTER,
    )  # fmt: skip
    if not is_same:
        set_residence(person, Actor.system(), address=found.address, area=area, source=Source.REGISTER)
