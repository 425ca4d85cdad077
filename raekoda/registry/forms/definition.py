"""The definition of a form: steps of fields, stored as JSON.

The format is ``docs/forms.schema.json`` (:mod:`raekoda.registry.forms.schema`). Parsing rejects other formats; errors of the
designer in a well-formed definition are found by :mod:`raekoda.registry.forms.validation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Any

from raekoda.registry.forms.conditions import Comparison, Condition
from raekoda.registry.forms.texts import LocalizedText


@dataclass(frozen=True)
class Choice:
    """An option: ``key`` is stored, ``label`` is shown."""

    key: str
    label: LocalizedText

    def as_json(self) -> dict[str, Any]:
        return {"key": self.key, "label": self.label.as_json()}


@dataclass(frozen=True)
class FeeLine:
    """A part of a fee in euros: ``amount`` once, or multiplied by the answer to the field ``times``, if ``when`` holds."""

    amount: str
    times: str = ""
    when: Condition | None = None
    label: LocalizedText = dataclass_field(default_factory=LocalizedText)

    def as_json(self) -> dict[str, Any]:
        return _filled(
            amount=self.amount,
            times=self.times,
            when=self.when.as_json() if self.when else None,
            label=self.label.as_json(),
        )


@dataclass(frozen=True)
class FieldCheck:
    """A comparison with the answer to an earlier field; ``message`` is shown when it fails."""

    op: str
    field: str
    message: LocalizedText = dataclass_field(default_factory=LocalizedText)

    def as_json(self) -> dict[str, Any]:
        return _filled(op=self.op, field=self.field, message=self.message.as_json())


@dataclass(frozen=True)
class Field:
    """A question, a note or a calculated fee. ``settings`` are those of its kind (:mod:`raekoda.registry.forms.kinds`)."""

    key: str
    kind: str
    label: LocalizedText = dataclass_field(default_factory=LocalizedText)
    help: LocalizedText = dataclass_field(default_factory=LocalizedText)
    required: bool = False
    shown_if: Condition | None = None
    required_if: Condition | None = None
    compare: tuple[FieldCheck, ...] = ()
    prefill: str = ""
    correctable: bool = True
    choices: tuple[Choice, ...] = ()
    columns: tuple[Field, ...] = ()
    lines: tuple[FeeLine, ...] = ()
    settings: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """A setting of the kind."""
        return self.settings.get(name, default)

    @property
    def conditions(self) -> Iterator[tuple[str, Comparison]]:
        """Every comparison on which the field depends, with the name of its property."""
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
    """A step of a form, shown as one page."""

    key: str
    title: LocalizedText = dataclass_field(default_factory=LocalizedText)
    intro: LocalizedText = dataclass_field(default_factory=LocalizedText)
    shown_if: Condition | None = None
    fields: tuple[Field, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return _filled(
            key=self.key,
            title=self.title.as_json(),
            intro=self.intro.as_json(),
            shown_if=self.shown_if.as_json() if self.shown_if else None,
        ) | {"fields": [field.as_json() for field in self.fields]}


@dataclass(frozen=True)
class Definition:
    """The definition of a form. Keys of fields are unique, so answers are a flat object."""

    title: LocalizedText = dataclass_field(default_factory=LocalizedText)
    intro: LocalizedText = dataclass_field(default_factory=LocalizedText)
    steps: tuple[Step, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its key, in the order of the form."""
        return {field.key: field for step in self.steps for field in step.fields}

    @cached_property
    def dependency_keys(self) -> frozenset[str]:
        """Keys of the fields on which other fields or steps depend."""
        found = {comparison.field for field in self.fields.values() for _place, comparison in field.conditions}
        found |= {comparison.field for step in self.steps for comparison in step.shown_if or ()}
        return frozenset(found | {line.times for field in self.fields.values() for line in field.lines if line.times})

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def step_with_field(self, key: str) -> Step | None:
        """The step that contains the field ``key``."""
        return next((step for step in self.steps if any(field.key == key for field in step.fields)), None)

    def as_json(self) -> dict[str, Any]:
        """The stored form of the definition, without empty values."""
        return _filled(title=self.title.as_json(), intro=self.intro.as_json()) | {
            "steps": [step.as_json() for step in self.steps]
        }


def read(value: Any) -> Definition:
    """Parse a definition from JSON. Raises :class:`raekoda.registry.forms.parsing.InvalidDefinition`."""
    from raekoda.registry.forms import parsing

    return parsing.definition(value)


def _filled(**values: Any) -> dict[str, Any]:
    """Without empty values; ``correctable`` is included only when false."""
    return {name: value for name, value in values.items() if value or (name == "correctable" and value is False)}


def _json(value: Any) -> Any:
    if isinstance(value, LocalizedText):
        return value.as_json()
    return list(value) if isinstance(value, tuple) else value
