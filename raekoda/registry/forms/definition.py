"""What a form asks: steps of fields, read from the JSON in which officials' work is kept.

The shape is that of ``docs/forms.schema.json`` (:mod:`raekoda.registry.forms.schema`).
Reading refuses what is not of that shape; what
a designer still has to mend in a well-shaped definition is said by :mod:`raekoda.registry.forms.checking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property
from typing import Any

from raekoda.registry.forms.conditions import Comparison, Condition
from raekoda.registry.forms.words import Words


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from: ``key`` is kept, ``label`` is read."""

    key: str
    label: Words

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "label": self.label.as_json()}


@dataclass(frozen=True)
class FeeLine:
    """A part of a fee, in euros: ``amount`` once or, with ``times``, for each unit answered there, if ``when`` holds."""

    amount: str
    times: str = ""
    when: Condition | None = None
    label: Words = made(default_factory=Words)

    def as_json(self) -> dict[str, Any]:
        return _filled(
            amount=self.amount,
            times=self.times,
            when=self.when.as_json() if self.when else None,
            label=self.label.as_json(),
        )


@dataclass(frozen=True)
class FieldCheck:
    """The answer compared with that of an earlier field; ``message`` is said when it does not hold."""

    op: str
    field: str
    message: Words = made(default_factory=Words)

    def as_json(self) -> dict[str, Any]:
        return _filled(op=self.op, field=self.field, message=self.message.as_json())


@dataclass(frozen=True)
class Field:
    """A question, or a note or a counted fee. ``settings`` are those of its kind (:mod:`raekoda.registry.forms.kinds`)."""

    key: str
    kind: str
    label: Words = made(default_factory=Words)
    help: Words = made(default_factory=Words)
    required: bool = False
    shown_if: Condition | None = None
    required_if: Condition | None = None
    compare: tuple[FieldCheck, ...] = ()
    prefill: str = ""
    correctable: bool = True
    choices: tuple[Choice, ...] = ()
    columns: tuple[Field, ...] = ()
    lines: tuple[FeeLine, ...] = ()
    settings: Mapping[str, Any] = made(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """A setting of the kind."""
        return self.settings.get(name, default)

    @property
    def conditions(self) -> Iterator[tuple[str, Comparison]]:
        """Every comparison it depends on, with the name of the place where it stands."""
        places = [("shown_if", self.shown_if), ("required_if", self.required_if)]
        places += [("lines", line.when) for line in self.lines]
        for place, condition in places:
            for comparison in condition or ():
                yield place, comparison

    def as_json(self) -> dict[str, Any]:
        settings = {name: _json(value) for name, value in self.settings.items()}
        return _filled(
            key=self.key,
            kind=self.kind,
            label=self.label.as_json(),
            help=self.help.as_json(),
            required=self.required,
            shown_if=self.shown_if.as_json() if self.shown_if else None,
            required_if=self.required_if.as_json() if self.required_if else None,
            compare=[check.as_json() for check in self.compare],
            prefill=self.prefill,
            correctable=None if self.correctable else False,
            choices=[choice.as_json() for choice in self.choices],
            columns=[column.as_json() for column in self.columns],
            lines=[line.as_json() for line in self.lines],
        ) | {name: value for name, value in settings.items() if value not in (None, "", [], {})}


@dataclass(frozen=True)
class Step:
    """One screen of a form."""

    key: str
    title: Words = made(default_factory=Words)
    intro: Words = made(default_factory=Words)
    shown_if: Condition | None = None
    fields: tuple[Field, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return _filled(
            key=self.key,
            title=self.title.as_json(),
            intro=self.intro.as_json(),
            shown_if=self.shown_if.as_json() if self.shown_if else None,
        ) | {"fields": [each.as_json() for each in self.fields]}


@dataclass(frozen=True)
class Definition:
    """A whole form. Keys of fields are unique in it, so answers are one flat object."""

    title: Words = made(default_factory=Words)
    intro: Words = made(default_factory=Words)
    steps: tuple[Step, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its key, in the order of the form."""
        return {each.key: each for step in self.steps for each in step.fields}

    @cached_property
    def deciding(self) -> frozenset[str]:
        """Keys of the fields on which others depend."""
        found = {comparison.field for each in self.fields.values() for _place, comparison in each.conditions}
        found |= {comparison.field for step in self.steps for comparison in step.shown_if or ()}
        return frozenset(found | {line.times for each in self.fields.values() for line in each.lines if line.times})

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def step_of(self, key: str) -> Step | None:
        """The step in which the field ``key`` stands."""
        return next((step for step in self.steps if any(each.key == key for each in step.fields)), None)

    def as_json(self) -> dict[str, Any]:
        """The definition as it is kept; what is empty is left out."""
        return _filled(title=self.title.as_json(), intro=self.intro.as_json()) | {
            "steps": [step.as_json() for step in self.steps]
        }


def read(value: Any) -> Definition:
    """The definition in ``value`` (JSON as kept or imported). Raises :class:`raekoda.registry.forms.reading.Unreadable`."""
    from raekoda.registry.forms import reading

    return reading.definition(value)


def _filled(**values: Any) -> dict[str, Any]:
    """What is not empty; ``correctable`` is told only where it is false."""
    return {name: value for name, value in values.items() if value or (name == "correctable" and value is False)}


def _json(value: Any) -> Any:
    if isinstance(value, Words):
        return value.as_json()
    return list(value) if isinstance(value, tuple) else value
