"""Forms for members, units and absences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField

from raekoda.identity.accounts import queries
from raekoda.identity.accounts.capabilities import SPECIAL
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.registry.services.models import Service


class RoleForm(forms.Form):
    """Role, reach and title of somebody who works here."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy("The role applies to the unit and its parts; without a unit to all of them."),
    )
    services = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Only these services"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all services of the unit."),
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Special categories"),
        choices=[(level.value, level.label) for level in SPECIAL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what the work needs. A second administrator confirms it."),
    )
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)

    def __init__(self, *args: Any, membership: Membership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        fields["unit"].queryset, fields["unit"].empty_label = queries.units(), _("all units")
        fields["services"].choices = _services(membership)
        if membership is not None:
            self.initial = {
                "role": membership.role,
                "unit": membership.unit_id,
                "services": membership.services,
                "categories": membership.categories,
                "title": membership.title,
            }
        if not fields["services"].choices:
            del fields["services"]


def _services(membership: Membership | None) -> list[tuple[int, str]]:
    """Services in use, and those that the membership has already."""
    chosen = membership.services if membership is not None else []
    in_use = Service.objects.filter(Q(retired_at=None) | Q(pk__in=chosen))
    return list(in_use.order_by("name").values_list("pk", "name"))


class MemberForm(RoleForm):
    """A new colleague."""

    field_order = ["email", "first_name", "last_name", "role", "unit", "services", "categories", "title"]
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=150, help_text=gettext_lazy("Also the user name for signing in.")
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["name", "email", "phone", "parent", "head", "is_active"]
        field_classes = {"parent": SafeModelChoiceField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        fields["parent"].queryset = Unit.objects.exclude(pk=self.instance.pk)
        fields["parent"].empty_label = _("nothing: it stands at the top")
        fields["head"].queryset, fields["head"].empty_label = queries.members(), _("nobody")
        fields["head"].label_from_instance = display_name

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Unit.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a unit of this name already."))
        return name


class AbsenceForm(forms.Form):
    """Who is absent on which days, and who does the work."""

    user = forms.ModelChoiceField(None, label=gettext_lazy("Who is absent"), empty_label=None)
    first_day = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    deputy = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Deputy"),
        empty_label=gettext_lazy("choose"),
        help_text=gettext_lazy("Handles the cases meanwhile; special ones only of categories that the deputy has."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        fields["user"].queryset = queries.absence_set_by(actor)
        fields["user"].initial = actor.id
        fields["deputy"].queryset = queries.officials()
        fields["user"].label_from_instance = fields["deputy"].label_from_instance = display_name
        if len(fields["user"].queryset) < 2:
            fields["user"].widget = forms.HiddenInput()


def display_name(user: User) -> str:
    return user.display_name
