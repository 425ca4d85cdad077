"""Errors of benefits."""

from __future__ import annotations

from django.utils.translation import gettext as _


class RuleInUse(Exception):
    """The rule cannot be changed because decisions are based on it."""

    def __str__(self) -> str:
        return _("Decisions rest on this rule: only its last day may be changed. Add a new rule from the day after.")
