"""Public API for apps whose users fill in forms: visible steps, one step as a form, validation, summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from raekoda.platform.core import clock
from raekoda.registry.forms.conditions import is_empty
from raekoda.registry.forms.definition import Definition, Field
from raekoda.registry.forms.field_checks import field_check_problem
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.composite import Composite, Table
from raekoda.registry.forms.kinds.display import Fee
from raekoda.registry.forms.kinds.files import file_answer
from raekoda.registry.forms.step_form import StepForm, required_message
from raekoda.registry.forms.visibility import answerable_fields, evaluate, relevant, shown_steps

__all__ = [
    "StepForm", "SummaryLine", "SummarySection", "check", "clean_answers", "file_answer", "relevant", "shown_steps",
    "summary",
]  # fmt: skip


@dataclass(frozen=True)
class SummaryLine:
    """One answer for display. ``table`` has the headers and the rows, for tables."""

    key: str
    kind: str
    label: str
    value: str
    table: tuple[list[str], list[list[str]]] | None = None


@dataclass(frozen=True)
class SummarySection:
    """The answers of one step."""

    key: str
    title: str
    lines: list[SummaryLine]


def check(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> dict[str, list[str]]:
    """Error messages of all answers by field key; empty when they can be submitted."""
    return clean_answers(definition, answers, today)[1]


def clean_answers(
    definition: Definition, answers: Mapping[str, Any], today: date | None = None
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The valid answers in their stored form, and error messages of the others by field key."""
    day = today or clock.today()
    shown, known = evaluate(definition, answers, day)
    required = {key for visible in shown for key in visible.required}
    errors: dict[str, list[str]] = {}
    valid: dict[str, Any] = {
        field.key: known[field.key] for step in shown for field in step.fields if field.key in known
    }
    for field in answerable_fields(shown):
        try:
            value = KINDS[field.kind].clean(field, answers.get(field.key), day)
        except ValidationError as error:
            errors[field.key] = error.messages
            valid.pop(field.key, None)
            continue
        valid.pop(field.key, None) if value is None else valid.update({field.key: value})
        if value is None and field.key in required:
            errors[field.key] = [required_message(field)]
        elif problem := field_check_problem(field, value, valid, definition, day):
            errors[field.key] = [problem]
    for field in (field for step in shown for field in step.fields if field.key in valid):
        if isinstance(kind := KINDS[field.kind], Fee):  # from valid answers only
            valid[field.key] = kind.calculate(field, valid, day)
    return valid, errors


def summary(definition: Definition, answers: Mapping[str, Any], today: date | None = None) -> list[SummarySection]:
    """The relevant answers for display, by step, in the current language, without empty ones."""
    shown, known = evaluate(definition, answers, today)
    sections = [
        SummarySection(
            visible.step.key,
            str(visible.step.title),
            [_line(field, known[field.key]) for field in visible.fields if not is_empty(known.get(field.key))],
        )
        for visible in shown
    ]
    return [section for section in sections if section.lines]


def _line(field: Field, value: Any) -> SummaryLine:
    kind = KINDS[field.kind]
    table = None
    if isinstance(kind, Composite) and isinstance(value, list) and isinstance(kind, Table):
        heads = [str(column.label) for column in field.columns]
        table = (heads, [kind.cells(field, row) for row in value if isinstance(row, dict)])
    return SummaryLine(field.key, field.kind, str(field.label), kind.display(field, value), table)
