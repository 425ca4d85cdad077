"""The rule of the assistant in force, cached per process for some seconds."""

from __future__ import annotations

from django.db.models import Q

from raekoda.casework.assistant.models import AnswerRule
from raekoda.platform.core import clock
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.dated import foremost
from raekoda.platform.core.models import Municipality


def _rules(municipality_id: int) -> tuple[AnswerRule, ...]:
    return tuple(AnswerRule.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


_rules_cache = MunicipalityCache("answer-rules", _rules, AnswerRule)


def rule_in_force(municipality: Municipality) -> AnswerRule:
    """Today's rule: the newest of the municipality, else of the installation, else the defaults."""
    today = clock.today()
    return foremost(rule for rule in _rules_cache.get(municipality.pk) if rule.holds_on(today)) or AnswerRule(
        valid_from=today
    )
