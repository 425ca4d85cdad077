"""Template tags of the staff pages of cases."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from raekoda.casework.cases.desk import labels
from raekoda.casework.cases.models import Case, ClockRule, Status
from raekoda.platform.core import clock

register = template.Library()


@register.inclusion_tag("ui/deadline.html")
def due(case: Case) -> dict[str, Any]:
    """``{% due case %}``: the day an answer is due and how many working days are left."""
    if not case.is_open:
        return {"due": case.due_on, "words": "", "tone": "quiet"}
    if case.status == Status.SUSPENDED:
        return {"due": case.due_on, "words": _("the clock stands still"), "tone": "quiet"}
    today = clock.today()
    return {
        "due": case.due_on,
        "words": labels.due_label(case.due_on, today),
        "tone": labels.due_tone(case.due_on, today),
    }


@register.filter
def period_label(rule: ClockRule) -> str:
    """``{{ rule|period_label }}``: the period for an answer."""
    return labels.period_length_label(rule.days, rule.unit)


@register.filter
def extension_label(rule: ClockRule) -> str:
    """``{{ rule|extension_label }}``: how far it may be extended, "" when it may not."""
    return labels.extension_label(rule)
