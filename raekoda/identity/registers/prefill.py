"""Prefilling of forms from state registers.

A short timeout is used: a form does not wait for a slow register.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from raekoda.identity.persons.models import Person, Source
from raekoda.identity.registers import facts
from raekoda.identity.registers.education import School
from raekoda.identity.registers.population import Residence
from raekoda.identity.registers.representations import get_user_identifier
from raekoda.platform.core.actor import Actor

PURPOSE = "Taotluse vormi eeltäitmine"
TIMEOUT_SECONDS = 3.0
RESIDENCE, SCHOOL = ("register.residence",), ("register.school", "register.school_class")


def get_prefill_values(person: Person, names: list[str], *, asker: Person | None = None) -> Mapping[str, Any]:
    """Values from the registers by ``names``. Unknown values and values that were only stated are left out, because
    the form shows them as the register's.

    ``asker`` is the resident who fills in the form, by default ``person``.
    """
    asker = asker or person
    actor = Actor.resident(person_id=asker.pk, subject_id=person.pk)
    given: dict[str, Any] = {
        "actor": actor,
        "purpose": PURPOSE,
        "user": get_user_identifier(asker),
        "seconds": TIMEOUT_SECONDS,
    }
    found: dict[str, Any] = {}
    if any(name in RESIDENCE for name in names):
        found |= _residence(_get_register_value(facts.get_residence(person, **given)))
    if any(name in SCHOOL for name in names):
        found |= _school(_get_register_value(facts.get_school(person, **given)))
    return {name: found[name] for name in names if found.get(name) not in (None, "")}


def _get_register_value(fact: facts.Fact) -> Any:
    return fact.value if fact.source == Source.REGISTER else None


def _residence(found: Any) -> dict[str, Any]:
    if not isinstance(found, Residence):
        return {}
    return {"register.residence": ", ".join(filter(None, (found.address, found.area.name if found.area else "")))}


def _school(found: Any) -> dict[str, Any]:
    return {"register.school": found.name, "register.school_class": found.grade} if isinstance(found, School) else {}
