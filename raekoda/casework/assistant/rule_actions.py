"""Sets a dated rule of the assistant."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from raekoda.casework.assistant.models import AnswerRule
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality


@transaction.atomic
def set_rule(
    municipality: Municipality | None,
    *,
    kept_days: int,
    threshold: float | None,
    valid_from: date,
    source: str,
    actor: Actor,
) -> AnswerRule:
    """Set the rule of a municipality (None: of the installation) from ``valid_from``; replaces one of the same day.

    Raises ``PermissionDenied`` for any actor but the system, ``ValidationError`` for a number out of bounds.
    """
    actor.require("assistant.set_rule")
    rule = AnswerRule.objects.filter(municipality=municipality, valid_from=valid_from).first()
    rule = rule or AnswerRule(municipality=municipality, valid_from=valid_from)
    rule.kept_days, rule.threshold, rule.source = kept_days, threshold, source.strip()
    if not rule.source:
        raise ValidationError("A rule names its source.")
    rule.full_clean(exclude=["municipality"], validate_constraints=False)
    rule.save()
    record(
        "assistant.set_rule", rule, actor, kept_days=kept_days, threshold=threshold, valid_from=valid_from.isoformat()
    )
    return rule
