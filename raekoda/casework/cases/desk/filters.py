"""Filters of the list of cases: an allow-list, read from the query string."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk.choices import districts, known_services
from raekoda.casework.cases.models import Case, Channel, Kind, Status
from raekoda.identity.accounts.queries import officials, own_units, units
from raekoda.platform.core.actor import Actor

BY_DEADLINE = queries.ORDERS["due"]
NEWEST_FIRST = queries.ORDERS["newest"]


@dataclass(frozen=True)
class Tab:
    """One of the predefined lists."""

    name: str
    label: Any
    narrow: Callable[[QuerySet[Case], Actor], QuerySet[Case]]
    order: tuple[str, ...] = BY_DEADLINE


def _mine(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    return cases.filter(closed_at__isnull=True, official_id=actor.id)


def _my_units(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    return cases.filter(closed_at__isnull=True, unit_id__in=own_units(actor))


def _unassigned(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    return cases.filter(closed_at__isnull=True, official__isnull=True)


def _waiting(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    return cases.filter(status__in=(Status.WAITING, Status.SUSPENDED), closed_at__isnull=True)


def _open(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    return cases.filter(closed_at__isnull=True)


def _ended(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    return cases.filter(closed_at__isnull=False)


def _every(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    return cases


TABS = {
    tab.name: tab
    for tab in (
        Tab("mine", gettext_lazy("Mine"), _mine),
        Tab("unit", gettext_lazy("My unit's"), _my_units),
        Tab("unassigned", gettext_lazy("Without an official"), _unassigned),
        Tab("waiting", gettext_lazy("Waiting"), _waiting),
        Tab("open", gettext_lazy("All open"), _open),
        Tab("closed", gettext_lazy("Ended"), _ended, NEWEST_FIRST),
        Tab("all", gettext_lazy("All"), _every, NEWEST_FIRST),
    )
}


class FilterForm(forms.Form):
    """The filters of the list; invalid values are ignored."""

    q = forms.CharField(label=gettext_lazy("Words, number, sender"), max_length=200, required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    unit = forms.ModelChoiceField(None, label=gettext_lazy("Unit"), required=False)
    official = forms.ModelChoiceField(None, label=gettext_lazy("Official"), required=False)
    service = forms.ModelChoiceField(None, label=gettext_lazy("Service"), required=False)
    area = forms.ModelChoiceField(None, label=gettext_lazy("Area"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Registered from"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Registered until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    late = forms.BooleanField(label=gettext_lazy("Only late ones"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        any_choice = ("", _("any"))
        for name, choices in (("status", Status.choices), ("kind", Kind.choices), ("channel", Channel.choices)):
            self._field(name, forms.ChoiceField).choices = [any_choice, *choices]
        people = self._field("official", forms.ModelChoiceField)
        people.label_from_instance = lambda user: user.display_name
        offered_actions = {
            "unit": units(),
            "official": officials(),
            "service": known_services(),
            "area": districts(),
        }
        for name, queryset in offered_actions.items():
            field = self._field(name, forms.ModelChoiceField)
            field.queryset, field.empty_label = queryset, any_choice[1]

    def _field(self, name: str, kind: type) -> Any:
        return self.fields[name]

    def chosen(self) -> dict[str, Any]:
        """The filters that are set and valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}

    def chips(self) -> list[dict[str, str]]:
        """The chosen filters as label and value, each with the address of the list without it."""
        return [
            {
                "label": str(self.fields[name].label),
                "value": self._display_value(name, value),
                "url": self._without(name),
            }
            for name, value in self.chosen().items()
        ]

    def _display_value(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return ""
        if isinstance(field, forms.ModelChoiceField):
            return field.label_from_instance(value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices)[value])  # type: ignore[arg-type]
        return f"{value:%d.%m.%Y}" if hasattr(value, "year") else str(value)

    def _without(self, name: str) -> str:
        others = {key: value for key, value in allowed_parameters(self.data).items() if key != name}
        return f"?{urlencode(others)}"


PARAMETERS = ("tab", "layout", *FilterForm.base_fields)


def allowed_parameters(data: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of ``data`` that a list of cases accepts, with their first 200 characters."""
    return {name: data[name][:200] for name in PARAMETERS if data.get(name)}


@dataclass(frozen=True)
class CaseList:
    """A requested list: its tab, its form, and the cases that are visible and match the filters."""

    tab: Tab
    form: FilterForm
    cases: QuerySet[Case]


def case_list(data: QueryDict, actor: Actor, default_tab: str) -> CaseList:
    """Read the query string of a list. Permission is applied first, then the tab, then every filter."""
    tab = TABS.get(data.get("tab", ""), TABS[default_tab])
    form = FilterForm(data)
    cases = tab.narrow(queries.visible_to(actor), actor)
    return CaseList(tab, form, apply_filters(cases, form.chosen()))


def apply_filters(cases: QuerySet[Case], chosen: dict[str, Any]) -> QuerySet[Case]:
    """``cases`` that match every chosen filter."""
    filters = queries.Filters(
        statuses=(chosen["status"],) if "status" in chosen else (),
        units=(chosen["unit"].pk,) if "unit" in chosen else (),
        official=_key(chosen.get("official")),
        service=_key(chosen.get("service")),
        area=_key(chosen.get("area")),
        kind=chosen.get("kind", ""),
        channel=chosen.get("channel", ""),
        late="late" in chosen,
        registered_from=chosen.get("since"),
        registered_to=chosen.get("until"),
        text=chosen.get("q", ""),
    )
    return filters.apply(cases)


def _key(record: Model | None) -> int | None:
    return record.pk if record is not None else None
