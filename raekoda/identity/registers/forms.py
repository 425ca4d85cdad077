"""Forms: statements of persons, connection and registers, review of a statement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.identity.places.models import Area
from raekoda.identity.registers.models import Connection, Register
from raekoda.platform.core.tenancy import current

NAMES = ("instance", "member_class", "member_code", "subsystem")


class ResidenceForm(forms.Form):
    """Where the person lives."""

    area = forms.ChoiceField(label=gettext_lazy("Settlement"))
    address = forms.CharField(
        label=gettext_lazy("Street, house and flat"), max_length=200, required=False,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["area"].choices = [("", _("Choose")), *_areas()]  # type: ignore[attr-defined]


class SchoolForm(forms.Form):
    """Where the person goes to school."""

    school = forms.CharField(label=gettext_lazy("Name of the school"), max_length=200)
    grade = forms.IntegerField(label=gettext_lazy("Class"), min_value=1, max_value=12)
    letter = forms.CharField(label=gettext_lazy("Letter of the class"), max_length=3, required=False)


class CheckForm(forms.Form):
    """Result of a review."""

    reason = forms.CharField(
        label=gettext_lazy("What you found"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Needed when the statement does not hold. The person reads it."),
    )  # fmt: skip


class ConnectionForm(forms.Form):
    """The municipality as a client of X-Road."""

    server = forms.CharField(
        label=gettext_lazy("Address of the security server"), max_length=300, widget=forms.URLInput(),
        help_text=gettext_lazy("As the security server's keeper gives it, for example https://turvaserver.example.ee"),
    )  # fmt: skip
    instance = forms.CharField(label=gettext_lazy("X-Road instance"), max_length=30, initial="EE")
    member_class = forms.CharField(label=gettext_lazy("Member class"), max_length=30, initial="GOV")
    member_code = forms.CharField(label=gettext_lazy("Member code (registry code)"), max_length=30)
    subsystem = forms.CharField(label=gettext_lazy("Subsystem"), max_length=100)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, given: Connection | None, data: Any = None) -> None:
        names = ("server", *NAMES, "is_active")
        super().__init__(data, initial={name: getattr(given, name) for name in names} if given else {"is_active": True})
        self.fields["is_active"].hide_optional = True  # type: ignore[attr-defined]


class RegisterForm(forms.Form):
    """Configuration of a register."""

    instance = forms.CharField(label=gettext_lazy("X-Road instance"), max_length=30, initial="EE")
    member_class = forms.CharField(label=gettext_lazy("Member class"), max_length=30, initial="GOV")
    member_code = forms.CharField(label=gettext_lazy("Member code (registry code)"), max_length=30)
    subsystem = forms.CharField(label=gettext_lazy("Subsystem"), max_length=100)
    kept_hours = forms.IntegerField(
        label=gettext_lazy("Hours for which an answer is kept"), min_value=0, max_value=24 * 30, initial=24
    )
    seconds = forms.IntegerField(label=gettext_lazy("Seconds it is waited for"), min_value=1, max_value=60, initial=10)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, given: Register | None, data: Any = None) -> None:
        names = (*NAMES, "kept_hours", "seconds", "is_active")
        super().__init__(data, initial={name: getattr(given, name) for name in names} if given else {"is_active": True})
        self.fields["is_active"].hide_optional = True  # type: ignore[attr-defined]


def _areas() -> list[tuple[str, list[tuple[str, str]]]]:
    """Settlements of the current municipality, then other municipalities, by name."""
    code = current().code
    here = Area.objects.filter(kind=Area.Kind.SETTLEMENT, parent__code=code).only("pk", "name", "type_name")
    others = Area.objects.filter(kind=Area.Kind.MUNICIPALITY).only("pk", "name", "type_name")
    return [
        (current().name, [(str(area.pk), f"{area.name} {area.type_name}".strip()) for area in here]),
        (_("Other municipalities"), [(str(area.pk), area.name) for area in others]),
    ]
