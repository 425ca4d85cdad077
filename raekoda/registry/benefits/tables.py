"""Tables of amounts by conditions: rows ``{"conditions": [...], "amount": "120.00"}``. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from raekoda.registry.benefits.conditions import Condition
from raekoda.registry.benefits.conditions import read as read_conditions


@dataclass(frozen=True)
class Row:
    """An amount in euros and its conditions."""

    conditions: tuple[Condition, ...]
    amount: Decimal


def read(data: Any) -> list[Row]:
    """Parse rows from their data. Raises ``ValidationError``."""
    if not isinstance(data, list):
        raise ValidationError(_("The table is a list of rows."))
    return [_row(entry) for entry in data]


def validate(data: Any) -> None:
    """As a validator of a model's field."""
    read(data)


def _row(entry: Any) -> Row:
    if not isinstance(entry, dict):
        raise ValidationError(_("A row has conditions and an amount."))
    try:
        amount = Decimal(str(entry.get("amount", "")))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 10_000_000:
        raise ValidationError(_("An amount is a sum in euros."))
    conditions = tuple(read_conditions(entry.get("conditions", [])))
    if not conditions:
        raise ValidationError(_("A row of the table has at least one condition."))
    return Row(conditions, amount)
