"""Codes of recipients, places in templates, states in the words of the state mailbox. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.ee import ik, registrikood

LANGUAGES = ("et", "en", "ru")
INBOX, EMAIL = "INBOX", "EMAIL"
"""Channels of a template's texts: the mailbox itself, and the e-mail that tells of it."""
PLACE = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_]{0,39})\s*\}\}")
ALLOWED_HEADERS = (
    "X-User-Access-Type", "X-User-Profiles", "X-Road-Client", "X-Road-UserId", "X-Road-Represented-Party",
)  # fmt: skip
"""What chapter 05 of the document names besides the token and the external id."""


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


def state_code(digits: str) -> str:
    """As the document writes it: ``EE38206084915``, ``EE70006317``."""
    return f"EE{digits}"


def places(texts: Iterable[str]) -> list[str]:
    """Names of the places ``{{name}}`` that a template leaves to be filled, in the order they come."""
    return list(dict.fromkeys(name for text in texts for name in PLACE.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its places filled; one without a value stays as it is."""
    return PLACE.sub(lambda match: values.get(match[1], match[0]), text)


TAKEN, DELIVERED, READ, FAILED = "taken", "delivered", "read", "failed"
STATES = {
    **dict.fromkeys(("NEW", "CREATED", "QUEUED", "SCHEDULED", "PENDING", "IN_PROGRESS", "PROCESSING"), TAKEN),
    **dict.fromkeys(("SENT", "DELIVERED", "COMPLETED", "DONE", "SUCCESS"), DELIVERED),
    **dict.fromkeys(("READ", "OPENED", "VIEWED"), READ),
    **dict.fromkeys(("FAILED", "ERROR", "REJECTED", "UNDELIVERED"), FAILED),
}
RANK = {TAKEN: 0, FAILED: 1, DELIVERED: 2, READ: 3}


def state_of(words: Iterable[str]) -> str:
    """The furthest state among those the operation and its log tell of; "" when none is known. A failure counts as long as
    nothing says that the letter arrived."""
    known = [STATES[word.upper()] for word in words if word.upper() in STATES]
    return max(known, key=lambda state: RANK[state]) if known else ""


def parsed_headers(text: str) -> dict[str, str]:
    """Lines ``Name: value`` as headers. Raises ``ValueError`` with the line that is not one of those allowed."""
    allowed = {name.lower(): name for name in ALLOWED_HEADERS}
    found = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, _colon, value = line.partition(":")
        known, value = allowed.get(name.strip().lower()), value.strip()
        if known is None or not value or not value.isascii() or not value.isprintable():
            raise ValueError(line.strip())
        found[known] = value
    return found
