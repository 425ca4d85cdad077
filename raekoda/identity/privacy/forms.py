"""Forms: contact data, erasure request, decision of an official."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.models import Person


class ContactsForm(forms.Form):
    """Contact data and language."""

    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel", "type": "tel"})
    )
    language = forms.ChoiceField(label=_("Language in which we write to you"), choices=settings.LANGUAGES)

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data, initial={"email": person.email, "phone": person.phone, "language": person.language})


class DeletionForm(forms.Form):
    """Confirmation of an erasure request, with an optional comment."""

    understood = forms.BooleanField(
        label=_("I understand that deleted data cannot be brought back"),
        error_messages={"required": _("Tick the box to show that you understand.")},
    )
    reason = forms.CharField(
        label=_("What you would like to add"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class DecisionForm(forms.Form):
    """The reason of a decision."""

    decision = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed when you refuse: why, by which law, and how it can be disputed. The person reads it."),
    )  # fmt: skip
