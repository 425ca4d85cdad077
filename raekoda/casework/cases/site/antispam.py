"""Spam protection of forms: a honeypot field, a signed timestamp, limits per address. No CAPTCHA, no third party.

The form says why it was not accepted and keeps what was typed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.platform.core import ratelimit

SALT = "raekoda.cases.form"
HOUR = 3600
SHORTEST_SECONDS = 1
LONGEST_SECONDS = 7 * 24 * HOUR
LIMITS = {
    "begin": (60, HOUR),
    "send": (20, HOUR),
    "reply": (20, HOUR),
    "follow": (10, HOUR),
    "hint": (600, HOUR),
    "missed": (30, 600),
}


class GuardedForm(forms.Form):
    """A form with a honeypot field and the signed time when the page was made."""

    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this empty"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stamp"].initial = signing.TimestampSigner(salt=SALT).sign("form")

    @property
    def seen(self) -> list[forms.BoundField]:
        """The fields that people fill."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("Please leave the field “Leave this empty” empty and send again."))
        if not self._is_stamp_valid():
            self._renew_stamp()
            raise forms.ValidationError(_("The page was sent too quickly or kept open too long. Please send it again."))
        return cleaned

    def _renew_stamp(self) -> None:
        """Sign the present moment into a form that is shown again."""
        renewed = cast(QueryDict, self.data).copy()
        renewed["stamp"] = self.fields["stamp"].initial
        self.data = renewed

    def _is_stamp_valid(self) -> bool:
        stamp = self.cleaned_data.get("stamp", "")
        return _is_younger_than(LONGEST_SECONDS, stamp) and not _is_younger_than(SHORTEST_SECONDS, stamp)


def _is_younger_than(seconds: float, stamp: str) -> bool:
    """Whether the stamp is valid and younger than ``seconds``."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(stamp, max_age=timedelta(seconds=seconds))
    except signing.BadSignature:
        return False
    return True


def is_within_limit(what: str, request: HttpRequest) -> bool:
    """Count one use of ``what`` by the client's address; whether it is within the limit."""
    limit, seconds = LIMITS[what]
    return ratelimit.allow(f"form-{what}", ratelimit.client_address(request), limit, seconds)


def limit_message() -> str:
    """The message for people whose address exceeded a limit."""
    return _(
        "Too many messages have come from your network in the last hour. What you typed is kept: please try again in "
        "an hour, or call us."
    )
