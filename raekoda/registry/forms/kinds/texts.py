"""Text kinds: short and long text, e-mail, phone, address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.platform.core.addresses import ascii_email
from raekoda.platform.core.text import clean_code
from raekoda.registry.forms.kinds.base import Kind, clean_string
from raekoda.registry.forms.patterns import PATTERNS

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field

SHORT, LONG, LONGEST = 200, 2000, 20_000
AUTOCOMPLETE = (
    "name",
    "given-name",
    "family-name",
    "organization",
    "organization-title",
    "street-address",
    "postal-code",
)
PHONE = re.compile(r"^\+?\d{3,15}$")


class Text(Kind):
    name = "text"
    label = gettext_lazy("Short text")
    settings = {"min_length": "whole", "max_length": "whole", "pattern": "name", "autocomplete": "name"}
    in_tables = True
    longest = SHORT

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        longest, shortest = min(field.get("max_length") or self.longest, LONGEST), field.get("min_length") or 0
        if len(value) > longest:
            yield _("Up to %(most)s characters, please: there are %(count)s.") % {"most": longest, "count": len(value)}
        if len(value) < shortest:
            yield _("At least %(least)s characters, please.") % {"least": shortest}
        pattern = PATTERNS.get(field.get("pattern", ""))
        if pattern and not pattern.fits(value):
            yield str(pattern.message)

    def widget(self, field: Field) -> forms.Widget:
        attrs: dict[str, Any] = {"maxlength": str(field.get("max_length") or self.longest)}
        if field.get("autocomplete") in AUTOCOMPLETE:
            attrs["autocomplete"] = field.get("autocomplete")
        if (pattern := PATTERNS.get(field.get("pattern", ""))) and pattern.inputmode:
            attrs["inputmode"] = pattern.inputmode
        return forms.TextInput(attrs)

    def schema(self, field: Field) -> dict[str, Any]:
        schema = {"type": "string", "maxLength": field.get("max_length") or self.longest}
        return schema | ({"minLength": field.get("min_length")} if field.get("min_length") else {})


class LongText(Text):
    name = "long_text"
    label = gettext_lazy("Long text")
    icon = "align-left"
    settings = {"min_length": "whole", "max_length": "whole"}
    in_tables = False
    operators = ("filled", "empty")
    longest = LONG

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        return clean_string(raw, lines=True)

    def widget(self, field: Field) -> forms.Widget:
        return forms.Textarea({"rows": 5})


class Email(Kind):
    name = "email"
    label = gettext_lazy("E-mail address")
    icon = "at-sign"
    operators = ("filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        return ascii_email(clean_string(raw) or "")

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        try:
            validate_email(value)
        except ValidationError:
            yield _("Please check the e-mail address: it is like name@example.ee.")

    def widget(self, field: Field) -> forms.Widget:
        return forms.EmailInput({"autocomplete": "email", "maxlength": "254"})

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": "email"}


class Phone(Kind):
    name = "phone"
    label = gettext_lazy("Phone number")
    icon = "phone"
    operators = ("filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        return re.sub(r"[\s()./\u2010-\u2015\u2212-]", "", clean_code(clean_string(raw) or ""))

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        if not PHONE.match(value):
            yield _("Please check the phone number: digits, with the country code in front if it is foreign.")

    def widget(self, field: Field) -> forms.Widget:
        return forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel", "maxlength": "40"})

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "pattern": PHONE.pattern}


class Address(Kind):
    name = "address"
    label = gettext_lazy("Address")
    icon = "map-pin"
    settings = {"autocomplete": "name"}
    operators = ("filled", "empty")

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        if len(value) > SHORT:
            yield _("Up to %(most)s characters, please: there are %(count)s.") % {"most": SHORT, "count": len(value)}

    def widget(self, field: Field) -> forms.Widget:
        attrs = {"data-suggest-url": reverse("places:addresses"), "maxlength": str(SHORT)}
        attrs["autocomplete"] = field.get("autocomplete") if field.get("autocomplete") in AUTOCOMPLETE else "off"
        return forms.TextInput(attrs)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "maxLength": SHORT}
