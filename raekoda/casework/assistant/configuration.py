"""The rule of the assistant in force, kept in each process for some seconds."""

from __future__ import annotations

from django.db.models import Q

from raekoda.casework.assistant.models import AnswerRule
from raekoda.platform.core import clock
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.dated import foremost
from raekoda.platform.core.models import Municipality


def _rules(municipality_id: int) -> tuple[AnswerRule, ...]:
    return tuple(AnswerRule.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


_kept = MunicipalityCache("answer-rules", _rules, AnswerRule)


def rule_in_force(municipality: Municipality) -> AnswerRule:
    """Today's rule: the municipality's own before the installation's, the newest first; with none, the defaults."""
    today = clock.today()
    return foremost(rule for rule in _kept.get(municipality.pk) if rule.holds_on(today)) or AnswerRule(valid_from=today)
