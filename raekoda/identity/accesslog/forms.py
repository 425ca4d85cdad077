"""Staff forms: opening a person's data, setting up the data tracker."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OpenForm(forms.Form):
    """Code of the person and the reason for opening their data."""

    code = forms.CharField(
        label=_("Personal code or registry code"), max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=_("For example the number of the matter. The person reads it among the looks at their data."),
    )  # fmt: skip


class ReceiverForm(forms.Form):
    """How the municipality is named in the responses to the state's data tracker."""

    code = forms.CharField(label=_("Registry code"), max_length=20)
    system = forms.CharField(label=_("Name of the system"), max_length=120, initial="Raekoda")
