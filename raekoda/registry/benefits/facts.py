"""The closed set of facts about a person that conditions of benefits and offers may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from raekoda.platform.core.numbers import readings


class Relation(models.TextChoices):
    """The applicant's relation to the person concerned."""

    SPOUSE = "spouse", _("spouse or partner")
    CHILD = "child", _("son or daughter")
    PARENT = "parent", _("parent")
    RELATIVE = "relative", _("other relative")
    OTHER = "other", _("someone else")


@dataclass(frozen=True)
class Facts:
    """Known facts; None means unknown and never counts as yes or as no.

    Residences are EHAK codes of municipalities ("0793"), each with the first day of residence if known.
    ``income_per_member`` is euros a month for each member of the household.
    """

    applied_on: date | None = None
    applicant_born_on: date | None = None
    applicant_residence: str | None = None
    applicant_resident_since: date | None = None
    child_born_on: date | None = None
    child_class: int | None = None
    child_residence: str | None = None
    child_resident_since: date | None = None
    parent_residences: tuple[str | None, ...] | None = None
    died_on: date | None = None
    deceased_residence: str | None = None
    relation: str | None = None
    paid_costs: bool | None = None
    event_on: date | None = None
    income_per_member: Decimal | None = None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Facts:
        """Facts from JSON or form answers; other names are ignored, values that cannot be parsed are unknown."""
        return cls(**{field.name: _READ[field.name](values.get(field.name)) for field in fields(cls)})

    def as_json(self) -> dict[str, Any]:
        """The known facts as JSON, days as ISO 8601."""
        known = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: _plain(value) for name, value in known if value is not None}


NAMES = tuple(field.name for field in fields(Facts))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _number(value: Any) -> int | None:
    try:
        return None if isinstance(value, bool) else int(value)
    except (TypeError, ValueError):
        return None


def _money(value: Any) -> Decimal | None:
    found = readings(value)
    return found[0] if len(found) == 1 else None


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _yes_no(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"yes": True, "true": True, "no": False, "false": False}.get(str(value).lower())


def _many(value: Any) -> tuple[str | None, ...] | None:
    return tuple(_text(item) for item in value) if isinstance(value, list | tuple) else None


_READ: dict[str, Any] = {
    **{name: _day for name in NAMES if name.endswith(("_on", "_since"))},
    **{name: _text for name in NAMES if name.endswith("_residence") or name == "relation"},
    "child_class": _number,
    "parent_residences": _many,
    "paid_costs": _yes_no,
    "income_per_member": _money,
}
