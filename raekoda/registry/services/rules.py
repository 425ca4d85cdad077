"""Validation and formatting of service descriptions: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")
ATTRIBUTE_CODE = re.compile(r"^[A-Za-z0-9_-]{1,60}$")
DATATYPES = ("string", "text", "number", "datetime", "singlevaluelist", "multivaluelist")
LISTS = ("singlevaluelist", "multivaluelist")
LINK_SCHEMES = ("http", "https", "mailto", "tel")
SCHEME = re.compile(r"^\s*([A-Za-z][A-Za-z0-9+.-]*):\S")
PHONE = re.compile(r"^\+?[\d ()/-]{3,20}$")
EMAIL = re.compile(r"^[^@\s/:]+@[^@\s/:.]+(\.[^@\s/:.]+)+$")


def validate_code(value: str) -> None:
    """Letters without accents, digits, dot, dash and underscore. Raises ``ValidationError``."""
    if not CODE.match(value):
        raise ValidationError(_("Use letters a to z, digits, dots, dashes and underscores only."))


def next_code(prefix: str, used: Iterable[str]) -> str:
    """The code after the greatest ``<prefix>-<number>`` in ``used``, three digits or more.

    >>> next_code("tartu", ["tartu-001", "tartu-017", "other-5"])
    'tartu-018'
    """
    pattern = re.compile(rf"^{re.escape(prefix)}-(\d{{1,9}})$")
    numbers = [int(match.group(1)) for code in used if (match := pattern.match(code))]
    return f"{prefix}-{max(numbers, default=0) + 1:03d}"


def validate_channel_link(value: str) -> None:
    """A web address, an e-mail address, a phone number or a street address; no other scheme, so that no link runs
    a script. Raises ``ValidationError``."""
    scheme = SCHEME.match(value)
    if scheme and scheme.group(1).lower() not in LINK_SCHEMES:
        raise ValidationError(_("A link starts with https://, http://, mailto: or tel:."))


def channel_href(kind: str, link: str) -> str:
    """The URL for a channel's ``link``, or "" when it has none (a street address).

    >>> channel_href("phone", "1789"), channel_href("email", "info@example.ee"), channel_href("counter", "Raekoda")
    ('tel:1789', 'mailto:info@example.ee', '')
    """
    text = link.strip()
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError:
        return ""
    if scheme in LINK_SCHEMES:
        return text
    if kind in ("phone", "sms") and PHONE.match(text):
        return "tel:" + re.sub(r"[^\d+]", "", text)
    if EMAIL.match(text):
        return f"mailto:{text}"
    if text.startswith("www."):
        return f"https://{text}"
    return ""


def validate_form(value: Any) -> None:
    """Questions of a report, as Open311 attributes: a list of objects with ``code``, ``datatype``, ``description`` and,
    for lists, ``values`` of ``key`` and ``name``. Raises ``ValidationError``."""
    if not isinstance(value, list):
        raise ValidationError(_("The questions are a list."))
    codes = [_attribute_code(attribute) for attribute in value]
    if len(set(codes)) != len(codes):
        raise ValidationError(_("Two questions have the same code."))


def _attribute_code(attribute: Any) -> str:
    if not isinstance(attribute, dict) or not ATTRIBUTE_CODE.match(str(attribute.get("code", ""))):
        raise ValidationError(_("Every question has a code of letters, digits, dashes and underscores."))
    params = {"code": attribute["code"]}
    if attribute.get("datatype") not in DATATYPES:
        raise ValidationError(_("Question %(code)s: unknown kind of answer."), params=params)
    if not str(attribute.get("description", "")).strip():
        raise ValidationError(_("Question %(code)s has no text."), params=params)
    values = attribute.get("values", [])
    if attribute["datatype"] in LISTS and not (isinstance(values, list) and values and all(map(_is_choice, values))):
        raise ValidationError(_("Question %(code)s: give the choices as key and name."), params=params)
    return str(attribute["code"])


def _is_choice(value: Any) -> bool:
    return isinstance(value, dict) and bool(str(value.get("key", ""))) and bool(str(value.get("name", "")))


def lines(text: str) -> list[str]:
    """Non-empty lines of a text with one item on a line, without list markers."""
    return [
        line for raw in (text or "").splitlines() if (line := re.sub(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+", "", raw).strip())
    ]


def readable_link(link: str) -> str:
    """A link for display.

    >>> readable_link("https://www.example.ee/a/b?c=d"), readable_link("tel:+3721789"), readable_link("1789")
    ('example.ee', '+3721789', '1789')
    """
    text = link.strip()
    for scheme in ("mailto:", "tel:"):
        if text.lower().startswith(scheme):
            return text[len(scheme) :]
    try:
        host = urlsplit(text).hostname if text.lower().startswith(("http://", "https://")) else None
    except ValueError:
        host = None
    return host.removeprefix("www.") if host else text
