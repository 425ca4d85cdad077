"""Desk forms: endpoint, source, case from a failed message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from raekoda.casework.cases.models import Channel, Kind
from raekoda.casework.cases.rules import LONGEST_TEXT
from raekoda.casework.webhooks import catalogue
from raekoda.casework.webhooks.models import Endpoint, Source
from raekoda.casework.webhooks.schemas import MessageData
from raekoda.registry.services.models import Service


class EndpointForm(forms.Form):
    """Name, address and events of an endpoint."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("Whose system it is and what it does.")
    )
    url = forms.CharField(
        label=pgettext_lazy("of a web page", "Address"), max_length=500, validators=[URLValidator(["https", "http"])],
        widget=forms.URLInput(), help_text=gettext_lazy("A full address, for example https://example.ee/webhook"),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=list(catalogue.OFFERED.items()),
        help_text=gettext_lazy("Only what anyone may read is sent. Replies to a source's own threads need no choice here."),
    )  # fmt: skip

    def __init__(self, endpoint: Endpoint | None = None, data: Any = None) -> None:
        initial = {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events} if endpoint else {}
        super().__init__(data, initial=initial)
        self.fields["events"].hide_optional = True  # type: ignore[attr-defined]


class SourceForm(forms.Form):
    """Where messages come from and how they are ingested."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("For example the social channel and its page."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), choices=[(each.value, each.label) for each in (Channel.SOCIAL, Channel.SYSTEM)]
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of what it brings"), required=False)
    service = forms.ModelChoiceField(None, label=gettext_lazy("Service"), required=False)
    endpoint = forms.ModelChoiceField(
        None, label=gettext_lazy("Replies go to"), required=False,
        help_text=gettext_lazy("The bridge that posts answers back into the thread. Empty: nothing is sent back."),
    )  # fmt: skip
    is_open_thread = forms.BooleanField(
        label=gettext_lazy("Anyone can read the thread"), required=False,
        help_text=gettext_lazy("Answers go back without contact data and the sender's name."),
    )  # fmt: skip
    may_publish = forms.BooleanField(
        label=gettext_lazy("Reports may become public"), required=False,
        help_text=gettext_lazy("Reports of services that show them are shown on our site, as those from our own form are."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)
    FIELDS = ("name", "channel", "kind", "service", "endpoint", "is_open_thread", "may_publish", "is_active")

    def __init__(self, source: Source | None = None, data: Any = None) -> None:
        initial = (
            {name: getattr(source, name) for name in self.FIELDS}
            if source
            else {"is_open_thread": True, "is_active": True}
        )
        super().__init__(data, initial=initial)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("told by the text")), *Kind.choices]
        service: Any = self.fields["service"]
        service.queryset, service.empty_label = _services(), _("none")
        endpoint: Any = self.fields["endpoint"]
        endpoint.queryset, endpoint.empty_label = Endpoint.objects.all(), _("nothing is sent back")
        for name in ("is_open_thread", "may_publish", "is_active"):
            self.fields[name].hide_optional = True  # type: ignore[attr-defined]


class CaseFromMessageForm(forms.Form):
    """A case created from a failed message."""

    text = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 8}))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    service = forms.ModelChoiceField(None, label=gettext_lazy("Service"), required=False)
    name = forms.CharField(label=gettext_lazy("Sender's name"), max_length=160, required=False)
    email = forms.EmailField(label=gettext_lazy("Sender's e-mail"), required=False)

    def __init__(self, message: MessageData | None, source: Source, data: Any = None) -> None:
        initial: dict[str, Any] = {"kind": source.kind or Kind.FEEDBACK, "service": source.service_id}
        if message is not None:
            initial |= {"text": message.text, "name": message.author.name, "email": message.author.email}
            initial["kind"] = message.kind or initial["kind"]
        super().__init__(data, initial=initial)
        service: Any = self.fields["service"]
        service.queryset, service.empty_label = _services(), _("none")


def _services() -> Any:
    return Service.objects.filter(retired_at=None).order_by("name")
