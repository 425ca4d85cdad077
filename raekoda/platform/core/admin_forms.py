"""Forms of Wagtail's admin: choices of the open municipality only, whatever form class was built when."""

from __future__ import annotations

from typing import Any

from django import forms
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField
from wagtail.admin.forms.models import WagtailAdminModelForm

from raekoda.platform.core.tenancy import current


class ScopedForm(WagtailAdminModelForm):
    """A form of a record of the open municipality: it gets that municipality, its choices are that municipality's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.municipality_id is None:
            self.instance.municipality = current()
        for field in self.fields.values():
            if isinstance(field, SafeModelChoiceField | SafeModelMultipleChoiceField):
                field.queryset = field.queryset.model._default_manager.all()

    def _get_validation_exclusions(self) -> set[str]:
        """The municipality is no field of the form, but "once in a municipality" is checked all the same."""
        return super()._get_validation_exclusions() - {"municipality"}


class ManyOf(forms.MultipleChoiceField):
    """Several values of a closed list, stored in an array."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(list(initial or []), data)
