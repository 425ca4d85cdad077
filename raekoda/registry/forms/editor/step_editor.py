"""The editor of a step, and forms of the form's metadata."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raekoda.registry.forms.definition import Definition, Step
from raekoda.registry.forms.editing import key_for
from raekoda.registry.forms.editor.conditions import JOINS, comparison_rows, fields_before_step, read_condition
from raekoda.registry.forms.editor.inputs import TextsField
from raekoda.registry.forms.editor.rows import CombinedErrors, is_row_action
from raekoda.registry.services.models import Service


class HeadForm(forms.Form):
    """Name, title and introduction of a form."""

    name = forms.CharField(label=_("Name for colleagues"), max_length=160)
    title = TextsField(label=_("Title of the form"), required=True, max_length=200)
    intro = TextsField(label=_("Introduction"), rows=3, max_length=2000, help_text=_("Shown before the first step."))


class StepInputs(forms.Form):
    title = TextsField(label=_("Title of the step"), required=True, max_length=200)
    intro = TextsField(label=_("Introduction"), rows=2, max_length=2000)
    join = forms.ChoiceField(label=_("Conditions together"), choices=JOINS, required=False)


class StepEditor:
    """The form of a step with its condition. ``read`` returns the step after ``is_valid()``."""

    def __init__(self, definition: Definition, step: Step, data: Any = None) -> None:
        self.definition, self.edited, self.data = definition, step, data
        self.is_new = definition.step(step.key) is None
        join = step.shown_if.join if step.shown_if else "all"
        self.form = StepInputs(data, initial={"title": step.title, "intro": step.intro, "join": join})
        self.form.fields["join"].hide_optional = True  # type: ignore[attr-defined]
        self.shown_if = comparison_rows("shown_if", step.shown_if, fields_before_step(definition, step.key), data)

    @property
    def is_row_action(self) -> bool:
        return self.data is not None and is_row_action(self.data)

    @property
    def combined_errors(self) -> CombinedErrors:
        return CombinedErrors(self.form, [self.shown_if])

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.shown_if.is_valid()])

    def read(self) -> Step:
        data = self.form.cleaned_data
        key = self.edited.key
        if self.is_new:
            key = key_for(data["title"].et, [step.key for step in self.definition.steps], "step")
        condition = read_condition(self.shown_if, data["join"])
        return replace(self.edited, key=key, title=data["title"], intro=data["intro"], shown_if=condition)


class NewForm(forms.Form):
    """A new form: empty or from a file."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"))
    name = forms.CharField(
        label=_("Name for colleagues"), max_length=160, help_text=_("Such as: Application for school support.")
    )
    file = forms.FileField(
        label=_("File with a form (JSON)"), required=False,
        help_text=_("Exported here or in another municipality. Left empty, the form begins empty."),
    )  # fmt: skip

    def __init__(self, *args: Any, services: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"))
    name = forms.CharField(label=_("Name for colleagues"), max_length=160)

    def __init__(self, *args: Any, services: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File with a form (JSON)"), help_text=_("The draft is replaced; published versions stay.")
    )


class PublishForm(forms.Form):
    note = forms.CharField(
        label=_("What changed"), max_length=300, required=False, help_text=_("For colleagues, in the list of versions.")
    )
