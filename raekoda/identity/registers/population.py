"""The population register: residence, children and wards, death."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons import rules
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.places.models import Area
from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.lookup import look_up
from raekoda.platform.core.actor import Actor

RESIDENCE, FAMILY, DEATH = "population.residence", "population.family", "population.death"
TRUE = frozenset({"1", "true", "yes", "jah"})


@dataclass(frozen=True)
class Residence:
    """A registered residence: address and EHAK codes of settlement and municipality."""

    address: str
    settlement: str
    municipality: str
    since: date | None = None

    @property
    def area(self) -> Area | None:
        """The area of the settlement, or of the municipality when the settlement is unknown."""
        for kind, code in (("settlement", self.settlement), ("municipality", self.municipality)):
            found = Area.objects.filter(kind=kind, code=code).defer("geometry").first() if code else None
            if found is not None:
                return found
        return None


@dataclass(frozen=True)
class Child:
    """A child or ward of a person; ``has_custody``: the person may decide for them."""

    code: str
    given_name: str
    family_name: str
    has_custody: bool
    kind: str = Representation.Kind.PARENT


def get_residence(
    person: Person,
    *,
    actor: Actor,
    purpose: str,
    issue: str = "",
    user: str = "",
    fresh: bool = False,
    seconds: float | None = None,
) -> Residence | None:
    """Registered residence of ``person``; None when the register does not know them. Raises :class:`LookupFailed`."""
    found = look_up(
        RESIDENCE, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=fresh, seconds=seconds
    ).data
    return parse_residence(found)


def parse_residence(found: Any) -> Residence | None:
    """Parse a record of :data:`RESIDENCE`; None when it has no residence."""
    if not isinstance(found, dict) or not (found.get("address") or found.get("municipality")):
        return None
    return Residence(
        address=text(found, "address"), settlement=text(found, "settlement"), municipality=text(found, "municipality"),
        since=day(found.get("since")),
    )  # fmt: skip


def get_children(
    person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "", fresh: bool = False
) -> list[Child]:
    """Children and wards of ``person``; those with an invalid code are left out. Raises :class:`LookupFailed`."""
    found = look_up(FAMILY, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=fresh).data
    made = [_child(row) for row in found or [] if isinstance(row, dict)]
    return [child for child in made if child is not None]


def get_death(person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "") -> date | None:
    """Date of death of ``person``, None when alive. Raises :class:`LookupFailed`."""
    found = look_up(DEATH, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=True).data
    return day(found.get("died_on")) if isinstance(found, dict) else None


def text(row: dict[str, Any], name: str) -> str:
    """A field of a record as text; "" for none."""
    value = row.get(name)
    return str(value).strip() if value is not None else ""


def day(value: Any) -> date | None:
    """An ISO date; None when empty. Raises :class:`LookupFailed` for an invalid date."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise LookupFailed("answer") from error


def _child(row: dict[str, Any]) -> Child | None:
    try:
        code = rules.clean_code(text(row, "code"))
    except ValueError:
        return None
    kind = Representation.Kind.GUARDIAN if text(row, "relation") == "guardian" else Representation.Kind.PARENT
    custody = text(row, "custody").casefold() in TRUE
    return Child(code, text(row, "given_name"), text(row, "family_name"), custody, kind)
