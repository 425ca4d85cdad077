"""The population register: where a person lives, whose parent they are, whether they have died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons import rules
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.places.models import Area
from raekoda.identity.registers.asking import ask
from raekoda.identity.registers.errors import Trouble
from raekoda.platform.core.actor import Actor

RESIDENCE, FAMILY, DEATH = "population.residence", "population.family", "population.death"
TRUE = frozenset({"1", "true", "yes", "jah"})


@dataclass(frozen=True)
class Residence:
    """Where a person is registered: the address, and the EHAK codes of the settlement and the municipality."""

    address: str
    settlement: str
    municipality: str
    since: date | None = None

    @property
    def area(self) -> Area | None:
        """The settlement among the areas; the municipality where the settlement is not known."""
        for kind, code in (("settlement", self.settlement), ("municipality", self.municipality)):
            found = Area.objects.filter(kind=kind, code=code).defer("geometry").first() if code else None
            if found is not None:
                return found
        return None


@dataclass(frozen=True)
class Child:
    """A child of a person, with whether the person may decide for it (custody), and as what: parent or guardian."""

    code: str
    given_name: str
    family_name: str
    has_custody: bool
    kind: str = Representation.Kind.PARENT


def residence(
    person: Person,
    *,
    actor: Actor,
    purpose: str,
    issue: str = "",
    user: str = "",
    fresh: bool = False,
    seconds: float | None = None,
) -> Residence | None:
    """Where ``person`` is registered; None when the register does not know them. Raises :class:`Trouble`."""
    found = ask(
        RESIDENCE, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=fresh, seconds=seconds
    ).data
    return residence_of(found)


def residence_of(found: Any) -> Residence | None:
    """A record of :data:`RESIDENCE`, typed; None for one without a residence."""
    if not isinstance(found, dict) or not (found.get("address") or found.get("municipality")):
        return None
    return Residence(
        address=text(found, "address"), settlement=text(found, "settlement"), municipality=text(found, "municipality"),
        since=day(found.get("since")),
    )  # fmt: skip


def children(
    person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "", fresh: bool = False
) -> list[Child]:
    """Children and wards of ``person``. One whose code is wrong is left out. Raises :class:`Trouble`."""
    found = ask(FAMILY, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=fresh).data
    made = [_child(row) for row in found or [] if isinstance(row, dict)]
    return [child for child in made if child is not None]


def death(person: Person, *, actor: Actor, purpose: str, issue: str = "", user: str = "") -> date | None:
    """The day on which ``person`` died; None while the register tells of none. Raises :class:`Trouble`."""
    found = ask(DEATH, person, actor=actor, purpose=purpose, issue=issue, user=user, fresh=True).data
    return day(found.get("died_on")) if isinstance(found, dict) else None


def text(row: dict[str, Any], name: str) -> str:
    """A field of a record as text; "" for none."""
    value = row.get(name)
    return str(value).strip() if value is not None else ""


def day(value: Any) -> date | None:
    """An ISO date; None for none. Raises :class:`Trouble` for what is no date."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise Trouble("answer") from error


def _child(row: dict[str, Any]) -> Child | None:
    try:
        code = rules.sound_code(text(row, "code"))
    except ValueError:
        return None
    kind = Representation.Kind.GUARDIAN if text(row, "relation") == "guardian" else Representation.Kind.PARENT
    custody = text(row, "custody").casefold() in TRUE
    return Child(code, text(row, "given_name"), text(row, "family_name"), custody, kind)
