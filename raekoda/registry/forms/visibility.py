"""Visibility of steps and fields by earlier answers. Answers to hidden fields are ignored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.platform.core import clock
from raekoda.registry.forms.conditions import Condition, is_empty
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.display import Fee


@dataclass(frozen=True)
class VisibleStep:
    """A visible step, its visible fields, and the keys of those that are required."""

    step: Step
    fields: tuple[Field, ...]
    required: frozenset[str]


def evaluate(
    definition: Definition, answers: Mapping[str, Any], today: date | None = None
) -> tuple[list[VisibleStep], dict[str, Any]]:
    """The visible steps and the relevant answers with calculated fees. One pass, as conditions refer to earlier fields."""
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
            add_answer(field, answers.get(field.key), known, day)
        if fields or not step.fields:
            shown.append(VisibleStep(step, tuple(fields), frozenset(required)))
    return shown, known


def add_answer(field: Field, answer: Any, known: dict[str, Any], today: date) -> None:
    """Add a visible field's answer, or its calculated fee, to ``known``."""
    kind = KINDS[field.kind]
    if isinstance(kind, Fee):
        known[field.key] = kind.calculate(field, known, today)
    elif kind.is_asked and not is_empty(answer):
        known[field.key] = answer


def is_shown(field: Field, known: Mapping[str, Any], today: date) -> bool:
    return _holds(field.shown_if, known, today)


def is_required(field: Field, known: Mapping[str, Any], today: date) -> bool:
    """Whether an answer is required, always or by its condition; never for notes and fees."""
    if not KINDS[field.kind].is_asked:
        return False
    return field.required or (field.required_if is not None and field.required_if.holds(known, today))


def shown_steps(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> list[Step]:
    """The visible steps for these answers."""
    return [shown.step for shown in evaluate(definition, answers, today)[0]]


def relevant(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """The answers to visible fields, with calculated fees."""
    return evaluate(definition, answers, today)[1]


def answers_before(definition: Definition, step: Step, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The relevant answers of the steps before ``step``."""
    before = definition.steps[: definition.steps.index(step)]
    return evaluate(Definition(steps=before), answers, today)[1]


def answerable_fields(shown: list[VisibleStep]) -> Iterator[Field]:
    """The visible fields that have an answer."""
    return (field for visible in shown for field in visible.fields if KINDS[field.kind].is_asked)


def _holds(condition: Condition | None, known: Mapping[str, Any], today: date) -> bool:
    return condition is None or condition.holds(known, today)
