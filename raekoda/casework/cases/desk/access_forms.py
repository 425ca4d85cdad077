"""Forms for who reads a case: its sensitivity, and colleagues asked in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases import actions
from raekoda.casework.cases.desk.forms import CaseForm, long_text, reason_field
from raekoda.identity.accounts.capabilities import Sensitivity
from raekoda.identity.accounts.queries import officials
from raekoda.identity.persons.actions import PersonError, get_or_create_person
from raekoda.identity.persons.models import Person


class SensitivityForm(CaseForm):
    """Decides how sensitive the case is, whom it is about and until when it is withheld from them."""

    level = forms.ChoiceField(
        label=gettext_lazy("Sensitivity"),
        choices=Sensitivity.choices,
        help_text=gettext_lazy("Decides who reads the case. Special matters are never public."),
    )
    concerned = forms.CharField(
        label=gettext_lazy("Personal code of the person it is about"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("When it is not about the sender."),
    )
    withheld_until = forms.DateField(
        label=gettext_lazy("Withhold from the person and the family until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=gettext_lazy("Until this day neither the case nor who has read it appears on their pages."),
    )
    withheld_reason = forms.CharField(label=gettext_lazy("Why it is withheld"), max_length=300, required=False)
    make_public = forms.BooleanField(label=gettext_lazy("Show the report to the public"), required=False)
    reason = reason_field(gettext_lazy("Reason for the decision"))

    def prepare(self) -> None:
        self.initial = {
            **self.initial, "level": self.case.sensitivity, "withheld_until": self.case.withheld_until,
            "withheld_reason": self.case.withheld_reason,
        }  # fmt: skip
        if not self.case.is_special:
            del self.fields["make_public"]

    def clean_concerned(self) -> Person | None:
        code = self.cleaned_data["concerned"].strip()
        if not code:
            return None
        try:
            return get_or_create_person(self.case.municipality, code=code, actor=self.actor)
        except PersonError as error:
            raise ValidationError(error.message) from error

    def perform(self) -> None:
        data: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        actions.set_sensitivity(self.case, actor=self.actor, **data)


class AskInForm(CaseForm):
    """Asks a colleague in, who then reads the case and writes notes on it."""

    keeps_order = False
    user = forms.ModelChoiceField(None, label=gettext_lazy("Colleague"))
    explanation = long_text(gettext_lazy("What you ask of them"), rows=3, limit=1_000)

    def prepare(self) -> None:
        field: Any = self.fields["user"]
        field.queryset, field.empty_label = officials().exclude(pk=self.actor.id), _("choose")
        field.label_from_instance = lambda user: user.display_name

    def perform(self) -> None:
        actions.ask_in(
            self.case, user=self.cleaned_data["user"], explanation=self.cleaned_data["explanation"], actor=self.actor
        )


class BreakGlassForm(forms.Form):
    """Why somebody opens a case outside their rights."""

    reason = long_text(
        gettext_lazy("Why you must open it"),
        rows=3,
        limit=1_000,
        help_text=gettext_lazy("The head of the unit is told, and the person concerned reads it in their access log."),
    )
