"""What of a form is shown, given what was answered before. Answers of what is not shown count for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.platform.core import clock
from raekoda.registry.forms.conditions import Condition, is_empty
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.told import Fee


@dataclass(frozen=True)
class Shown:
    """A step that is shown, its fields that are, and which of them have to be answered."""

    step: Step
    fields: tuple[Field, ...]
    required: frozenset[str]


def walk(
    definition: Definition, answers: Mapping[str, Any], today: date | None = None
) -> tuple[list[Shown], dict[str, Any]]:
    """The steps that are shown and the answers that count, fees counted. One pass: conditions look back only."""
    day = today or clock.today()
    known: dict[str, Any] = {}
    shown = []
    for step in definition.steps:
        if not _holds(step.shown_if, known, day):
            continue
        fields, required = [], set()
        for field in step.fields:
            if not is_shown(field, known, day):
                continue
            fields.append(field)
            if is_required(field, known, day):
                required.add(field.key)
            learn(field, answers.get(field.key), known, day)
        if fields or not step.fields:
            shown.append(Shown(step, tuple(fields), frozenset(required)))
    return shown, known


def learn(field: Field, answer: Any, known: dict[str, Any], today: date) -> None:
    """Add a shown field's answer, or its counted fee, to what is known."""
    kind = KINDS[field.kind]
    if isinstance(kind, Fee):
        known[field.key] = kind.count(field, known, today)
    elif kind.is_asked and not is_empty(answer):
        known[field.key] = answer


def is_shown(field: Field, known: Mapping[str, Any], today: date) -> bool:
    return _holds(field.shown_if, known, today)


def is_required(field: Field, known: Mapping[str, Any], today: date) -> bool:
    """Whether it has to be answered: always, or by its condition. What is only told never has to."""
    if not KINDS[field.kind].is_asked:
        return False
    return field.required or (field.required_if is not None and field.required_if.holds(known, today))


def shown_steps(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> list[Step]:
    """The steps a person with these answers goes through."""
    return [shown.step for shown in walk(definition, answers, today)[0]]


def relevant(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """The answers that count and may be sent: those of shown fields, with counted fees. Nothing else."""
    return walk(definition, answers, today)[1]


def earlier(definition: Definition, step: Step, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The answers that count of the steps before ``step``."""
    before = definition.steps[: definition.steps.index(step)]
    return walk(Definition(steps=before), answers, today)[1]


def asked(shown: list[Shown]) -> Iterator[Field]:
    """The fields of shown steps that a person answers."""
    return (field for each in shown for field in each.fields if KINDS[field.kind].is_asked)


def _holds(condition: Condition | None, known: Mapping[str, Any], today: date) -> bool:
    return condition is None or condition.holds(known, today)
