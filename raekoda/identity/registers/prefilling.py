"""What forms may fill in from the state's registers; applications name these to officials.

The register is asked for the person themself, with little patience: a form does not wait for a register that is slow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from raekoda.identity.persons.models import Person, Source
from raekoda.identity.registers import facts
from raekoda.identity.registers.education import School
from raekoda.identity.registers.population import Residence
from raekoda.identity.registers.refreshing import user_of
from raekoda.platform.core.actor import Actor

PURPOSE = "Taotluse vormi eeltäitmine"
PATIENCE = 3.0
RESIDENCE, SCHOOL = ("register.residence",), ("register.school", "register.school_class")


def of_registers(person: Person, names: list[str], *, asker: Person | None = None) -> Mapping[str, Any]:
    """What the registers say of ``person`` under ``names``; what they do not, or was only stated, is left out: it would stand
    in the form as the register's.

    ``asker`` is the resident who fills the form in, the person themself unless given.
    """
    asker = asker or person
    actor = Actor.resident(person_id=asker.pk, subject_id=person.pk)
    given: dict[str, Any] = {"actor": actor, "purpose": PURPOSE, "user": user_of(asker), "seconds": PATIENCE}
    found: dict[str, Any] = {}
    if any(name in RESIDENCE for name in names):
        found |= _residence(_registered(facts.residence(person, **given)))
    if any(name in SCHOOL for name in names):
        found |= _school(_registered(facts.school(person, **given)))
    return {name: found[name] for name in names if found.get(name) not in (None, "")}


def _registered(fact: facts.Fact) -> Any:
    return fact.value if fact.source == Source.REGISTER else None


def _residence(found: Any) -> dict[str, Any]:
    if not isinstance(found, Residence):
        return {}
    return {"register.residence": ", ".join(filter(None, (found.address, found.area.name if found.area else "")))}


def _school(found: Any) -> dict[str, Any]:
    return {"register.school": found.name, "register.school_class": found.grade} if isinstance(found, School) else {}
