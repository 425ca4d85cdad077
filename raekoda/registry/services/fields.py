"""Fields of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django_scopes.forms import SafeModelMultipleChoiceField
from modelcluster.fields import ParentalManyToManyField


class ScopedManyToManyField(ParentalManyToManyField):
    """A many-to-many relation that is part of drafts. Its form field has no queryset by default, so that a form class
    built in one municipality never shows its records in another."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": SafeModelMultipleChoiceField, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcluster.fields.ParentalManyToManyField", args, kwargs
