"""Forms of the desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes.forms import SafeModelChoiceField

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.queries import find_by_code
from raekoda.selfservice.bookings import rules
from raekoda.selfservice.bookings.actions.changing import LONGEST_REASON
from raekoda.selfservice.bookings.models import Group, Resource
from raekoda.selfservice.bookings.rules import MIDNIGHT, Span

REGISTRY_CODE_DIGITS = 8
SENSIBLE = (
    MinValueValidator(date(rules.YEARS.start, 1, 1)), MaxValueValidator(date(rules.YEARS.stop - 1, 12, 31)),
)  # fmt: skip


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[*SENSIBLE], **options)


def hour_field(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


class ResourceChoice(SafeModelChoiceField):
    """One of the resources that the member of staff manages."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Resource.objects.none(), label=_("Resource"), to_field_name="slug", **options)


class MoveForm(forms.Form):
    """A day, from when to when (local hours; until 00:00 is midnight): another time for a booking."""

    paev = day_field(_("Day"))
    algus = hour_field(_("Begins"))
    lopp = hour_field(_("Ends"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("algus") and given.get("lopp") and given["lopp"] != MIDNIGHT and given["lopp"] <= given["algus"]:
            self.add_error("lopp", _("It ends before it begins."))
        return given

    def span(self) -> Span:
        """The time as moments."""
        given = self.cleaned_data
        last = given["paev"] + timedelta(days=1) if given["lopp"] == MIDNIGHT else given["paev"]
        return Span(rules.moment(given["paev"], given["algus"]), rules.moment(last, given["lopp"], closing=True))


class Times(MoveForm):
    """Of what, and when."""

    ressurss = ResourceChoice()

    field_order: Any = ["ressurss", "paev", "algus", "lopp"]

    def __init__(self, resources: QuerySet[Resource], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["ressurss"].queryset = resources.filter(is_active=True)  # type: ignore[attr-defined]


class ForForm(Times):
    """Staff books for somebody."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=160)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("With an address the booker gets letters and a link.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    topic = forms.CharField(label=_("What is it about?"), max_length=1000, required=False)


class BlockForm(Times):
    """Taken out of booking."""

    words = forms.CharField(label=_("Why?"), max_length=160, help_text=_("Staff reads it."))


class SeriesForm(Times):
    """The same hours every so many weeks."""

    last_day = day_field(_("Last day"))
    every_weeks = forms.IntegerField(label=_("Every how many weeks"), min_value=1, max_value=8, initial=1)
    name = forms.CharField(label=_("For whom"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), required=False)
    words = forms.CharField(label=_("For what"), max_length=160)

    field_order = ["ressurss", "paev", "last_day", "every_weeks", "algus", "lopp", "name", "email", "words"]

    def __init__(self, resources: QuerySet[Resource], data: Any = None, initial: Any = None) -> None:
        super().__init__(resources, data, initial)
        self.fields["paev"].label = _("First day")


class MemberForm(forms.Form):
    """Who is on the list of a group, from a day to a day."""

    group = SafeModelChoiceField(Group.objects.none(), label=_("Group"))
    code = forms.CharField(
        label=_("Personal code or registry code"), max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("Of somebody who has signed in here or is known otherwise."),
    )  # fmt: skip
    first_day = day_field(_("First day"))
    last_day = day_field(
        _("Last day"), required=False,
        help_text=_("Empty: until further notice. To take somebody off the list, write the last day."),
    )  # fmt: skip

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["group"].queryset = Group.objects.filter(basis=Group.Basis.LISTED)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first_day") and given.get("last_day") and given["last_day"] < given["first_day"]:
            self.add_error("last_day", _("It ends before it begins."))
        return given

    def person(self) -> Person | None:
        """Who has the code; None when nobody here does."""
        code = self.cleaned_data["code"].strip()
        is_registry = len(code) == REGISTRY_CODE_DIGITS
        return find_by_code(code, kind=Person.Kind.LEGAL if is_registry else Person.Kind.NATURAL)


class ReasonForm(forms.Form):
    """Why; the booker reads it."""

    reason = forms.CharField(
        label=_("Why?"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2}),
        help_text=_("The booker reads it."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """What the booker should know: a door code, an address for the video."""

    note = forms.CharField(
        label=_("Note for the booker"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
