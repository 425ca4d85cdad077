"""Staff forms: a refund and the provider account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raekoda.platform.core.outgoing import valid_address
from raekoda.registry.payments.models import PaymentAccount
from raekoda.registry.payments.providers import providers
from raekoda.registry.payments.refunding import MAX_REASON_LENGTH


class RefundForm(forms.Form):
    """Amount and reason of a refund."""

    amount = forms.DecimalField(label=_("Amount in euros"), max_digits=10, decimal_places=2, min_value=Decimal("0.01"))
    reason = forms.CharField(
        label=_("Why?"), max_length=MAX_REASON_LENGTH, widget=forms.Textarea({"rows": 2}),
        help_text=_("The payer reads it."),
    )  # fmt: skip


class AccountForm(forms.Form):
    """The provider account. The secret is never shown; an empty field leaves it unchanged."""

    provider = forms.ChoiceField(label=_("Payment provider"))
    api_url = forms.URLField(
        label=_("Address of the provider's service"), max_length=300, assume_scheme="https", validators=[valid_address]
    )
    access_key = forms.CharField(label=_("Access key"), max_length=100)
    secret = forms.CharField(
        label=_("Secret key"), max_length=300, required=False, strip=True,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_("Kept encrypted and never shown again. Leave it empty to keep the one there is."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Payments are taken"), required=False)

    def __init__(self, account: PaymentAccount, data: Any = None) -> None:
        self.account = account
        names = ("provider", "api_url", "access_key", "is_active")
        super().__init__(data, initial={name: getattr(account, name) for name in names})
        self.fields["provider"].choices = [(provider.name, provider.label) for provider in providers]  # type: ignore[attr-defined]
        self.fields["secret"].hide_optional = True  # type: ignore[attr-defined]

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"]
        if not secret and not self.account.secret:
            raise forms.ValidationError(_("Write the secret key that the provider gave."))
        return secret

    def filled(self) -> PaymentAccount:
        """The account with the submitted values, not saved."""
        data = self.cleaned_data
        for name in ("provider", "api_url", "access_key", "is_active"):
            setattr(self.account, name, data[name])
        if data["secret"]:
            self.account.secret = data["secret"]
        return self.account
