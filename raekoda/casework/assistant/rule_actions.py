"""Sets dated rules and help lines of the assistant."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from raekoda.casework.assistant.emergencies.detection import Situation
from raekoda.casework.assistant.models import AnswerRule, HelpLine
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


@transaction.atomic
def set_help_line(
    municipality: Municipality | None,
    *,
    number: str,
    names: dict[str, str],
    situations: str,
    valid_from: date,
    valid_to: date | None,
    source: str,
    actor: Actor,
) -> HelpLine:
    """Set a number on the cards of emergencies from ``valid_from``; replaces the row of the same number and day.

    ``names`` by language, ``situations`` separated by spaces. Raises ``PermissionDenied`` for any actor but the system,
    ``ValidationError`` for an unknown situation, a number that is none, or a missing name or source.
    """
    actor.require("assistant.set_rule")
    if unknown := set(situations.split()) - set(Situation):
        raise ValidationError(f"Unknown situations: {', '.join(sorted(unknown))}.")
    line = HelpLine.objects.filter(municipality=municipality, number=number, valid_from=valid_from).first()
    line = line or HelpLine(municipality=municipality, number=number, valid_from=valid_from)
    line.situations, line.valid_to, line.source = situations, valid_to, source.strip()
    for language, name in names.items():
        setattr(line, f"name_{language}", name)
    line.full_clean(exclude=["municipality"], validate_constraints=False)
    line.save()
    record(
        "assistant.set_help_line", line, actor, number=number, situations=situations, valid_from=valid_from.isoformat()
    )
    return line
