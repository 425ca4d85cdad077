"""The one form of the phone desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.assets.models import Asset
from raekoda.assets.queries import written_asset
from raekoda.cases.desk.forms import long_text
from raekoda.cases.models import Channel, Kind
from raekoda.cases.rules import likely_kind
from raekoda.core.actor import Actor
from raekoda.places.queries import AddressHit, search_addresses
from raekoda.services import queries as services
from raekoda.services.models import Service

CHANNELS = [(Channel.PHONE, gettext_lazy("Phone")), (Channel.COUNTER, gettext_lazy("Visit"))]


class PhoneForm(forms.Form):
    """What a caller or a visitor says. Only the words are needed."""

    text = long_text(gettext_lazy("What the person says"), rows=6)
    channel = forms.ChoiceField(
        label=gettext_lazy("Came by"), choices=CHANNELS, widget=forms.RadioSelect, initial=Channel.PHONE
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    service = forms.CharField(label=gettext_lazy("Service"), max_length=200, required=False)
    address = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    asset = forms.CharField(label=gettext_lazy("Object on the map"), max_length=450, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the answer"), choices=settings.LANGUAGES, initial="et")
    answer = long_text(gettext_lazy("Answer given on the spot"), rows=4, required=False)

    def __init__(self, data: Any = None, *, answered: bool = False, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.answered = answered
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("by the words")), *Kind.choices]
        self.fields["service"].widget.attrs["data-suggest-url"] = reverse("desk:phone_services")
        self.fields["address"].widget.attrs["data-suggest-url"] = reverse("desk:phone_addresses")
        self.fields["asset"].widget.attrs["data-suggest-url"] = reverse("assets_desk:suggestions")
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined]

    def clean_service(self) -> Service | None:
        """The public service of this name, None when nothing is written. Raises ``ValidationError``."""
        name = self.cleaned_data["service"].strip()
        if not name:
            return None
        found = services.published().filter(name__iexact=name).first()
        if found is None:
            raise ValidationError(_("Choose a service from the list, or leave this empty."))
        return found

    def clean_asset(self) -> Asset | None:
        """The object on the map that was chosen, None when nothing is written. Raises ``ValidationError``."""
        written = self.cleaned_data["asset"].strip()
        found = written_asset(written, Actor.system()) if written else None
        if written and found is None:
            raise ValidationError(_("Choose an object from the list, or leave this empty."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.answered and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Write what you answered."))
        return cleaned

    def place(self) -> AddressHit | None:
        """Where the written address is, when exactly one address fits it."""
        written = self.cleaned_data["address"].strip()
        hits = search_addresses(written, limit=6) if written else []
        exact = [hit for hit in hits if hit.text.casefold() == written.casefold()]
        only = exact[:1] or (hits if len(hits) == 1 else [])
        return only[0] if only else None

    def chosen_kind(self, has_place: bool) -> str:
        """The kind that was chosen, or the one that the words make likely."""
        return self.cleaned_data["kind"] or likely_kind(self.cleaned_data["text"], has_place=has_place)
