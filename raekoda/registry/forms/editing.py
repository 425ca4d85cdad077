"""Changes of a definition: pure functions that return a new definition."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace

from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.texts import LocalizedText

MAX_KEY_LENGTH = 32


def key_for(text: str, used: Iterable[str], fallback: str = "field") -> str:
    """A key generated from ``text`` that is not among ``used``.

    >>> key_for("Lapse õppeaasta (2026)", ["x"]), key_for("Nimi", ["nimi"]), key_for("Имя", [])
    ('lapse_oppeaasta_2026', 'nimi_2', 'field')
    """
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_KEY_LENGTH].strip("_")
    if not stem or not stem[0].isalpha():
        stem = f"{fallback}_{stem}".strip("_")[:MAX_KEY_LENGTH]
    taken, key, number = set(used), stem, 1
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def with_title(definition: Definition, title: LocalizedText, intro: LocalizedText) -> Definition:
    return replace(definition, title=title, intro=intro)


def add_step(definition: Definition, step: Step) -> Definition:
    return replace(definition, steps=(*definition.steps, step))


def change_step(definition: Definition, key: str, change: Callable[[Step], Step]) -> Definition:
    """Replace the step ``key`` by the result of ``change``."""
    return replace(definition, steps=tuple(change(step) if step.key == key else step for step in definition.steps))


def remove_step(definition: Definition, key: str) -> Definition:
    return replace(definition, steps=tuple(step for step in definition.steps if step.key != key))


def move_step(definition: Definition, key: str, by: int) -> Definition:
    """Move the step ``key`` one position earlier (-1) or later (1)."""
    return replace(definition, steps=_moved(definition.steps, key, by))


def add_field(definition: Definition, step_key: str, field: Field, after: str = "") -> Definition:
    """Insert ``field`` at the end of a step, or after the field ``after``."""

    def added(step: Step) -> Step:
        keys = [item.key for item in step.fields]
        place = keys.index(after) + 1 if after in keys else len(keys)
        return replace(step, fields=(*step.fields[:place], field, *step.fields[place:]))

    return change_step(definition, step_key, added)


def change_field(definition: Definition, key: str, field: Field, step_key: str = "") -> Definition:
    """Replace the field ``key`` by ``field``; move it to the end of the step ``step_key`` if that is another."""
    here = definition.step_with_field(key)
    if here is None:
        return definition
    if step_key and step_key != here.key and definition.step(step_key):
        return add_field(remove_field(definition, key), step_key, field)
    fields = tuple(field if item.key == key else item for item in here.fields)
    return change_step(definition, here.key, lambda step: replace(step, fields=fields))


def remove_field(definition: Definition, key: str) -> Definition:
    return replace(
        definition,
        steps=tuple(
            replace(s, fields=tuple(field for field in s.fields if field.key != key)) for s in definition.steps
        ),
    )


def copy_field(definition: Definition, key: str) -> tuple[Definition, str]:
    """Insert a copy of the field ``key`` after it; returns the definition and the copy's key."""
    field, step = definition.fields[key], definition.step_with_field(key)
    new = key_for(key, definition.fields)
    return add_field(definition, step.key if step else "", replace(field, key=new), key), new


def move_field(definition: Definition, key: str, by: int) -> Definition:
    """Move the field ``key`` one position earlier (-1) or later (1); from the edge of its step to the next one."""
    here = definition.step_with_field(key)
    if here is None:
        return definition
    keys = [item.key for item in here.fields]
    if 0 <= keys.index(key) + by < len(keys):
        return change_step(definition, here.key, lambda step: replace(step, fields=_moved(step.fields, key, by)))
    place = definition.steps.index(here) + by
    if not 0 <= place < len(definition.steps):
        return definition
    field, other = definition.fields[key], definition.steps[place].key
    remaining = remove_field(definition, key)
    return change_step(
        remaining, other, lambda step: replace(step, fields=(field, *step.fields) if by > 0 else (*step.fields, field))
    )


def depending_on(definition: Definition, key: str) -> list[str]:
    """Names of the questions and steps that depend on the field ``key``."""
    found = [
        str(field.label) or field.key
        for field in definition.fields.values()
        if any(comparison.field == key for _place, comparison in field.conditions)
        or any(check.field == key for check in field.compare)
        or any(line.times == key for line in field.lines)
    ]
    steps = [step for step in definition.steps if any(comparison.field == key for comparison in step.shown_if or ())]
    return found + [str(step.title) or step.key for step in steps]


def _moved(items: tuple, key: str, by: int) -> tuple:  # type: ignore[type-arg]
    keys = [item.key for item in items]
    if key not in keys:
        return items
    place = keys.index(key)
    other = place + by
    if not 0 <= other < len(items):
        return items
    order = list(items)
    order[place], order[other] = order[other], order[place]
    return tuple(order)
