"""Forms of staff pages."""

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
from raekoda.selfservice.bookings.actions.lifecycle import MAX_REASON_LENGTH
from raekoda.selfservice.bookings.models import Group, Resource
from raekoda.selfservice.bookings.rules import MIDNIGHT, Span

REGISTRY_CODE_DIGITS = 8
YEAR_LIMITS = (
    MinValueValidator(date(rules.YEARS.start, 1, 1)), MaxValueValidator(date(rules.YEARS.stop - 1, 12, 31)),
)  # fmt: skip


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[*YEAR_LIMITS], **options)


def hour_field(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


class ResourceChoice(SafeModelChoiceField):
    """A choice among the resources that the member of staff manages."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Resource.objects.none(), label=_("Resource"), to_field_name="slug", **options)


class MoveForm(forms.Form):
    """A day with start and end in local time (an end of 00:00 is midnight): the new time of a booking."""

    day = day_field(_("Day"))
    start = hour_field(_("Begins"))
    end = hour_field(_("Ends"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] != MIDNIGHT and data["end"] <= data["start"]:
            self.add_error("end", _("It ends before it begins."))
        return data

    def span(self) -> Span:
        """The time as aware datetimes."""
        data = self.cleaned_data
        last = data["day"] + timedelta(days=1) if data["end"] == MIDNIGHT else data["day"]
        return Span(rules.local_moment(data["day"], data["start"]), rules.local_moment(last, data["end"], closing=True))


class TimesForm(MoveForm):
    """A resource and a time."""

    resource = ResourceChoice()

    field_order: Any = ["resource", "day", "start", "end"]

    def __init__(self, resources: QuerySet[Resource], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["resource"].queryset = resources.filter(is_active=True)  # type: ignore[attr-defined]


class BookForForm(TimesForm):
    """A booking made by staff for somebody."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=160)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("With an address the booker gets letters and a link.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    topic = forms.CharField(label=_("What is it about?"), max_length=1000, required=False)


class BlockForm(TimesForm):
    """TimeTaken out of booking."""

    reason = forms.CharField(label=_("Why?"), max_length=160, help_text=_("Staff reads it."))


class SeriesForm(TimesForm):
    """The same hours every ``every_weeks`` weeks."""

    last_day = day_field(_("Last day"))
    every_weeks = forms.IntegerField(label=_("Every how many weeks"), min_value=1, max_value=8, initial=1)
    name = forms.CharField(label=_("For whom"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), required=False)
    purpose = forms.CharField(label=_("For what"), max_length=160)

    field_order = ["resource", "day", "last_day", "every_weeks", "start", "end", "name", "email", "purpose"]

    def __init__(self, resources: QuerySet[Resource], data: Any = None, initial: Any = None) -> None:
        super().__init__(resources, data, initial)
        self.fields["day"].label = _("First day")


class MemberForm(forms.Form):
    """A member of the list of a group, valid from and to a day."""

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
        data = super().clean() or {}
        if data.get("first_day") and data.get("last_day") and data["last_day"] < data["first_day"]:
            self.add_error("last_day", _("It ends before it begins."))
        return data

    def person(self) -> Person | None:
        """The person with this code; None when unknown."""
        code = self.cleaned_data["code"].strip()
        is_registry = len(code) == REGISTRY_CODE_DIGITS
        return find_by_code(code, kind=Person.Kind.LEGAL if is_registry else Person.Kind.NATURAL)


class ReasonForm(forms.Form):
    """A reason, visible to the booker."""

    reason = forms.CharField(
        label=_("Why?"), max_length=MAX_REASON_LENGTH, widget=forms.Textarea({"rows": 2}),
        help_text=_("The booker reads it."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """A note for the booker, such as a door code or the address of a video call."""

    note = forms.CharField(
        label=_("Note for the booker"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
