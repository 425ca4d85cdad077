"""Forms: the connection, a template, a letter."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from raekoda.casework.cases.models import Attachment, Case, Message
from raekoda.channels.postkast import rules
from raekoda.channels.postkast.actions import MAX_VALUE
from raekoda.channels.postkast.models import Connection, Template
from raekoda.platform.core import clock

LONG_PLACEHOLDERS = frozenset({"text", "sisu", "content", "tekst"})
"""Placeholders that contain the text of the letter."""


PLACEHOLDER_HELP = gettext_lazy(
    "Places to be filled: {{text}}, {{number}}, {{subject}}, {{official}}, {{unit}}, {{municipality}}, {{date}}."
)


class ConnectionForm(forms.Form):
    """The connection to the state mailbox."""

    base_url = forms.CharField(
        label=pgettext_lazy("of a web page", "Address"), max_length=300, widget=forms.URLInput(),
        help_text=gettext_lazy("Of the administration interface, as agreed with its keeper, for example https://example.ee/api/private"),
    )  # fmt: skip
    way = forms.ChoiceField(label=gettext_lazy("How the token is given"), choices=Connection.Way.choices)
    cookie = forms.CharField(
        label=gettext_lazy("Name of the cookie"), max_length=60, required=False,
        help_text=gettext_lazy("Only when the token is given in a cookie."),
    )  # fmt: skip
    token = forms.CharField(
        label=gettext_lazy("Token"), max_length=8000, required=False, widget=forms.PasswordInput(),
        help_text=gettext_lazy("It is kept encrypted and never shown. Empty: the one that is there stays."),
    )  # fmt: skip
    headers = forms.CharField(
        label=gettext_lazy("Further headers"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Only when agreed: one “Name: value” a line, for example X-User-Access-Type: UNLIMITED"),
    )  # fmt: skip
    profile_id = forms.CharField(
        label=gettext_lazy("Profile"), max_length=60, required=False,
        help_text=gettext_lazy("Under which name letters go out. Empty: the municipality itself."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, connection: Connection | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"is_active": True}
        if connection is not None:
            names = ("base_url", "way", "cookie", "profile_id", "is_active")
            initial = {name: getattr(connection, name) for name in names}
            initial["headers"] = "\n".join(f"{name}: {value}" for name, value in connection.headers.items())
        super().__init__(data, initial=initial)
        self.fields["is_active"].hide_optional = True  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """A template with its text in each language; Estonian is required."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for code, language in settings.LANGUAGES:
            is_required = code == rules.LANGUAGES[0]
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % {"language": language}, max_length=200, required=is_required
            )
            self.fields[f"content_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": language}, max_length=MAX_VALUE, required=is_required,
                widget=forms.Textarea({"rows": 6}),
                help_text=PLACEHOLDER_HELP,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for code in rules.LANGUAGES[1:]:
            if bool(values.get(f"subject_{code}")) != bool(values.get(f"content_{code}")):
                self.add_error(
                    f"subject_{code}", _("Write both the subject and the text in this language, or neither.")
                )
        return values

    def texts(self) -> list[dict[str, str]]:
        """The texts of the mailbox's channel in the languages that were filled in."""
        values = self.cleaned_data
        return [
            {
                "channel": rules.INBOX,
                "language": code,
                "subject": values[f"subject_{code}"],
                "content": values[f"content_{code}"],
            }
            for code in rules.LANGUAGES
            if values.get(f"content_{code}")
        ]


class LetterForm(forms.Form):
    """A letter: its recipient and the values of the template's placeholders."""

    recipient = forms.ChoiceField(
        label=gettext_lazy("Recipient"), choices=rules.Recipient.choices, widget=forms.RadioSelect,
        initial=rules.Recipient.CITIZEN,
    )  # fmt: skip
    code = forms.CharField(
        label=gettext_lazy("Personal code or registry code"), max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
        help_text=gettext_lazy("It is kept encrypted until the letter is sent, and then forgotten."),
    )  # fmt: skip
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, case: Case, template: Template, language: str, official: str, data: Any = None) -> None:
        super().__init__(data, initial={"once": uuid4()})
        text = template.text_in(language)
        initial = initial_values(case, official, language)
        self.placeholders = rules.placeholders((text["subject"], text["content"]))
        for name in self.placeholders:
            is_long = name.lower() in LONG_PLACEHOLDERS
            self.fields[f"value_{name}"] = forms.CharField(
                label=_label(name), max_length=MAX_VALUE, initial=initial.get(name.lower(), ""),
                widget=forms.Textarea({"rows": 10}) if is_long else forms.TextInput(),
            )  # fmt: skip
        files = Attachment.objects.filter(case=case).order_by("id")
        if files.exists():
            self.fields["files"] = forms.ModelMultipleChoiceField(
                files, label=_("Files to attach"), required=False, widget=forms.CheckboxSelectMultiple
            )

    def values(self) -> dict[str, str]:
        """The values of the placeholders by name."""
        return {name: self.cleaned_data.get(f"value_{name}", "") for name in self.placeholders}


def initial_values(case: Case, official: str, language: str) -> dict[str, str]:
    """Initial values of placeholders by their lower-case names."""
    message = (
        Message.objects.filter(case=case, kind__in=(Message.Kind.ANSWER, Message.Kind.UPDATE)).order_by("-id").first()
    )
    text = message.text if message else ""
    return {
        **dict.fromkeys(LONG_PLACEHOLDERS, text), "number": case.number, "subject": case.subject, "official": official,
        "unit": case.unit.name if case.unit else "", "municipality": case.municipality.name,
        "date": f"{clock.today():%d.%m.%Y}",
    }  # fmt: skip


def _label(name: str) -> str:
    labels = {
        "text": _("Text"), "number": _("Number of the case"), "subject": _("Subject"), "official": _("Official"),
        "unit": _("Unit"), "municipality": _("Municipality"), "date": _("Date"),
    }  # fmt: skip
    return str(labels.get(name.lower(), name))
