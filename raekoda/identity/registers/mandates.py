"""Mandates from Pääsuke: triplets of representee, delegate and the mandates between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.registers.lookup import look_up
from raekoda.identity.registers.population import day, text
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

HELD = "mandates.held"
BOARD_ROLES = "BR_REPRIGHT:"
"""Roles by the business register's right of representation; others are mandates that were given."""
LEGAL = frozenset({"LEGAL_PERSON", "GOVERNMENT_PERSON"})


@dataclass(frozen=True)
class Mandate:
    """A mandate: the represented person, roles, period."""

    country: str
    code: str
    is_legal: bool
    given_name: str
    family_name: str
    roles: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    kind: str

    @property
    def external_id(self) -> str:
        """Stable for one period; roles may change within it. The represented person is part of the representation
        itself."""
        return f"paasuke:{self.valid_from or ''}:{self.valid_to or ''}"


def get_held_mandates(
    person: Person, *, actor: Actor, purpose: str, user: str = "", fresh: bool = False
) -> list[Mandate]:
    """Mandates that ``person`` has today. Raises :class:`LookupFailed`."""
    found = look_up(HELD, person, actor=actor, purpose=purpose, user=user, fresh=fresh).data
    return [each for row in found or [] if isinstance(row, dict) for each in _parse_triplet(row)]


def _parse_triplet(row: dict[str, Any]) -> list[Mandate]:
    """Mandates of one triplet, grouped by kind and period; expired ones are left out."""
    identifier = text(row, "identifier")
    country, code = identifier[:2].upper(), identifier[2:]
    if not country.isalpha() or not code:
        return []
    is_legal = text(row, "type") in LEGAL
    periods: dict[tuple[str, date | None, date | None], list[str]] = {}
    mandates = row.get("mandates")
    for mandate in mandates if isinstance(mandates, list) else []:
        if not isinstance(mandate, dict) or not text(mandate, "role"):
            continue
        period = mandate.get("validityPeriod")
        period = period if isinstance(period, dict) else {}
        first, last = day(period.get("from")), day(period.get("through"))
        if last is not None and last < clock.today():
            continue
        role = text(mandate, "role")
        is_board = is_legal and role.startswith(BOARD_ROLES)
        kind = Representation.Kind.BOARD if is_board else Representation.Kind.MANDATE
        periods.setdefault((kind, first, last), []).append(role[:120])
    given, family = ("", text(row, "legal_name")) if is_legal else (text(row, "given_name"), text(row, "family_name"))
    return [
        Mandate(country, code, is_legal, given, family, tuple(sorted(set(roles))), first, last, kind)
        for (kind, first, last), roles in periods.items()
    ]
