"""Residence and school of a person for processing a case: from the register, or as stated when it is unreachable."""

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
from raekoda.identity.registers.education import School
from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.lookup import get_cached_answer
from raekoda.identity.registers.models import Statement
from raekoda.identity.registers.population import Residence
from raekoda.identity.registers.stated import get_stated_area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole

Kind, State = Statement.Kind, Statement.State


@dataclass(frozen=True)
class Fact:
    """A residence or school (None when unknown), its source and time; ``trouble`` is the error code when the register
    was unreachable.

    ``is_checked``: it comes from the register, or an official confirmed the statement.
    """

    value: Residence | School | None
    source: str
    at: datetime | None = None
    trouble: str = ""
    is_checked: bool = False


def get_residence(
    person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "", seconds: float | None = None
) -> Fact:
    """Residence of ``person``; the register's response is saved to the person. Never raises :class:`LookupFailed`."""
    fact = _get_fact(
        person,
        Kind.RESIDENCE,
        population.get_residence,
        actor=actor,
        purpose=purpose,
        issue=issue,
        user=user,
        seconds=seconds,
    )
    if fact.source == Source.REGISTER and isinstance(fact.value, Residence):
        _save_residence(person, fact.value)
    return fact


def get_school(
    person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "", seconds: float | None = None
) -> Fact:
    """School of ``person``. Never raises :class:`LookupFailed`."""
    return _get_fact(
        person, Kind.SCHOOL, education.get_school, actor=actor, purpose=purpose, issue=issue, user=user, seconds=seconds
    )


def get_cached_school(person: Person) -> School | None:
    """The school from a cached response, without a query."""
    cached = get_cached_answer(education.SCHOOL, person)
    return education.parse_school(cached.data) if cached else None


def _get_fact(person: Person, kind: str, ask: Callable[..., Any], **kwargs: Any) -> Fact:
    try:
        return Fact(ask(person, **kwargs), Source.REGISTER, is_checked=True)
    except LookupFailed as trouble:
        stated = Statement.objects.filter(person=person, kind=kind, state__in=(State.STATED, State.CONFIRMED)).first()
        if stated is None:
            return Fact(None, "", trouble=trouble.code)
        return Fact(
            parse_statement(stated), Source.PERSON, stated.stated_at, trouble.code, stated.state == State.CONFIRMED
        )


def parse_statement(statement: Statement) -> Residence | School:
    """A statement in the form of a register's response."""
    values = statement.values
    if statement.kind == Kind.SCHOOL:
        return School(values.get("school", ""), "", whole(values.get("grade"), 2), values.get("letter", ""))
    area = get_stated_area(values)
    is_settlement = area is not None and area.kind == Area.Kind.SETTLEMENT
    settlement = area.code if area is not None and is_settlement else ""
    return Residence(values.get("address", ""), settlement, municipality_code(area) or "")


def _save_residence(person: Person, found: Residence) -> None:
    area = found.area
    is_same = (person.address, person.area_id, person.residence_source) == (
        found.address[:200], area.pk if area else None, Source.REGISTER,
    )  # fmt: skip
    if not is_same:
        set_residence(person, Actor.system(), address=found.address, area=area, source=Source.REGISTER)
