"""State changes of benefits and their rules."""

from __future__ import annotations

from typing import Any

from django.db import InternalError, transaction
from django.db.models.deletion import ProtectedError

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.registry.benefits.errors import RuleInUse
from raekoda.registry.benefits.events import BenefitsChanged
from raekoda.registry.benefits.models import Benefit, BenefitRule


@transaction.atomic
def save_benefit(benefit: Benefit, *, actor: Actor) -> Benefit:
    """Save ``benefit``. Raises ``PermissionDenied`` and ``ValidationError``."""
    actor.require("benefits.write")
    benefit.full_clean()
    benefit.save()
    journal.record("benefits.save", benefit, actor, code=benefit.code)
    emit(BenefitsChanged(benefit.municipality))
    return benefit


@transaction.atomic
def save_rule(rule: BenefitRule, *, actor: Actor) -> BenefitRule:
    """Save ``rule``.

    Raises ``PermissionDenied``, ``ValidationError`` (its validity overlaps another rule's), and ``RuleInUse`` when
    decisions are based on it and more than its last day would change.
    """
    actor.require("benefits.write")
    rule.municipality = rule.benefit.municipality
    rule.full_clean()
    _save(rule)
    journal.record(
        "benefits.save_rule", rule, actor, benefit=rule.benefit.code, valid_from=str(rule.valid_from),
        valid_to=str(rule.valid_to or ""), is_verified=rule.is_verified,
    )  # fmt: skip
    emit(BenefitsChanged(rule.municipality))
    return rule


@transaction.atomic
def delete_rule(rule: BenefitRule, *, actor: Actor) -> None:
    """Delete a rule that no decision is based on. Raises ``PermissionDenied`` and ``RuleInUse``."""
    actor.require("benefits.write")
    journal.record("benefits.delete_rule", rule, actor, benefit=rule.benefit.code, valid_from=str(rule.valid_from))
    try:
        with transaction.atomic():
            rule.delete()
    except (InternalError, ProtectedError) as error:
        raise RuleInUse from error
    emit(BenefitsChanged(rule.municipality))


def mark_used(rule: BenefitRule) -> None:
    """Mark ``rule`` as used by a decision, so that it cannot be changed. Called in the transaction of the decision."""
    BenefitRule.objects.filter(pk=rule.pk, used_at=None).update(used_at=clock.now())


def _save(rule: BenefitRule) -> Any:
    try:
        with transaction.atomic():
            return rule.save()
    except InternalError as error:
        raise RuleInUse from error
