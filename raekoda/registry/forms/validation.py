"""Validation of a parsed definition for its designer: errors and warnings with their location."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from raekoda.registry.forms import prefill
from raekoda.registry.forms.conditions import Comparison, number
from raekoda.registry.forms.days import is_day
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.files import TYPES
from raekoda.registry.forms.kinds.numbers import ORDERED
from raekoda.registry.forms.patterns import PATTERNS
from raekoda.registry.forms.texts import LocalizedText

LANGUAGE_NAMES = {"et": "Eesti", "en": "English", "ru": "Русский"}


@dataclass(frozen=True)
class Problem:
    """``is_error``: the form cannot be published. ``step`` and ``field`` are the keys of its location."""

    message: str
    step: str = ""
    field: str = ""
    is_error: bool = True


def problems(definition: Definition) -> list[Problem]:
    """All errors, then all warnings, in the order of the form."""
    found = [replace(problem, message=capfirst(problem.message)) for problem in _all(definition)]
    return sorted(found, key=lambda problem: not problem.is_error)


def errors(definition: Definition) -> list[Problem]:
    """Problems that prevent publishing."""
    return [problem for problem in problems(definition) if problem.is_error]


def _all(definition: Definition) -> Iterator[Problem]:
    yield from _title(definition)
    yield from _duplicates(definition)
    earlier: dict[str, Field] = {}
    for step in definition.steps:
        yield from _step(step, definition, earlier)
        for field in step.fields:
            for message in _field(field, definition, earlier):
                yield Problem(message, step.key, field.key)
            for message in _warnings(field):
                yield Problem(message, step.key, field.key, is_error=False)
            earlier[field.key] = field


def _title(definition: Definition) -> Iterator[Problem]:
    if not definition.title:
        yield Problem(_("The form has no title."))
    elif message := _untranslated(definition.title, _("the title of the form")):
        yield Problem(message, is_error=False)
    if not definition.steps:
        yield Problem(_("The form has no steps yet. Add one, and a question to it."))


def _duplicates(definition: Definition) -> Iterator[Problem]:
    steps = Counter(step.key for step in definition.steps)
    for key in (key for key, count in steps.items() if count > 1):
        yield Problem(_("Two steps have the same key “%(key)s”.") % {"key": key}, key)
    fields = Counter(field.key for step in definition.steps for field in step.fields)
    for key in (key for key, count in fields.items() if count > 1):
        step = definition.step_with_field(key)
        yield Problem(_("Two questions have the same key “%(key)s”.") % {"key": key}, step.key if step else "", key)


def _step(step: Step, definition: Definition, earlier: dict[str, Field]) -> Iterator[Problem]:
    name = _("step “%(name)s”") % {"name": str(step.title) or step.key}
    if not step.title:
        yield Problem(_("A step has no title."), step.key)
    elif message := _untranslated(step.title, name):
        yield Problem(message, step.key, is_error=False)
    if not step.fields:
        yield Problem(_("In %(place)s there is no question.") % {"place": name}, step.key)
    for comparison in step.shown_if or ():
        if message := _comparison(comparison, name, definition, earlier):
            yield Problem(message, step.key)


def _field(field: Field, definition: Definition, earlier: dict[str, Field]) -> Iterator[str]:
    name = _("question “%(name)s”") % {"name": str(field.label) or field.key}
    kind = KINDS[field.kind]
    if not field.label and not (field.kind == "note" and field.help):
        yield _("A question has no text (%(key)s).") % {"key": field.key}
    for _place, comparison in field.conditions:
        if message := _comparison(comparison, name, definition, earlier):
            yield message
    for check in field.compare:
        if check.field not in earlier:
            yield _unknown(check.field, name, definition)
    if "choices" in kind.parts:
        yield from _choices(field, name)
    if "columns" in kind.parts:
        yield from _columns(field, name)
    if "lines" in kind.parts:
        yield from _lines(field, name, definition, earlier)
    yield from _limits(field, name)


def _comparison(comparison: Comparison, name: str, definition: Definition, earlier: dict[str, Field]) -> str:
    if comparison.field not in earlier:
        return _unknown(comparison.field, name, definition)
    other = earlier[comparison.field]
    kind, params = KINDS[other.kind], {"place": name, "other": str(other.label) or other.key}
    if comparison.op not in kind.operators:
        return _("In %(place)s: the answer to “%(other)s” cannot be compared like this.") % params
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    if comparison.op in ("empty", "filled"):
        return ""
    if other.choices and any(value not in [choice.key for choice in other.choices] for value in values):
        return _("In %(place)s: a condition names an answer that “%(other)s” does not offer.") % params
    if kind.operators is ORDERED and not all(_is_comparable(other, value) for value in values):
        return _("In %(place)s: the condition on “%(other)s” needs a number or a day.") % params
    return ""


def _is_comparable(field: Field, value: Any) -> bool:
    return is_day(value) if field.kind == "date" else number(value) is not None


def _unknown(key: str, name: str, definition: Definition) -> str:
    params = {"place": name, "other": key}
    if key in definition.fields:
        params["other"] = str(definition.fields[key].label) or key
        return (
            _("In %(place)s: “%(other)s” is asked later or is the same question; only earlier answers can be used.")
            % params
        )
    return _("In %(place)s: there is no question “%(other)s”.") % params


def _choices(field: Field, name: str) -> Iterator[str]:
    keys = [choice.key for choice in field.choices]
    if len(keys) < (1 if field.kind == "choices" else 2):
        yield _("In %(place)s: add the answers to choose from.") % {"place": name}
    if len(set(keys)) < len(keys):
        yield _("In %(place)s: two choices have the same key.") % {"place": name}
    if not all(choice.label for choice in field.choices):
        yield _("In %(place)s: a choice has no text.") % {"place": name}


def _columns(field: Field, name: str) -> Iterator[str]:
    keys = [column.key for column in field.columns]
    if not keys:
        yield _("In %(place)s: add the columns of the table.") % {"place": name}
    if len(set(keys)) < len(keys):
        yield _("In %(place)s: two columns have the same key.") % {"place": name}
    for column in field.columns:
        if not column.label:
            yield _("In %(place)s: a column has no text.") % {"place": name}
        if "choices" in KINDS[column.kind].parts:
            yield from _choices(column, name)


def _lines(field: Field, name: str, definition: Definition, earlier: dict[str, Field]) -> Iterator[str]:
    if not field.lines:
        yield _("In %(place)s: add what the fee is made of.") % {"place": name}
    for line in field.lines:
        if line.times and line.times not in earlier:
            yield _unknown(line.times, name, definition)
        elif line.times and earlier[line.times].kind not in ("number", "table", "choices", "file"):
            yield _("In %(place)s: a fee can be multiplied by a number or by how many were chosen.") % {"place": name}


def _limits(field: Field, name: str) -> Iterator[str]:
    for least, most in (
        ("min", "max"),
        ("min_length", "max_length"),
        ("min_count", "max_count"),
        ("min_rows", "max_rows"),
    ):
        low, high = number(field.get(least)), number(field.get(most))
        if low is not None and high is not None and low > high:
            yield _("In %(place)s: the least allowed is more than the most allowed.") % {"place": name}
    if field.get("pattern") and field.get("pattern") not in PATTERNS:
        yield _("In %(place)s: unknown form of text “%(name)s”.") % {"place": name, "name": field.get("pattern")}
    for file_type in field.get("types", ()):
        if file_type not in TYPES:
            yield _("In %(place)s: unknown kind of file “%(name)s”.") % {"place": name, "name": file_type}


def _warnings(field: Field) -> Iterator[str]:
    name = _("question “%(name)s”") % {"name": str(field.label) or field.key}
    texts = [
        field.label,
        field.help,
        *(choice.label for choice in field.choices),
        *(line.label for line in field.lines),
    ]
    texts += [check.message for check in field.compare]
    for column in field.columns:
        texts += [column.label, column.help, *(choice.label for choice in column.choices)]
    missing = {language for text in texts if text for language in text.missing}
    if missing:
        yield _missing(missing, name)
    if field.prefill and not prefill.is_known(field.prefill):
        yield _("In %(place)s: nothing is known under the name “%(name)s” to fill in.") % {
            "place": name,
            "name": field.prefill,
        }


def _untranslated(text: LocalizedText, name: str) -> str:
    return _missing(set(text.missing), name) if text.missing else ""


def _missing(languages: set[str], name: str) -> str:
    names = ", ".join(name for language, name in LANGUAGE_NAMES.items() if language in languages)
    return _("In %(place)s a text is missing: %(languages)s.") % {"place": name, "languages": names}
