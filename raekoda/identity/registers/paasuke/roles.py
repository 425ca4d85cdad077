"""The roles for which a mandate can be given to act in the municipality's self-service."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

TITLE = _("Acting in the self-service of the municipality")
DESCRIPTION = _("May see and do everything in the name of whom they represent in the self-service of the municipality.")
ADDED_BY = ["BR_REPRIGHT:SOLEREP", "NAT_REPRIGHT:SOLEREP"]
"""Who may give the mandate: sole representatives of an organisation, and persons themselves (roles of the state)."""


def code() -> str:
    """The role's code, in the namespace of this installation."""
    return f"{settings.RAEKODA_PAASUKE_NAMESPACE}:REPRESENTATIVE"


def definitions() -> list[dict[str, Any]]:
    """Role definitions, as Pääsuke reads them."""
    return [
        {
            "code": code(), "title": _translated(TITLE), "description": _translated(DESCRIPTION),
            "delegateType": ["NATURAL_PERSON", "LEGAL_PERSON"], "representeeType": ["NATURAL_PERSON", "LEGAL_PERSON"],
            "addableBy": ADDED_BY, "withdrawableBy": ADDED_BY, "waivableBy": ADDED_BY, "canSubDelegate": False,
            "delegateCanEqualToRepresentee": False, "hidden": False,
        }
    ]  # fmt: skip


def _translated(words: Any) -> dict[str, str]:
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = str(words)
    return found
