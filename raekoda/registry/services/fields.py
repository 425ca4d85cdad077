"""Fields of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django_scopes.forms import SafeModelMultipleChoiceField
from modelcluster.fields import ParentalManyToManyField


class ScopedManyToManyField(ParentalManyToManyField):
    """Many records of the municipality, kept in drafts too; its form field starts without choices, so that a form class
    made outside a municipality, or in another one, shows none of its records."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": SafeModelMultipleChoiceField, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcluster.fields.ParentalManyToManyField", args, kwargs
