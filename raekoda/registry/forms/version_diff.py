"""Differences between two versions of a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from raekoda.registry.forms import descriptions
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.texts import LocalizedText, localized_text

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True)
class PropertyChange:
    """A property before and after."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """A change of a step or a question. ``kind`` is added, removed, changed or moved."""

    kind: str
    name: str
    details: tuple[PropertyChange, ...] = ()


def differences(old: Definition, new: Definition) -> list[Change]:
    """Additions, removals, changes and moves from ``old`` to ``new``, in the order of ``new``."""
    return [*_head(old, new), *_steps(old, new), *_fields(old, new)]


def _head(old: Definition, new: Definition) -> Iterator[Change]:
    pairs = ((_("Title"), old.title, new.title), (_("Introduction"), old.intro, new.intro))
    details = tuple(PropertyChange(name, _text(a), _text(b)) for name, a, b in pairs if a != b)
    if details:
        yield Change(CHANGED, _("The form"), details)


def _steps(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({step.key: step for step in version.steps} for version in (old, new))
    for key, step in after.items():
        name = _("Step “%(name)s”") % {"name": str(step.title) or key}
        if key not in before:
            yield Change(ADDED, name)
        elif details := tuple(_step_details(before[key], step, old, new)):
            yield Change(CHANGED, name, details)
    for key, step in before.items():
        if key not in after:
            yield Change(REMOVED, _("Step “%(name)s”") % {"name": str(step.title) or key})
    if _order(before, after):
        yield Change(MOVED, _("Steps are in another order"))


def _step_details(one: Step, two: Step, old: Definition, new: Definition) -> Iterator[PropertyChange]:
    if one.title != two.title:
        yield PropertyChange(_("Title"), _text(one.title), _text(two.title))
    if one.intro != two.intro:
        yield PropertyChange(_("Introduction"), _text(one.intro), _text(two.intro))
    if one.shown_if != two.shown_if:
        yield PropertyChange(
            _("Shown when"),
            descriptions.describe_condition(one.shown_if, old.fields),
            descriptions.describe_condition(two.shown_if, new.fields),
        )


def _fields(old: Definition, new: Definition) -> Iterator[Change]:
    for key, field in new.fields.items():
        name = str(field.label) or key
        if key not in old.fields:
            yield Change(ADDED, name, (PropertyChange(_("Kind of answer"), "", str(KINDS[field.kind].label)),))
            continue
        if details := tuple(_field_details(old.fields[key], field, old, new)):
            yield Change(CHANGED, name, details)
        was, now = old.step_with_field(key), new.step_with_field(key)
        if was and now and was.key != now.key:
            yield Change(
                MOVED, name, (PropertyChange(_("Step"), str(was.title) or was.key, str(now.title) or now.key),)
            )
    for key, field in old.fields.items():
        if key not in new.fields:
            yield Change(REMOVED, str(field.label) or key)
    for step in new.steps:
        before = old.step(step.key)
        if before and _order(
            {field.key: field for field in before.fields}, {field.key: field for field in step.fields}
        ):
            yield Change(
                MOVED, _("Questions of “%(name)s” are in another order") % {"name": str(step.title) or step.key}
            )


def _field_details(one: Field, two: Field, old: Definition, new: Definition) -> Iterator[PropertyChange]:
    a, b = one.as_json(), two.as_json()
    for name in dict.fromkeys([*a, *b]):
        if a.get(name) != b.get(name):
            yield PropertyChange(property_label(name), _value(name, one, old), _value(name, two, new))


def property_label(name: str) -> str:
    """The label of a question's property."""
    known = {
        "label": _("Text of the question"),
        "help": _("Explanation"),
        "kind": _("Kind of answer"),
        "required": _("Has to be answered"),
        "shown_if": _("Shown when"),
        "required_if": _("Has to be answered when"),
        "prefill": _("Filled in from"),
        "correctable": _("May be corrected"),
        "choices": _("Choices"),
        "columns": _("Columns"),
        "lines": _("What the fee is made of"),
        "compare": _("Compared with"),
        "min": _("At least"),
        "max": _("At most"),
        "min_length": _("Characters, at least"),
        "max_length": _("Characters, at most"),
        "min_count": _("How many, at least"),
        "max_count": _("How many, at most"),
        "min_rows": _("Rows, at least"),
        "max_rows": _("Rows, at most"),
        "max_mb": _("Largest file, MB"),
        "types": _("Kinds of files"),
        "decimals": _("Decimals"),
        "unit": _("Unit of measure"),
        "earliest": _("Earliest day"),
        "latest": _("Latest day"),
        "pattern": _("Form of the text"),
        "autocomplete": _("What the browser may fill in"),
        "consent": _("Their consent is asked"),
        "tone": _("Colour"),
    }
    return known.get(name, name)


def _value(name: str, field: Field, definition: Definition) -> str:
    """The value of a property as text."""
    if name in ("shown_if", "required_if"):
        return descriptions.describe_condition(getattr(field, name), definition.fields)
    if name == "kind":
        return str(KINDS[field.kind].label)
    found: Any = field.as_json().get(name, True if name == "correctable" else None)
    return _plain(found)


def _plain(found: Any) -> str:
    if found in (None, "", [], {}):
        return ""
    if isinstance(found, bool):
        return _("Yes") if found else _("No")
    if isinstance(found, dict):
        text = localized_text(found)
        return _text(text) if text else ", ".join(_plain(value) for value in found.values())
    if isinstance(found, list):
        return "; ".join(_plain(value) for value in found)
    return str(found)


def _text(text: LocalizedText) -> str:
    return descriptions.join_languages(text)


def _order(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether common keys are in another order."""
    return [key for key in before if key in after] != [key for key in after if key in before]
