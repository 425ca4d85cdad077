"""What forms may fill in from the state's registers; the room of forms names these to officials.

The register is asked for the person themself, with little patience: a form does not wait for a register that is slow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from raekoda.core.actor import Actor
from raekoda.persons.models import Person
from raekoda.registers import facts
from raekoda.registers.education import School
from raekoda.registers.population import Residence
from raekoda.registers.refreshing import user_of

PURPOSE = "Taotluse vormi eeltäitmine"
PATIENCE = 3.0
RESIDENCE = ("register.residence", "register.address", "register.settlement", "register.municipality")
SCHOOL = ("register.school", "register.grade", "register.class")
OFFERS = (
    ("register.residence", _("place of residence"), ("address", "text")),
    ("register.address", _("address of residence"), ("address", "text")),
    ("register.settlement", _("settlement of residence"), ("text",)),
    ("register.municipality", _("EHAK code of the municipality of residence"), ("text",)),
    ("register.school", _("school"), ("text",)),
    ("register.grade", _("class as a number"), ("number", "integer", "text")),
    ("register.class", _("class"), ("text",)),
)
"""Names, words for officials, and the kinds of fields they fit."""


def of_registers(person: Person, names: list[str]) -> Mapping[str, Any]:
    """What the registers know (or the person stated) under ``names``; what is not known is left out."""
    by = Actor.resident(person_id=person.pk)
    given: dict[str, Any] = {"by": by, "purpose": PURPOSE, "user": user_of(person), "seconds": PATIENCE}
    found: dict[str, Any] = {}
    if any(name in RESIDENCE for name in names):
        found |= _residence(facts.residence(person, **given).value)
    if any(name in SCHOOL for name in names):
        found |= _school(facts.school(person, **given).value)
    return {name: found[name] for name in names if found.get(name) not in (None, "")}


def _residence(found: Any) -> dict[str, Any]:
    if not isinstance(found, Residence):
        return {}
    area = found.area
    settlement = area.name if area else ""
    return {
        "register.residence": ", ".join(filter(None, (found.address, settlement))),
        "register.address": found.address,
        "register.settlement": settlement,
        "register.municipality": found.municipality,
    }


def _school(found: Any) -> dict[str, Any]:
    if not isinstance(found, School):
        return {}
    return {"register.school": found.name, "register.grade": found.grade, "register.class": found.form}
