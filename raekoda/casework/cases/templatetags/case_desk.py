"""Template tags of the staff pages of cases."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from raekoda.casework.cases.desk import words
from raekoda.casework.cases.models import Case, ClockRule, Status
from raekoda.platform.core import clock

register = template.Library()


@register.inclusion_tag("ui/deadline.html")
def due(case: Case) -> dict[str, Any]:
    """``{% due case %}``: the day an answer is due and how many working days are left; late in red, in words."""
    if not case.is_open:
        return {"due": case.due_on, "words": "", "tone": "quiet"}
    if case.status == Status.SUSPENDED:
        return {"due": case.due_on, "words": _("the clock stands still"), "tone": "quiet"}
    today = clock.today()
    return {
        "due": case.due_on,
        "words": words.due_words(case.due_on, today),
        "tone": words.due_tone(case.due_on, today),
    }


@register.filter
def period_words(rule: ClockRule) -> str:
    """``{{ rule|period_words }}``: how long the rule gives for an answer."""
    return words.length_words(rule.days, rule.unit)


@register.filter
def extension_words(rule: ClockRule) -> str:
    """``{{ rule|extension_words }}``: how far it may be extended, "" when it may not."""
    return words.extension_words(rule)
