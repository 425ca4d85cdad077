"""Formats of short texts: an allow-list from which officials select, instead of writing regular expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Pattern:
    """``expression`` has to match the whole text."""

    label: Any
    expression: re.Pattern[str]
    message: Any
    inputmode: str = ""

    def fits(self, text: str) -> bool:
        return self.expression.fullmatch(text) is not None


PATTERNS: dict[str, Pattern] = {
    "digits": Pattern(_("digits only"), re.compile(r"[0-9]+"), _("Please write digits only."), "numeric"),
    "letters": Pattern(
        _("letters only"), re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*"), _("Please write letters only.")
    ),
    "postal_code": Pattern(
        _("postal code"), re.compile(r"[0-9]{5}"), _("A postal code has five digits, such as 51003."), "numeric"
    ),
    "vehicle": Pattern(
        _("registration number of a vehicle"),
        re.compile(r"[A-Za-z0-9ÕÄÖÜõäöü]{2,8}(?: [A-Za-z0-9]{2,4})?"),
        _("Please check the registration number: it is like 123 ABC."),
    ),
    "cadastral": Pattern(
        _("cadastral number"),
        re.compile(r"[0-9]{5}:[0-9]{3}:[0-9]{4}"),
        _("A cadastral number is like 79301:001:0001."),
    ),
    "time": Pattern(
        _("time of day"), re.compile(r"(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]"), _("Please write the time like 18:30.")
    ),
    "class": Pattern(
        _("school class"), re.compile(r"(?:1[0-2]|[1-9])\.? ?[A-Za-zÕÄÖÜõäöü]?"), _("Please write the class like 2A.")
    ),
    "web": Pattern(
        _("web address"), re.compile(r"https?://[^\s/]+\.[^\s]+"), _("A web address begins with https://."), "url"
    ),
}  # fmt: skip
