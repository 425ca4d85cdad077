"""The editor of one question: its text, settings of its kind, conditions, prefill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raekoda.registry.forms import prefill
from raekoda.registry.forms.conditions import BETWEEN_FIELDS
from raekoda.registry.forms.definition import Definition, Field, FieldCheck
from raekoda.registry.forms.descriptions import operator_label
from raekoda.registry.forms.editing import key_for
from raekoda.registry.forms.editor import parts
from raekoda.registry.forms.editor.conditions import JOINS, comparison_rows, earlier_fields, read_condition
from raekoda.registry.forms.editor.inputs import DayLimitField, TextsField
from raekoda.registry.forms.editor.rows import CombinedErrors, Rows, is_row_action
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.display import TONES
from raekoda.registry.forms.kinds.files import TYPES
from raekoda.registry.forms.kinds.texts import AUTOCOMPLETE
from raekoda.registry.forms.patterns import PATTERNS
from raekoda.registry.forms.version_diff import property_label

COMPARABLE = ("number", "money", "date", "text", "personal_code", "iban", "email")
TONE_LABELS = {"info": _("blue: to know"), "warning": _("yellow: take care"), "success": _("green: good news")}
AUTOCOMPLETE_LABELS = {
    "name": _("full name"),
    "given-name": _("given name"),
    "family-name": _("family name"),
    "organization": _("name of the organisation"),
    "organization-title": _("job title"),
    "street-address": _("address"),
    "postal-code": _("postal code"),
    "bday": _("date of birth"),
}


class FieldForm(forms.Form):
    """The common inputs of all questions, and the settings of the kind."""

    label = TextsField(label=_("Text of the question"), required=True, max_length=400)
    help = TextsField(
        label=_("Explanation"), rows=2, max_length=2000, help_text=_("Shown under the question, in quiet letters.")
    )

    def __init__(
        self, definition: Definition, field: Field, step_key: str, before: list[Field], data: Any = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.edited, self.kind = field, KINDS[field.kind]
        self.setting_names = list(self._settings())
        self.initial.update(label=field.label, help=field.help, step=step_key)
        self.initial.update({name: self._initial_value(name) for name in self.setting_names})
        self._name_note()
        if self.kind.is_asked:
            self._add_asking(before)
        self.fields["join"] = self._join()
        self.initial["join"] = field.shown_if.join if field.shown_if else "all"
        steps = [(step.key, str(step.title) or step.key) for step in definition.steps]
        self.fields["step"] = forms.ChoiceField(label=_("Step"), choices=steps, required=False)
        self.fields["step"].hide_optional = True  # type: ignore[attr-defined]

    @property
    def settings(self) -> list[Any]:
        """The bound fields of the kind's settings."""
        return [self[name] for name in self.setting_names]

    def read(self) -> Field:
        """The submitted question without its rows; call after ``is_valid()``."""
        data = self.cleaned_data
        settings = {name: self._stored_value(name, data[name]) for name in self.setting_names}
        changed = replace(
            self.edited,
            label=data["label"],
            help=data["help"],
            settings={name: value for name, value in settings.items() if value not in (None, "", (), False)},
        )
        if not self.kind.is_asked:
            return changed
        return replace(
            changed,
            required=data["required"],
            prefill=data["prefill"],
            correctable=data["correctable"] or not data["prefill"],
            compare=self._compared(),
        )

    def _name_note(self) -> None:
        if self.edited.kind == "note":
            self.fields["label"].label, self.fields["help"].label = _("Heading"), _("Text")
            self.fields["help"].help_text = ""
        if self.edited.kind == "fee":
            self.fields["label"].label = _("Name of the fee")

    def _add_asking(self, before: list[Field]) -> None:
        field = self.edited
        self.fields["required"] = forms.BooleanField(label=_("Has to be answered"), required=False)
        self.fields["required_join"] = self._join()
        self.fields["prefill"] = forms.ChoiceField(
            label=_("Filled in from"),
            required=False,
            choices=[("", _("nothing: the person writes it")), *self._offers()],
        )
        self.fields["correctable"] = forms.BooleanField(
            label=_("The person may correct what was filled in"), required=False
        )
        self.initial.update(required=field.required, prefill=field.prefill, correctable=field.correctable)
        self.initial["required_join"] = field.required_if.join if field.required_if else "all"
        others = [(other.key, str(other.label) or other.key) for other in before if other.kind == field.kind]
        self.has_compare = field.kind in COMPARABLE and bool(others)
        if self.has_compare:
            check = field.compare[0] if field.compare else None
            operators = [("", _("not compared")), *((op, operator_label(op)) for op in BETWEEN_FIELDS)]
            self.fields["compare_op"] = forms.ChoiceField(label=_("The answer"), choices=operators, required=False)
            self.fields["compare_field"] = forms.ChoiceField(label=_("the answer to"), choices=others, required=False)
            self.fields["compare_message"] = TextsField(label=_("What is said otherwise"), max_length=300)
            self.initial.update(
                compare_op=check.op if check else "",
                compare_field=check.field if check else "",
                compare_message=check.message if check else None,
            )
        for name in ("required", "correctable", "prefill", "compare_op", "compare_field"):
            if name in self.fields:
                self.fields[name].hide_optional = True  # type: ignore[attr-defined]

    def _compared(self) -> tuple[FieldCheck, ...]:
        """The submitted first check; further ones from an import are preserved."""
        if not self.has_compare:
            return self.edited.compare
        data, others = self.cleaned_data, self.edited.compare[1:]
        if not data.get("compare_op"):
            return others
        return (FieldCheck(data["compare_op"], data["compare_field"], data["compare_message"]), *others)

    def _offers(self) -> Iterator[tuple[str, Any]]:
        names = [offer for offer in prefill.offers() if not offer.kinds or self.edited.kind in offer.kinds]
        yield from ((offer.name, offer.label) for offer in names)
        own = self.edited.prefill
        if own and own not in [offer.name for offer in names]:
            yield own, own

    def _join(self) -> forms.ChoiceField:
        joined = forms.ChoiceField(label=_("Conditions together"), choices=JOINS, required=False)
        joined.hide_optional = True  # type: ignore[attr-defined]
        return joined

    def _settings(self) -> Iterator[str]:
        """Add the inputs of the kind's settings; yields their names."""
        for name, reader in self.kind.settings.items():
            field = self._setting(name, reader)
            field.label = property_label(name)
            field.hide_optional = True  # type: ignore[attr-defined]
            self.fields[name] = field
            yield name

    def _setting(self, name: str, reader: str) -> forms.Field:
        short = {"class": "rk-short", "inputmode": "numeric"}
        match reader:
            case "whole":
                return forms.IntegerField(
                    required=False, min_value=0, max_value=1_000_000, localize=False, widget=forms.TextInput(short)
                )
            case "number":
                return forms.FloatField(
                    required=False, localize=True, widget=forms.TextInput(short | {"inputmode": "decimal"})
                )
            case "amount":
                return forms.DecimalField(
                    required=False, min_value=0, max_digits=9, decimal_places=2, localize=True,
                    widget=forms.TextInput(short | {"inputmode": "decimal"}),
                )  # fmt: skip
            case "day":
                return DayLimitField()
            case "text":
                return TextsField(max_length=40)
            case "names":
                choices = [(key, words) for key, (words, _types, _accept) in TYPES.items()]
                return forms.MultipleChoiceField(required=False, choices=choices, widget=forms.CheckboxSelectMultiple)
            case "flag":
                return forms.BooleanField(required=False)
        return forms.ChoiceField(required=False, choices=self._named(name))

    def _named(self, name: str) -> list[tuple[str, Any]]:
        if name == "pattern":
            return [("", _("any text")), *((key, pattern.label) for key, pattern in PATTERNS.items())]
        if name == "tone":
            return [(tone, TONE_LABELS[tone]) for tone in TONES]
        names = ("bday",) if self.edited.kind == "date" else AUTOCOMPLETE
        return [("", _("nothing")), *((name, AUTOCOMPLETE_LABELS[name]) for name in names)]

    def _initial_value(self, name: str) -> Any:
        value = self.edited.get(name)
        if name == "types":
            return list(value or ("pictures", "pdf"))
        return value

    def _stored_value(self, name: str, value: Any) -> Any:
        reader = self.kind.settings[name]
        if value is None or value == "":
            return None
        if reader == "amount":
            return f"{value:.2f}"
        if reader == "number":
            return int(value) if value == int(value) else value
        return tuple(value) if reader == "names" else value


class FieldEditor:
    """The form of a question with all its rows. ``read`` returns the field after ``is_valid()``."""

    def __init__(self, definition: Definition, field: Field, step_key: str, data: Any = None) -> None:
        self.definition, self.edited, self.step_key, self.data = definition, field, step_key, data
        self.kind = KINDS[field.kind]
        self.is_new = field.key not in definition.fields
        before = earlier_fields(definition, step_key, "" if self.is_new else field.key)
        self.form = FieldForm(definition, field, step_key, before, data)
        self.shown_if = comparison_rows("shown_if", field.shown_if, before, data)
        self.required_if = (
            comparison_rows("required_if", field.required_if, before, data) if self.kind.is_asked else None
        )
        self.choices = parts.choice_rows(field, data) if "choices" in self.kind.parts else None
        self.columns = parts.column_rows(field, data) if "columns" in self.kind.parts else None
        self.lines = parts.line_rows(field, before, data) if "lines" in self.kind.parts else None

    @property
    def is_row_action(self) -> bool:
        return self.data is not None and is_row_action(self.data)

    @property
    def rows(self) -> list[Rows]:
        return [rows for rows in (self.choices, self.columns, self.lines, self.shown_if, self.required_if) if rows]

    @property
    def combined_errors(self) -> CombinedErrors:
        return CombinedErrors(self.form, self.rows)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows)])

    def read(self) -> Field:
        data, form = self.form.cleaned_data, self.form
        field = replace(form.read(), shown_if=read_condition(self.shown_if, data["join"]))
        if self.required_if is not None:
            field = replace(field, required_if=read_condition(self.required_if, data["required_join"]))
        if self.choices is not None:
            field = replace(field, choices=parts.read_choices(self.choices))
        if self.columns is not None:
            field = replace(field, columns=parts.read_columns(self.columns, self.edited))
        if self.lines is not None:
            field = replace(field, lines=parts.read_lines(self.lines, self.edited))
        if self.is_new:
            label = field.label.et or field.label.en or self.edited.kind
            field = replace(field, key=key_for(label, self.definition.fields))
        return field

    @property
    def chosen_step(self) -> str:
        return self.form.cleaned_data.get("step") or self.step_key
