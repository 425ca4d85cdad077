"""What differs between two versions of a form, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from raekoda.registry.forms import describing
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.words import Words, words

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True)
class Detail:
    """One property, before and after."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """What became of a step or a question. ``kind`` is added, removed, changed or moved."""

    kind: str
    name: str
    details: tuple[Detail, ...] = ()


def differences(old: Definition, new: Definition) -> list[Change]:
    """What was added, removed, changed and moved from ``old`` to ``new``, in the order of ``new``."""
    return [*_head(old, new), *_steps(old, new), *_fields(old, new)]


def _head(old: Definition, new: Definition) -> Iterator[Change]:
    pairs = ((_("Title"), old.title, new.title), (_("Introduction"), old.intro, new.intro))
    details = tuple(Detail(name, _text(a), _text(b)) for name, a, b in pairs if a != b)
    if details:
        yield Change(CHANGED, _("The form"), details)


def _steps(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({step.key: step for step in each.steps} for each in (old, new))
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


def _step_details(one: Step, two: Step, old: Definition, new: Definition) -> Iterator[Detail]:
    if one.title != two.title:
        yield Detail(_("Title"), _text(one.title), _text(two.title))
    if one.intro != two.intro:
        yield Detail(_("Introduction"), _text(one.intro), _text(two.intro))
    if one.shown_if != two.shown_if:
        yield Detail(
            _("Shown when"),
            describing.condition(one.shown_if, old.fields),
            describing.condition(two.shown_if, new.fields),
        )


def _fields(old: Definition, new: Definition) -> Iterator[Change]:
    for key, field in new.fields.items():
        name = str(field.label) or key
        if key not in old.fields:
            yield Change(ADDED, name, (Detail(_("Kind of answer"), "", str(KINDS[field.kind].words)),))
            continue
        if details := tuple(_field_details(old.fields[key], field, old, new)):
            yield Change(CHANGED, name, details)
        was, now = old.step_of(key), new.step_of(key)
        if was and now and was.key != now.key:
            yield Change(MOVED, name, (Detail(_("Step"), str(was.title) or was.key, str(now.title) or now.key),))
    for key, field in old.fields.items():
        if key not in new.fields:
            yield Change(REMOVED, str(field.label) or key)
    for step in new.steps:
        before = old.step(step.key)
        if before and _order({each.key: each for each in before.fields}, {each.key: each for each in step.fields}):
            yield Change(
                MOVED, _("Questions of “%(name)s” are in another order") % {"name": str(step.title) or step.key}
            )


def _field_details(one: Field, two: Field, old: Definition, new: Definition) -> Iterator[Detail]:
    a, b = one.as_json(), two.as_json()
    for name in dict.fromkeys([*a, *b]):
        if a.get(name) != b.get(name):
            yield Detail(property_name(name), _value(name, one, old), _value(name, two, new))


def property_name(name: str) -> str:
    """A property of a question as officials know it."""
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
    """A property as people compare it."""
    if name in ("shown_if", "required_if"):
        return describing.condition(getattr(field, name), definition.fields)
    if name == "kind":
        return str(KINDS[field.kind].words)
    found: Any = field.as_json().get(name, True if name == "correctable" else None)
    return _plain(found)


def _plain(found: Any) -> str:
    if found in (None, "", [], {}):
        return ""
    if isinstance(found, bool):
        return _("Yes") if found else _("No")
    if isinstance(found, dict):
        text = words(found)
        return _text(text) if text else ", ".join(_plain(each) for each in found.values())
    if isinstance(found, list):
        return "; ".join(_plain(each) for each in found)
    return str(found)


def _text(given: Words) -> str:
    return describing.texts(given)


def _order(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether those in both are in another order."""
    return [key for key in before if key in after] != [key for key in after if key in before]
