"""The rule of the assistant in force, kept in each process for some seconds."""

from __future__ import annotations

from django.db.models import Q

from raekoda.casework.assistant.models import AnswerRule
from raekoda.casework.cases.configuration import Kept
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality


def _rules(municipality_id: int) -> tuple[AnswerRule, ...]:
    return tuple(AnswerRule.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


_kept: Kept[tuple[AnswerRule, ...]] = Kept("answer-rules", _rules, AnswerRule)


def rule_in_force(municipality: Municipality) -> AnswerRule:
    """Today's rule: the municipality's own before the installation's, the newest first; with none, the defaults."""
    today = clock.today()
    rules = [
        rule
        for rule in _kept.get(municipality.pk)
        if rule.valid_from <= today and (rule.valid_to is None or rule.valid_to >= today)
    ]
    best = max(rules, key=lambda rule: (rule.municipality_id is not None, rule.valid_from), default=None)
    return best or AnswerRule(valid_from=today)
