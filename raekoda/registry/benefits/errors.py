"""What can go wrong, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext as _


class RuleInUse(Exception):
    """Decisions rest on the rule."""

    def __str__(self) -> str:
        return _("Decisions rest on this rule: only its last day may be changed. Add a new rule from the day after.")
