"""What a form tells and does not ask: a note, a fee that is counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from raekoda.registry.forms.conditions import Answers, number
from raekoda.registry.forms.kinds.base import Kind
from raekoda.registry.forms.kinds.numbers import ORDERED, written_amount

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field

TONES = ("info", "warning", "success")


class Note(Kind):
    name = "note"
    words = gettext_lazy("Note")
    icon = "info"
    settings = {"tone": "name"}
    is_asked = False
    operators = ()


class Fee(Kind):
    """Counted from the answers by the lines of the definition; kept as a string with two decimals."""

    name = "fee"
    words = gettext_lazy("Fee that is counted")
    icon = "calculator"
    parts = ("lines",)
    is_asked = False
    operators = ORDERED

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        return raw if number(raw) is not None else None

    def count(self, field: Field, answers: Answers, today: date) -> str:
        """The fee in euros for ``answers``."""
        total = sum((amount for _line, amount in self.counted(field, answers, today)), Decimal(0))
        return f"{total:.2f}"

    def counted(self, field: Field, answers: Answers, today: date) -> list[tuple[str, Decimal]]:
        """The lines that hold, with their words and amounts."""
        found = []
        for line in field.lines:
            if line.when is not None and not line.when.holds(answers, today):
                continue
            times = _times(answers.get(line.times)) if line.times else Decimal(1)
            found.append((str(line.label), (Decimal(line.amount) * times).quantize(Decimal("0.01"))))
        return found

    def show(self, field: Field, value: Any) -> str:
        return written_amount(value)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d+\.\d{2}$"}


def _times(answer: Any) -> Decimal:
    """How many units were answered: a number itself, the length of a list."""
    if isinstance(answer, (list, tuple)):
        return Decimal(len(answer))
    return max(number(answer) or Decimal(0), Decimal(0))
