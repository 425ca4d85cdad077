"""Forms of the screens of a life event."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.platform.core import clock
from raekoda.registry.benefits.facts import Relation
from raekoda.selfservice.lifeevents.finder import MAX_LENGTH, Place, get_place

EARLIEST = date(1900, 1, 1)


class ChoiceForm(forms.Form):
    """A choice of answers."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, label: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = label
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        self.fields["answer"].error_messages["required"] = _("Choose the answer that fits best.")


class PlaceForm(forms.Form):
    """A place of registration: typed, then chosen among matching places."""

    typed = forms.CharField(
        label=gettext_lazy("City, municipality, town or village"), max_length=MAX_LENGTH, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("Which of them?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, found: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].hide_optional = True  # type: ignore[attr-defined]
        self.fields["place"].hide_optional = True  # type: ignore[attr-defined]
        self.fields["place"].choices = [(place.value, place.label) for place in found]  # type: ignore[attr-defined]

    def clean_typed(self) -> str:
        return str(self.cleaned_data["typed"]).replace("\x00", "").strip()

    @property
    def chosen(self) -> Place | None:
        """The place that was chosen, of a valid form."""
        return get_place(self.cleaned_data.get("place", ""))


class DayForm(forms.Form):
    """A day that is not in the future."""

    died_on = forms.DateField(
        label=gettext_lazy("Date of death"), widget=forms.DateInput({"type": "date", "autocomplete": "off"}, "%Y-%m-%d")
    )

    def clean_died_on(self) -> date:
        day: date = self.cleaned_data["died_on"]
        if day > clock.today():
            raise ValidationError(_("This day has not come yet."))
        if day < EARLIEST:
            raise ValidationError(_("Check the year."))
        return day


class PersonForm(forms.Form):
    """Relation to the deceased: only questions that the rule needs."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Who are you to the person who died?"), choices=Relation.choices, widget=forms.RadioSelect
    )
    paid_costs = forms.ChoiceField(
        label=gettext_lazy("Do you pay for the funeral?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes, I pay or have paid")), ("no", gettext_lazy("No, somebody else does"))],
    )  # fmt: skip

    def __init__(self, *args: Any, asked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in asked:
                del self.fields[name]
