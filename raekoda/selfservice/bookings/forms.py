"""Public booking forms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raekoda.platform.core.clock import TALLINN
from raekoda.selfservice.bookings import availability, presenters, rules
from raekoda.selfservice.bookings.actions.booking import MAX_TOPIC_LENGTH
from raekoda.selfservice.bookings.models import Resource
from raekoda.selfservice.bookings.models.resources import Kind, Way
from raekoda.selfservice.bookings.rules import Span


class TimeForm(forms.Form):
    """Start and duration of a free range on a day (sent by GET: parameters ``algus``, ``kestus``)."""

    algus = forms.ChoiceField(label=_("Begins"))
    kestus = forms.TypedChoiceField(label=_("How long"), coerce=int)

    def __init__(self, resource: Resource, day: availability.Day, data: Any = None) -> None:
        super().__init__(data)
        self.fields["algus"].choices = [(presenters.format_timestamp(at), _hour(at)) for at in day.starts]  # type: ignore[attr-defined]
        self.fields["kestus"].choices = [  # type: ignore[attr-defined]
            (minutes, duration_label(minutes)) for minutes in rules.lengths(availability.get_terms(resource))
        ]

    def span(self) -> Span:
        start = presenters.parse_timestamp(self.cleaned_data["algus"])
        assert start is not None
        return Span(start, start + timedelta(minutes=self.cleaned_data["kestus"]))


class BookingForm(forms.Form):
    """Booker and purpose. The name of a signed-in person is known; a guest enters contact details."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=160,
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The confirmation and changes go there."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel", "type": "tel"})
    )
    way = forms.ChoiceField(label=_("How do you want to meet?"), widget=forms.RadioSelect)
    people = forms.IntegerField(label=_("How many people come?"), min_value=1, required=False)
    topic = forms.CharField(
        label=_("What is it about?"), max_length=MAX_TOPIC_LENGTH, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, resource: Resource, data: Any = None, *, initial: Any = None, knows_name: bool = False) -> None:
        super().__init__(data, initial=initial)
        if knows_name:
            del self.fields["name"]
        if resource.kind == Kind.OFFICIAL and resource.ways:
            self.fields["way"].choices = [(way, Way(way).label) for way in resource.ways]  # type: ignore[attr-defined]
        else:
            del self.fields["way"]
        if not resource.capacity or resource.kind == Kind.OFFICIAL:
            del self.fields["people"]
        else:
            self.fields["people"].max_value = resource.capacity  # type: ignore[attr-defined]
            self.fields["people"].widget.attrs["max"] = resource.capacity
        self.fields["topic"].required = resource.asks_topic
        if resource.kind in (Kind.EQUIPMENT, Kind.VEHICLE) and not resource.asks_topic:
            del self.fields["topic"]


class WaitForm(forms.Form):
    """Contact for the notification that the time became free."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=160, required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}))


def duration_label(minutes: int) -> str:
    """A duration as text: "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    if rest:
        parts.append(f"{rest} min")
    return " ".join(parts)


def parse_day(text: str, default: date) -> date:
    """The date of a query parameter (ISO format); ``default`` when it is missing or invalid."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return default
    return day if day.year in rules.YEARS else default


def _hour(at: datetime) -> str:
    return date_format(localtime(at, TALLINN), "TIME_FORMAT")
