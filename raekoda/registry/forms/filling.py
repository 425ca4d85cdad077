"""The door for rooms that have forms filled in: which steps, one step as a form, all answers checked, all answers shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from raekoda.platform.core import clock
from raekoda.registry.forms.conditions import is_empty
from raekoda.registry.forms.definition import Definition, Field
from raekoda.registry.forms.fieldchecks import field_check_problem
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.composed import Composed, Table
from raekoda.registry.forms.kinds.files import file_answer
from raekoda.registry.forms.kinds.told import Fee
from raekoda.registry.forms.showing import asked, relevant, shown_steps, walk
from raekoda.registry.forms.stepform import StepForm, needed

__all__ = ["Line", "Section", "StepForm", "check", "cleaned", "file_answer", "relevant", "shown_steps", "summary"]


@dataclass(frozen=True)
class Line:
    """One answer as people read it. ``table`` has the heads of the columns and the rows, for tables."""

    key: str
    kind: str
    label: str
    value: str
    table: tuple[list[str], list[list[str]]] | None = None


@dataclass(frozen=True)
class Section:
    """The answers of one step."""

    key: str
    title: str
    lines: list[Line]


def check(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> dict[str, list[str]]:
    """What is wrong with all the answers, by field, in words for who answered; empty when they may be sent."""
    return cleaned(definition, answers, today)[1]


def cleaned(
    definition: Definition, answers: Mapping[str, Any], today: date | None = None
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The answers that may be sent, in their kept form, and what is wrong with the others. Pages and API alike."""
    day = today or clock.today()
    shown, known = walk(definition, answers, day)
    required = {key for each in shown for key in each.required}
    errors: dict[str, list[str]] = {}
    fine: dict[str, Any] = {
        field.key: known[field.key] for step in shown for field in step.fields if field.key in known
    }
    for field in asked(shown):
        try:
            value = KINDS[field.kind].clean(field, answers.get(field.key), day)
        except ValidationError as error:
            errors[field.key] = error.messages
            fine.pop(field.key, None)
            continue
        fine.pop(field.key, None) if value is None else fine.update({field.key: value})
        if value is None and field.key in required:
            errors[field.key] = [needed(field)]
        elif problem := field_check_problem(field, value, fine, definition, day):
            errors[field.key] = [problem]
    for field in (field for step in shown for field in step.fields if field.key in fine):
        if isinstance(kind := KINDS[field.kind], Fee):  # of what was found sound, not of what was typed
            fine[field.key] = kind.count(field, fine, day)
    return fine, errors


def summary(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> list[Section]:
    """The answers that count as people read them, step by step, in the language of the page; without empty ones."""
    shown, known = walk(definition, answers, today)
    sections = [
        Section(
            each.step.key,
            str(each.step.title),
            [_line(field, known[field.key]) for field in each.fields if not is_empty(known.get(field.key))],
        )
        for each in shown
    ]
    return [section for section in sections if section.lines]


def _line(field: Field, value: Any) -> Line:
    kind = KINDS[field.kind]
    table = None
    if isinstance(kind, Composed) and isinstance(value, list) and isinstance(kind, Table):
        heads = [str(column.label) for column in field.columns]
        table = (heads, [kind.cells(field, row) for row in value if isinstance(row, dict)])
    return Line(field.key, field.kind, str(field.label), kind.show(field, value), table)
