"""The simulated registers: their data and the responses of their services."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass
class People:
    """What the registers know, by personal code (mandates by country and code)."""

    residence: dict[str, Row] = field(default_factory=dict)
    children: dict[str, list[Row]] = field(default_factory=dict)
    died_on: dict[str, str] = field(default_factory=dict)
    schools: dict[str, Row] = field(default_factory=dict)
    mandates: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, given: dict[str, Any]) -> People:
        """People as a JSON document has them, by the names of the fields."""
        return cls(**given)

    def is_known(self, code: str) -> bool:
        return any(code in part for part in (self.residence, self.children, self.died_on, self.schools))

    def population(self, service: str, code: str) -> Row | None:
        """The answer of a service of the population register; None for a person it does not know."""
        if not self.is_known(code):
            return None
        if service == "children":
            return {"children": {"child": self.children.get(code, [])}}
        if service == "death":
            return {"person": {"personCode": code, "dateOfDeath": self.died_on.get(code, "")}}
        return {"person": {"personCode": code, "residence": self.residence.get(code, {})}}

    def study(self, code: str) -> Row | None:
        """Where a pupil learns, as the education register answers; None for one who learns nowhere."""
        found = self.schools.get(code)
        return {"personCode": code, **found} if found else None

    def held(self, delegate: str) -> list[Row] | None:
        """Triplets of a delegate (Pääsuke); None for one who is not known."""
        return self.mandates.get(delegate)
