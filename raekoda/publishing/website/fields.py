"""Fields with choices of the current municipality."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models


class TenantChoiceField(forms.ModelChoiceField):
    """Reads its choices when the form is instantiated, because the municipality depends on the request."""

    def __init__(self, queryset: models.QuerySet[Any], **options: Any) -> None:
        self.tenant_model = queryset.model
        super().__init__(queryset.none(), **options)

    def __deepcopy__(self, memo: dict[int, Any]) -> TenantChoiceField:
        field = super().__deepcopy__(memo)
        field.queryset = self.tenant_model.objects.all()
        return field


class TenantForeignKey(models.ForeignKey):
    """A foreign key to a tenant's record whose form field offers records of the current municipality."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": TenantChoiceField, **options})
