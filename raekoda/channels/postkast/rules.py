"""Codes of recipients, placeholders in templates, states of the state mailbox. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.ee import ik, registrikood

LANGUAGES = ("et", "en", "ru")
INBOX, EMAIL = "INBOX", "EMAIL"
"""Channels of a template's texts: the mailbox itself, and the e-mail notification."""
PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_]{0,39})\s*\}\}")
ALLOWED_HEADERS = (
    "X-User-Access-Type", "X-User-Profiles", "X-Road-Client", "X-Road-UserId", "X-Road-Represented-Party",
)  # fmt: skip
"""Headers of chapter 05 of the document besides the token and the external id."""


class Recipient(models.TextChoices):
    """``personType`` of the document."""

    CITIZEN = "CITIZEN", _("a person")
    BUSINESS = "BUSINESS", _("an organisation")


def clean_code(kind: str, text: str) -> str:
    """The personal or registry code, digits only, checked by its check digit. Raises ``ValueError``."""
    digits = re.sub(r"[\s-]", "", text).removeprefix("EE").removeprefix("ee")
    module = ik if kind == Recipient.CITIZEN else registrikood
    if not digits.isascii() or not module.is_valid(digits):
        raise ValueError("not a code")
    return digits


def prefixed_code(digits: str) -> str:
    """The code as the protocol writes it: ``EE38206084915``, ``EE70006317``."""
    return f"EE{digits}"


def placeholders(texts: Iterable[str]) -> list[str]:
    """Names of the placeholders ``{{name}}`` of a template, in order of appearance."""
    return list(dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text)))


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders filled; one without a value stays unchanged."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


TAKEN, DELIVERED, READ, FAILED = "taken", "delivered", "read", "failed"
STATES = {
    **dict.fromkeys(("NEW", "CREATED", "QUEUED", "SCHEDULED", "PENDING", "IN_PROGRESS", "PROCESSING"), TAKEN),
    **dict.fromkeys(("SENT", "DELIVERED", "COMPLETED", "DONE", "SUCCESS"), DELIVERED),
    **dict.fromkeys(("READ", "OPENED", "VIEWED"), READ),
    **dict.fromkeys(("FAILED", "ERROR", "REJECTED", "UNDELIVERED"), FAILED),
}
RANK = {TAKEN: 0, FAILED: 1, DELIVERED: 2, READ: 3}


def latest_state(statuses: Iterable[str]) -> str:
    """The furthest known state among the statuses of the operation and its log; "" when none is known. A failure counts
    only when no status reports delivery."""
    known = [STATES[status.upper()] for status in statuses if status.upper() in STATES]
    return max(known, key=lambda state: RANK[state]) if known else ""


def parse_headers(text: str) -> dict[str, str]:
    """Lines ``Name: value`` as headers. Raises ``ValueError`` with the first line that is not allowed."""
    allowed = {name.lower(): name for name in ALLOWED_HEADERS}
    headers = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, _colon, value = line.partition(":")
        header, value = allowed.get(name.strip().lower()), value.strip()
        if header is None or not value or not value.isascii() or not value.isprintable():
            raise ValueError(line.strip())
        headers[header] = value
    return headers
