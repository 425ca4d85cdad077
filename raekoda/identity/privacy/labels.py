"""Labels of the keys in exported data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: dict[str, Any] = {
    "kind": _("Kind"), "code": _("Code"), "given_name": _("Given name"), "family_name": _("Family name"), "name": _("Name"),
    "born_on": _("Date of birth"), "died_on": _("Date of death"), "email": _("E-mail"), "phone": _("Phone"),
    "language": _("Language"), "address": _("Address"), "settlement": _("Settlement"),
    "residence_source": _("Who says where you live"), "as": pgettext_lazy("acts for somebody as", "As"), "roles": _("Roles"),
    "valid_from": _("Valid from"), "valid_to": _("Valid to"), "at": _("When"), "method": _("How you signed in"),
    "level": _("Level of assurance"), "number": _("Number"), "subject": _("Subject"), "status": _("Status"),
    "service": _("Service"), "closed_at": _("Closed"), "answers": _("Answers"), "messages": _("Messages"), "text": _("Text"),
    "files": _("Files"), "size": _("Size in bytes"), "who": _("Who"), "what": _("What"), "why": _("Why"),
    "about": _("What it was about"),
    "purpose": _("Why"), "outcome": _("Outcome"), "message_id": _("Message in X-Road"), "data": _("Data"), "state": _("State"),
    "amount": _("Amount"), "title": _("Title"), "school": _("School"), "grade": _("Class"), "reason": _("Reason"),
}  # fmt: skip


def get_label(key: str) -> str:
    """The label of a key; the key itself, with spaces, when it has none."""
    return str(LABELS.get(key, key.replace("_", " ")))
