"""Every change of benefits and their rules."""

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
    """Keep ``benefit`` as it stands in memory. Raises ``PermissionDenied`` and ``ValidationError``."""
    actor.must("benefits.write")
    benefit.full_clean()
    benefit.save()
    journal.record("benefits.save", benefit, actor, code=benefit.code)
    emit(BenefitsChanged(benefit.municipality))
    return benefit


@transaction.atomic
def save_rule(rule: BenefitRule, *, actor: Actor) -> BenefitRule:
    """Keep ``rule`` as it stands in memory.

    Raises ``PermissionDenied``, ``ValidationError`` (another rule is valid on some of its days, too), and ``RuleInUse`` when
    decisions rest on it and more than its last day would change.
    """
    actor.must("benefits.write")
    rule.municipality = rule.benefit.municipality
    rule.full_clean()
    _saved(rule)
    journal.record(
        "benefits.save_rule", rule, actor, benefit=rule.benefit.code, valid_from=str(rule.valid_from),
        valid_to=str(rule.valid_to or ""), is_verified=rule.is_verified,
    )  # fmt: skip
    emit(BenefitsChanged(rule.municipality))
    return rule


@transaction.atomic
def delete_rule(rule: BenefitRule, *, actor: Actor) -> None:
    """Take a rule away that no decision rests on. Raises ``PermissionDenied`` and ``RuleInUse``."""
    actor.must("benefits.write")
    journal.record("benefits.delete_rule", rule, actor, benefit=rule.benefit.code, valid_from=str(rule.valid_from))
    try:
        with transaction.atomic():
            rule.delete()
    except (InternalError, ProtectedError) as refusal:
        raise RuleInUse from refusal
    emit(BenefitsChanged(rule.municipality))


def use(rule: BenefitRule) -> None:
    """A decision rests on ``rule`` from now on: it cannot be changed any more. Called in the transaction of the decision."""
    BenefitRule.objects.filter(pk=rule.pk, used_at=None).update(used_at=clock.now())


def _saved(rule: BenefitRule) -> Any:
    try:
        with transaction.atomic():
            return rule.save()
    except InternalError as refusal:
        raise RuleInUse from refusal
