"""Kinds without an input: a note, a calculated fee."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from raekoda.registry.forms.conditions import Answers, number
from raekoda.registry.forms.kinds.base import Kind
from raekoda.registry.forms.kinds.numbers import ORDERED, format_amount

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field

TONES = ("info", "warning", "success")


class Note(Kind):
    name = "note"
    label = gettext_lazy("Note")
    icon = "info"
    settings = {"tone": "name"}
    is_asked = False
    operators = ()


class Fee(Kind):
    """Calculated from the answers by the lines of the definition; stored as a string with two decimals."""

    name = "fee"
    label = gettext_lazy("Fee that is counted")
    icon = "calculator"
    parts = ("lines",)
    is_asked = False
    operators = ORDERED

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        return raw if number(raw) is not None else None

    def calculate(self, field: Field, answers: Answers, today: date) -> str:
        """The fee in euros for ``answers``."""
        total = sum((amount for _line, amount in self.fee_lines(field, answers, today)), Decimal(0))
        return f"{total:.2f}"

    def fee_lines(self, field: Field, answers: Answers, today: date) -> list[tuple[str, Decimal]]:
        """Labels and amounts of the lines whose conditions hold."""
        found = []
        for line in field.lines:
            if line.when is not None and not line.when.holds(answers, today):
                continue
            times = _times(answers.get(line.times)) if line.times else Decimal(1)
            found.append((str(line.label), (Decimal(line.amount) * times).quantize(Decimal("0.01"))))
        return found

    def display(self, field: Field, value: Any) -> str:
        return format_amount(value)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d+\.\d{2}$"}


def _times(answer: Any) -> Decimal:
    """The multiplier from an answer: a number itself, the length of a list."""
    if isinstance(answer, (list, tuple)):
        return Decimal(len(answer))
    return max(number(answer) or Decimal(0), Decimal(0))
