"""Forms of the public pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raekoda.registry.services.queries import published

LONGEST = 1500


class AskForm(forms.Form):
    """A question."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        error_messages={"required": _("Write what you would like to know.")},
        widget=forms.Textarea(
            {
                "rows": 2,
                "autocomplete": "off",
                "enterkeyhint": "send",
                "aria-describedby": "as-hint",
                "maxlength": LONGEST,
            }
        ),
    )


class ForwardForm(forms.Form):
    """A question to forward to an official, with the service of the answer."""

    text = forms.CharField(max_length=LONGEST)
    service = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def initial_data(self) -> dict[str, Any]:
        """Service and topic for the draft, when public."""
        service = published().filter(pk=self.cleaned_data["service"] or 0).first()
        topic = service.topics.first() if service else None
        return {"service": service.pk if service else None, "topic": topic.pk if topic else None}
