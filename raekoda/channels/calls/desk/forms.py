"""Forms of the phone desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases.desk.forms import long_text
from raekoda.casework.cases.models import Kind
from raekoda.casework.cases.rules import likely_kind
from raekoda.channels.calls import queries
from raekoda.channels.calls.models import Call, Channel, WrapUpCode
from raekoda.channels.calls.rules import callback_times
from raekoda.identity.accounts.models import User
from raekoda.identity.places.queries import AddressHit, search_addresses
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.registry.assets.models import Asset
from raekoda.registry.assets.queries import find_by_suggestion
from raekoda.registry.services import queries as services
from raekoda.registry.services.models import Service

BROWSER_MOMENT = "%Y-%m-%dT%H:%M"
NOTE, REGISTER, ANSWERED, HAND_OVER, PROMISE = "note", "register", "answered", "hand-over", "promise"


class PhoneForm(forms.Form):
    """A case of a caller or visitor. Only the text is required."""

    text = long_text(gettext_lazy("What the person says"), rows=6)
    channel = forms.ChoiceField(
        label=gettext_lazy("Came by"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.PHONE
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
        self.fields["service"].widget.attrs["data-suggest-url"] = reverse("calls_desk:services")
        self.fields["address"].widget.attrs["data-suggest-url"] = reverse("calls_desk:addresses")
        self.fields["asset"].widget.attrs["data-suggest-url"] = reverse("assets_desk:suggestions")
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined]

    def clean_service(self) -> Service | None:
        """The public service with this name; None when empty. Raises ``ValidationError``."""
        name = self.cleaned_data["service"].strip()
        if not name:
            return None
        found = services.published().filter(name__iexact=name).first()
        if found is None:
            raise ValidationError(_("Choose a service from the list, or leave this empty."))
        return found

    def clean_asset(self) -> Asset | None:
        """The selected object on the map; None when empty. Raises ``ValidationError``."""
        written = self.cleaned_data["asset"].strip()
        found = find_by_suggestion(written, Actor.system()) if written else None
        if written and found is None:
            raise ValidationError(_("Choose an object from the list, or leave this empty."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.answered and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Write what you answered."))
        return cleaned

    def place(self) -> AddressHit | None:
        """The address, when exactly one matches."""
        written = self.cleaned_data["address"].strip()
        hits = search_addresses(written, limit=6) if written else []
        exact = [hit for hit in hits if hit.text.casefold() == written.casefold()]
        only = exact[:1] or (hits if len(hits) == 1 else [])
        return only[0] if only else None

    def chosen_kind(self, has_place: bool) -> str:
        """The selected kind, or the most likely one for the text."""
        return self.cleaned_data["kind"] or likely_kind(self.cleaned_data["text"], has_place=has_place)


class CallForm(PhoneForm):
    """The wrap-up of a call; the required fields depend on ``action``."""

    code = forms.ModelChoiceField(
        WrapUpCode.objects.none(), label=gettext_lazy("What the call came to"), required=False,
        widget=forms.RadioSelect, empty_label=None,
    )  # fmt: skip
    keeps_number = forms.BooleanField(
        label=gettext_lazy("The caller agrees to be known at the next call: number and name are kept"), required=False
    )
    may_use_recording = forms.BooleanField(
        label=gettext_lazy("The caller agrees that answers are made of the recording"), required=False
    )
    colleague = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Colleague at the desk"), required=False, empty_label="–"
    )
    moment = forms.ChoiceField(label=gettext_lazy("When to call back"), required=False, widget=forms.RadioSelect)
    moment_at = forms.DateTimeField(
        label=gettext_lazy("Another moment"), required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=BROWSER_MOMENT), input_formats=[BROWSER_MOMENT],
    )  # fmt: skip

    def __init__(self, call: Call, data: Any = None, *, action: str = "", initial: Any = None) -> None:
        self.call, self.action = call, action
        super().__init__(data, answered=action == ANSWERED, initial=initial)
        del self.fields["channel"]
        self.fields["text"].required = action in (REGISTER, ANSWERED)
        self.fields["text"].widget.attrs["rows"] = 5
        codes, colleagues, moment = (self.fields[name] for name in ("code", "colleague", "moment"))
        codes.queryset = queries.codes()  # type: ignore[attr-defined]
        at_the_desk = queries.on_shift().exclude(operator_id=call.operator_id).values("operator_id")
        colleagues.queryset = User.objects.filter(pk__in=at_the_desk).order_by("last_name", "first_name")  # type: ignore[attr-defined]
        colleagues.label_from_instance = lambda user: user.display_name  # type: ignore[attr-defined]
        self.moments = callback_times(clock.now())
        moment.choices = [(name, _format_time(name, at)) for name, at in self.moments.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["channel"] = self.call.channel
        if self.action == NOTE and not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", _("Choose what the call came to."))
        if self.action == HAND_OVER and not cleaned.get("colleague") and "colleague" not in self.errors:
            self.add_error("colleague", _("Choose a colleague who is at the desk now."))
        if self.action == PROMISE:
            cleaned["due_at"] = cleaned.get("moment_at") or self.moments.get(cleaned.get("moment") or "")
            if cleaned["due_at"] is None and "moment_at" not in self.errors:
                self.add_error("moment", _("Choose when to call back."))
            if not cleaned.get("phone"):
                self.add_error("phone", _("Write the number to call back."))
        return cleaned

    def prefilled(self, *names: str) -> CallForm:
        """Mark fields with prefilled values, which a saved draft (``data-keep``) may replace."""
        for name in names:
            self.fields[name].widget.attrs["data-prefilled"] = ""
        return self

    def code_for(self, chosen_when: str) -> WrapUpCode | None:
        """The selected code, or the default one for ``chosen_when``."""
        return self.cleaned_data["code"] or queries.codes().filter(chosen_when=chosen_when).first()


class ShiftForm(forms.Form):
    extension = forms.CharField(
        label=gettext_lazy("My extension"), max_length=20, required=False,
        help_text=gettext_lazy("The number at which the phone exchange reaches you. May be empty."),
    )  # fmt: skip


def _format_time(name: str, at: datetime) -> str:
    local = at.astimezone(clock.TALLINN)
    words = {
        "hour": _("in an hour, %(time)s"), "afternoon": _("today at %(time)s"), "tomorrow": _("%(day)s at %(time)s"),
        "later": _("%(day)s at %(time)s"),
    }  # fmt: skip
    return words[name] % {"time": f"{local:%H:%M}", "day": date_format(local, "D j.n")}
