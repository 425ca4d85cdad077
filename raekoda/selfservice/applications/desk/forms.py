"""Forms of the staff pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from raekoda.platform.core import clock
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.forms.models import Form
from raekoda.selfservice.applications import facts, form_data, queries, rules
from raekoda.selfservice.applications.actions.decisions import MAX_REASONS_LENGTH, draft_version
from raekoda.selfservice.applications.models import Application, Decision, PayingAccount

FACT = "fact_"
FACT_HELP = _("Which question tells it. Empty: the registers do, or nothing does.")


class DecisionForm(forms.Form):
    """A decision; ``seen`` identifies the draft version on which it is based."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Decision"), choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label=_("Amount, euros"), required=False, max_digits=9, decimal_places=2, localize=True,
        widget=forms.TextInput({"inputmode": "decimal"}), help_text=_("Empty when nothing is paid."),
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("Reasons"), max_length=MAX_REASONS_LENGTH, widget=forms.Textarea({"rows": 8}),
        help_text=_("Facts, the rule and why it applies. The applicant reads this."),
    )  # fmt: skip
    payee = forms.CharField(label=_("Account holder"), required=False, max_length=140)
    account = forms.CharField(label=_("Account number (IBAN)"), required=False, max_length=42)
    language = forms.ChoiceField(label=_("Language of the decision"), choices=settings.LANGUAGES, initial="et")

    def __init__(self, application: Application, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if queries.get_handling(application.version.form).benefit is None:
            for name in ("amount", "payee", "account"):
                self.fields[name].widget = forms.HiddenInput()

    def show_current(self, decision: Decision | None) -> None:
        """Base the form on the current draft, so that the next submission may overwrite it."""
        data = {name: self.data.get(name) for name in self.data}
        data["seen"] = draft_version(decision)
        self.data = data


def initial_form(
    application: Application, decision: Decision | None, assessment: dict[str, Any] | None
) -> DecisionForm:
    """The form with the values of the draft, or with suggestions from the rule, the answers and the texts of the form."""
    handling = queries.get_handling(application.version.form)
    if decision is not None:
        initial = {
            name: getattr(decision, name) for name in ("outcome", "amount", "reasons", "payee", "account", "language")
        }
        return DecisionForm(application, initial={**initial, "seen": draft_version(decision)})
    initial = {
        "account": form_data.get_account(application, handling),
        "payee": application.applicant.name,
        "reasons": "",
    }
    if assessment is not None and assessment["missing"] == []:
        granted = assessment["amount"] is not None
        initial |= {
            "outcome": Decision.Outcome.GRANTED if granted else Decision.Outcome.REFUSED,
            "amount": assessment["amount"],
        }
        initial["reasons"] = handling.granting_text if granted else handling.refusing_text
    return DecisionForm(application, initial=initial)


class SendBackForm(forms.Form):
    reason = forms.CharField(label=_("What has to be changed"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class GatherForm(forms.Form):
    """Grants to include in a new payment list."""

    due_by = forms.DateField(
        label=_("All that is to be paid by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    pay_on = forms.DateField(label=_("Day of payment"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        day = clock.today()
        self.initial.setdefault("due_by", clock.add_calendar_days(day, 30))
        self.initial.setdefault("pay_on", clock.on_or_after_working_day(day))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=200)


class AccountForm(forms.Form):
    """The account of a grant after a returned payment."""

    payee = forms.CharField(label=_("Account holder"), max_length=140)
    account = forms.CharField(label=_("Account number (IBAN)"), max_length=42)


class PayingAccountForm(forms.ModelForm):
    """The account from which benefits are paid."""

    class Meta:
        model = PayingAccount
        fields = ("name", "iban", "bic")

    def clean_iban(self) -> str:
        try:
            return rules.validate_iban(self.cleaned_data["iban"])
        except ValueError as error:
            raise forms.ValidationError(_("This account number is not right: check its digits.")) from error


class HandlingForm(forms.Form):
    """How applications by one form are handled."""

    benefit = forms.ModelChoiceField(
        label=_("Benefit"),
        queryset=Benefit.objects.none(),
        required=False,
        help_text=_("By its rules the amount is counted."),
    )
    four_eyes = forms.BooleanField(label=_("Another official confirms the decision"), required=False)
    checklist = forms.CharField(
        label=_("What is checked before deciding"), required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("One check a line."), max_length=4000,
    )  # fmt: skip
    account_field = forms.ChoiceField(label=_("Question with the account number"), required=False)
    consent_field = forms.ChoiceField(
        label=_("Question with the co-applicant's personal code"), required=False,
        help_text=_("The person with this code is asked for consent. Empty: nobody is asked."),
    )  # fmt: skip
    granting_text = forms.CharField(
        label=_("Reasons to begin a granting decision with"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
    )
    refusing_text = forms.CharField(
        label=_("Reasons to begin a refusing decision with"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
    )

    def __init__(self, form: Form, *args: Any, **options: Any) -> None:
        handling = queries.get_handling(form)
        asked_facts = facts.required_facts(form)
        initial = {name: getattr(handling, name) for name in self.base_fields}
        initial |= {FACT + name: handling.facts.get(name, "") for name in asked_facts}
        options.setdefault("initial", initial)
        super().__init__(*args, **options)
        for name in asked_facts:
            label = capfirst(str(facts.LABELS.get(name, name)))
            self.fields[FACT + name] = forms.ChoiceField(label=label, required=False, help_text=FACT_HELP)
        self.fields["benefit"].queryset = Benefit.objects.filter(service=form.service)  # type: ignore[attr-defined]
        kinds = {"account_field": form_data.ACCOUNTS, "consent_field": form_data.PERSONS}
        for name in (*kinds, *(FACT + fact for fact in asked_facts)):
            asked = form_data.get_questions(form, kinds.get(name, ()))
            self.fields[name].choices = [("", "–"), *asked]  # type: ignore[attr-defined]

    @property
    def handling(self) -> dict[str, Any]:
        """Arguments of the action :func:`configure`."""
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith(FACT)}
        named = {name.removeprefix(FACT): key for name, key in self.cleaned_data.items() if name.startswith(FACT)}
        return {**values, "facts": named}
