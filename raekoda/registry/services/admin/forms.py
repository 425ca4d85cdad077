"""Forms of the service register in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField
from wagtail.admin.forms.models import register_form_field_override

from raekoda.identity.accounts.models import Unit, User
from raekoda.platform.core.admin_forms import ManyOf, ScopedForm
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import actions
from raekoda.registry.services.classifiers import Language, LifeEvent, TargetGroup
from raekoda.registry.services.models import Service, Topic


def register_fields() -> None:
    """Use form fields without a queryset for foreign keys to municipal records; the form sets it in the current scope."""
    for model in (Service, Topic, Unit):
        register_form_field_override(ForeignKey, to=model, override={"form_class": SafeModelChoiceField})


class ServiceForm(ScopedForm):
    """A service. An empty code is assigned on saving."""

    target_groups = ManyOf(label=_("target groups"), choices=TargetGroup.choices, required=False)
    life_events = ManyOf(label=_("life events"), choices=LifeEvent.choices, required=False)
    languages = ManyOf(label=_("languages of service"), choices=Language.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("target_groups", "life_events", "languages"):
            self.fields[name].label = capfirst(self.fields[name].label)
        if "owner" in self.fields:
            staff = User.objects.filter(memberships__municipality=current(), is_active=True).distinct()
            self.fields["owner"].queryset = staff.order_by("last_name", "first_name", "username")
        if "related" in self.fields and self.instance.pk:
            self.fields["related"].queryset = Service.objects.exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("code") and "code" not in self.errors:
            actions.assign_code(self.instance)
            cleaned["code"] = self.instance.code
        return cleaned


class ImportForm(forms.Form):
    """A spreadsheet of services."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "XLSX or CSV, with the columns of the exported file. Nothing is written before you have seen what would happen."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
