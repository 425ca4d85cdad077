"""Ordered kinds: number, money, date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.platform.core import clock, numbers
from raekoda.platform.core.money import euros
from raekoda.registry.forms.conditions import number
from raekoda.registry.forms.days import parse_day
from raekoda.registry.forms.kinds.base import Kind, clean_string

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field

ORDERED = ("equals", "not_equals", "greater", "at_least", "less", "at_most", "filled", "empty")
SHORT = {"autocomplete": "off", "maxlength": "20", "class": "rk-short"}
MAX_NUMBER = Decimal(10) ** 12
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


def typed_number(raw: Any, *, is_whole: bool = False) -> Decimal | None:
    """Parse a typed or stored number. Raises ``ValidationError``, which names both readings of a doubtful one."""
    try:
        found = numbers.parse(raw, is_whole=is_whole)
    except numbers.DoubtfulNumber as error:
        raise ValidationError(str(error), code="doubtful") from error
    except numbers.NotANumber as error:
        raise ValidationError(_("Please write a number in digits.")) from error
    if found is not None and abs(found) > MAX_NUMBER:
        raise ValidationError(_("Please write a number in digits."))
    return found


class UnitInput(forms.TextInput):
    """An input with the unit after it."""

    template_name = "forms/widgets/unit.html"

    def __init__(self, unit: str, attrs: dict[str, Any]) -> None:
        self.unit = unit
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class Number(Kind):
    name = "number"
    label = gettext_lazy("A number")
    icon = "hash"
    settings = {"min": "number", "max": "number", "decimals": "whole", "unit": "text"}
    in_tables = True
    operators = ORDERED

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        places = min(field.get("decimals") or 0, 6)
        found = typed_number(raw, is_whole=not places)
        if found is None:
            return None
        if found != round(found, places):
            message = _("Please write a whole number.") if not places else _("Up to %(most)s decimals, please.")
            raise ValidationError(message % {"most": places} if places else message)
        return int(found) if found == int(found) else float(found)

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        least, most = field.get("min"), field.get("max")
        if least is not None and number(value) < number(least):  # type: ignore[operator]
            yield _("At least %(least)s, please.") % {"least": self.display(field, least)}
        if most is not None and number(value) > number(most):  # type: ignore[operator]
            yield _("At most %(most)s, please.") % {"most": self.display(field, most)}

    def display(self, field: Field, value: Any) -> str:
        found = number(value)
        if found is None:
            return str(value)
        shown = number_format(found, use_l10n=True, force_grouping=True)
        return f"{shown} {field.get('unit')}" if field.get("unit") else shown

    def to_input(self, field: Field, value: Any) -> Any:
        return numbers.as_typed(value) if isinstance(value, float) else value

    def widget(self, field: Field) -> forms.Widget:
        attrs = SHORT | {"inputmode": "decimal" if field.get("decimals") else "numeric"}
        return UnitInput(str(field.get("unit")), attrs) if field.get("unit") else forms.TextInput(attrs)

    def schema(self, field: Field) -> dict[str, Any]:
        limits = {"minimum": field.get("min"), "maximum": field.get("max")}
        kind = "number" if field.get("decimals") else "integer"
        return {"type": kind} | {name: value for name, value in limits.items() if value is not None}


class Money(Kind):
    """Stored as a string with two decimals."""

    name = "money"
    label = gettext_lazy("Amount of money")
    icon = "euro"
    settings = {"min": "amount", "max": "amount"}
    in_tables = True
    operators = ORDERED

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        found = typed_number(raw)
        if found is None:
            return None
        if found != round(found, 2) or found < 0:
            raise ValidationError(_("Please write an amount such as 12.50."))
        return f"{found:.2f}"

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        least, most = field.get("min"), field.get("max")
        if least is not None and Decimal(value) < Decimal(least):
            yield _("At least %(least)s, please.") % {"least": self.display(field, least)}
        if most is not None and Decimal(value) > Decimal(most):
            yield _("At most %(most)s, please.") % {"most": self.display(field, most)}

    def display(self, field: Field, value: Any) -> str:
        return format_amount(value)

    def to_input(self, field: Field, value: Any) -> Any:
        found = number(value)
        return value if found is None else number_format(found, 2, force_grouping=False)

    def widget(self, field: Field) -> forms.Widget:
        return UnitInput("€", SHORT | {"inputmode": "decimal"})

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d+\.\d{2}$"}


class Date(Kind):
    """Stored as an ISO 8601 date."""

    name = "date"
    label = gettext_lazy("Date")
    icon = "calendar"
    settings = {"earliest": "day", "latest": "day", "autocomplete": "name"}
    in_tables = True
    operators = ORDERED

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        text = clean_string(raw)
        if not text:
            return None
        for form in DAY_FORMATS:
            try:
                return datetime.strptime(text, form).date().isoformat()
            except ValueError:
                continue
        raise ValidationError(_("Please write the day like 24.02.2026."))

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        answer = date.fromisoformat(value)
        earliest, latest = (parse_day(field.get(name, ""), today) for name in ("earliest", "latest"))
        if earliest and answer < earliest:
            yield _("%(day)s or later, please.") % {"day": self.display(field, earliest.isoformat())}
        if latest and answer > latest:
            yield _("%(day)s or earlier, please.") % {"day": self.display(field, latest.isoformat())}

    def display(self, field: Field, value: Any) -> str:
        try:
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        except (TypeError, ValueError):
            return str(value)

    def widget(self, field: Field) -> forms.Widget:
        attrs = {"type": "date", "class": "rk-short"}
        for name, limit in (("min", "earliest"), ("max", "latest")):
            if found := parse_day(field.get(limit, ""), clock.today()):
                attrs[name] = found.isoformat()
        if field.get("autocomplete") == "bday":
            attrs["autocomplete"] = "bday"
        return forms.TextInput(attrs)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


def format_amount(value: Any) -> str:
    """An amount for display; other values are returned as text."""
    found = number(value)
    return str(value) if found is None else euros(found)
