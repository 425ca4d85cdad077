"""Conditions for showing or requiring: a closed set of comparisons with earlier answers. No expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from raekoda.registry.forms.days import is_day, parse_day

Answers = Mapping[str, Any]
MAX_EXPONENT = 30


@dataclass(frozen=True, slots=True)
class Comparison:
    """``field`` is the key of an earlier field, ``op`` one of :data:`OPERATORS`."""

    field: str
    op: str
    value: Any = None

    def holds(self, answers: Answers, today: date) -> bool:
        """Whether it is true for ``answers``; comparisons with an unanswered field are false, except negative ones."""
        answer = answers.get(self.field)
        if self.op in WITHOUT_VALUE:
            return is_empty(answer) == (self.op == "empty")
        if is_empty(answer):
            return self.op in NEGATIVE
        return OPERATORS[self.op](answer, self.value, today)

    def as_json(self) -> dict[str, Any]:
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"field": self.field, "op": self.op} | ({} if self.op in WITHOUT_VALUE else {"value": value})


@dataclass(frozen=True, slots=True)
class Condition:
    """Comparisons of which all (``join`` "all") or at least one ("any") must be true."""

    comparisons: tuple[Comparison, ...]
    join: str = "all"

    def holds(self, answers: Answers, today: date) -> bool:
        found = (comparison.holds(answers, today) for comparison in self.comparisons)
        return all(found) if self.join == "all" else any(found)

    def __iter__(self) -> Iterator[Comparison]:
        return iter(self.comparisons)

    def as_json(self) -> dict[str, Any]:
        return {self.join: [comparison.as_json() for comparison in self.comparisons]}


def is_empty(answer: Any) -> bool:
    """Whether ``answer`` is empty. "No" and zero are answers."""
    return answer is None or answer == "" or answer == [] or answer == {}


def is_equal(left: Any, right: Any) -> bool:
    """Loose equality: numbers by value, texts case-insensitively without surrounding spaces."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    numbers = number(left), number(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    if isinstance(left, str) and isinstance(right, str):
        return left.strip().casefold() == right.strip().casefold()
    return bool(left == right)


def number(value: Any) -> Decimal | None:
    """A number from a JSON number or string; ``None`` for everything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        found = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= MAX_EXPONENT else None


def compare(left: Any, right: Any, today: date) -> int | None:
    """-1, 0 or 1 when ``left`` is less than, equal to or greater than ``right``; ``None`` when they are not comparable."""
    pair: tuple[Any, Any] = number(left), number(right)
    if None in pair and is_day(left) and is_day(right):
        pair = parse_day(left, today), parse_day(right, today)
    if None in pair:
        return None
    return (pair[0] > pair[1]) - (pair[0] < pair[1])


def _equals(answer: Any, value: Any, today: date) -> bool:
    if is_day(value) and is_day(answer):
        return compare(answer, value, today) == 0
    return is_equal(answer, value)


def _one_of(answer: Any, value: Any, today: date) -> bool:
    items = answer if isinstance(answer, (list, tuple)) else [answer]
    return any(is_equal(item, option) for item in items for option in (value or ()))


def _contains(answer: Any, value: Any, today: date) -> bool:
    return isinstance(answer, (list, tuple)) and any(is_equal(item, value) for item in answer)


OPERATORS: dict[str, Callable[[Any, Any, date], bool]] = {
    "equals": _equals,
    "not_equals": lambda answer, value, today: not _equals(answer, value, today),
    "one_of": _one_of,
    "none_of": lambda answer, value, today: not _one_of(answer, value, today),
    "contains": _contains,
    "greater": lambda answer, value, today: compare(answer, value, today) == 1,
    "at_least": lambda answer, value, today: compare(answer, value, today) in (0, 1),
    "less": lambda answer, value, today: compare(answer, value, today) == -1,
    "at_most": lambda answer, value, today: compare(answer, value, today) in (0, -1),
}
WITHOUT_VALUE = ("empty", "filled")
WITH_LIST = ("one_of", "none_of")
NEGATIVE = ("not_equals", "none_of")
ALL_OPERATORS = (*OPERATORS, *WITHOUT_VALUE)
BETWEEN_FIELDS = ("equals", "not_equals", "greater", "at_least", "less", "at_most")
