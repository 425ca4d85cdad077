"""Staff forms: provider, roles that require a second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.identity.accounts.models import Role
from raekoda.identity.signin.models import Provider
from raekoda.identity.signin.oidc import is_safe_address
from raekoda.identity.signin.rules import PROFILES, Kind, Method
from raekoda.platform.core.models import Host
from raekoda.platform.core.outgoing import valid_address
from raekoda.platform.core.tenancy import current


class ProviderForm(forms.ModelForm):
    """A provider. An empty secret leaves the stored one unchanged; it is never shown."""

    new_secret = forms.CharField(
        label=gettext_lazy("Secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Kept encrypted and not shown again. Leave it empty to keep the one there is."),
    )
    methods = forms.MultipleChoiceField(
        label=gettext_lazy("Means of authentication"),
        choices=Method.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of TARA only. None chosen: all that reach the level."),
    )

    class Meta:
        model = Provider
        fields = ["kind", "name", "issuer", "client_id", "way", "level", "methods", "host", "is_active"]
        widgets = {"kind": forms.RadioSelect, "way": forms.RadioSelect, "level": forms.RadioSelect}
        help_texts = {
            "issuer": gettext_lazy("Exactly as the provider writes it: https://tara.ria.ee or https://govsso.ria.ee/"),
            "name": gettext_lazy("Empty: the name of its kind."),
            "host": gettext_lazy("One of the municipality's hosts, as agreed with the provider. Empty: its main one."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        fields["kind"].choices = [each for each in Kind.choices if each[0] != Kind.TEST]
        fields["level"].choices = [each for each in fields["level"].choices if each[0]]
        fields["way"].choices = [each for each in fields["way"].choices if each[0]]
        if self.instance.pk:
            fields["kind"].disabled = True
        else:
            fields["new_secret"].required = True
            fields["new_secret"].help_text = _("Kept encrypted and not shown again.")
            fields["level"].initial = PROFILES[Kind.TARA].level
        self.order_fields(["kind", "issuer", "client_id", "new_secret", "way", "level", "methods", "name", "host"])

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"].strip()
        if not is_safe_address(issuer):
            raise forms.ValidationError(
                _("Write a full address that begins with https:// and is open to the internet.")
            )
        valid_address(issuer)
        return issuer

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"].strip().lower()
        if host and not Host.objects.filter(municipality=current(), name=host).exists():
            raise forms.ValidationError(_("This is not a host of this municipality."))
        return host

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        twin = Provider.objects.filter(issuer=cleaned.get("issuer"), client_id=cleaned.get("client_id"))
        if twin.exclude(pk=self.instance.pk).exists():
            self.add_error("client_id", _("This provider is there already."))
        if self.instance.pk and cleaned.get("issuer") != self.instance.issuer and not cleaned.get("new_secret"):
            self.add_error("new_secret", _("Write the secret for the new address: the kept one is not sent there."))
        return cleaned

    def provider(self) -> Provider:
        """The provider from the form, unsaved."""
        provider: Provider = self.save(commit=False)
        provider.municipality = current()
        if self.cleaned_data["new_secret"]:
            provider.secret = self.cleaned_data["new_secret"].strip()
        return provider


class FactorRolesForm(forms.Form):
    """Roles that require a second factor."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles that must sign in with two factors"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everybody may. Whoever must and has none yet is led to set it up at their next page."),
    )
