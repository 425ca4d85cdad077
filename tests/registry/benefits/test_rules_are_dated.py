"""Rules of a benefit never overlap; one that decisions are based on does not change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction

from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits import actions, queries
from raekoda.registry.benefits.errors import RuleInUse
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.services import actions as service_actions
from tests.registry.benefits.conftest import SYSTEM, in_, make_benefit, make_rule


def test_rules_of_a_benefit_never_overlap(funeral: BenefitRule) -> None:
    with pytest.raises(ValidationError):
        make_rule(funeral.benefit, date(2030, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        BenefitRule.objects.bulk_create(
            [BenefitRule(municipality=funeral.municipality, benefit=funeral.benefit, valid_from=date(2030, 1, 1),
                         amount=Decimal(1), per="event", source_act="x")]
        )  # fmt: skip
    funeral.valid_to = date(2029, 12, 31)
    actions.save_rule(funeral, actor=SYSTEM)
    newer = make_rule(funeral.benefit, date(2030, 1, 1))
    assert queries.rule_on(funeral.benefit, date(2029, 12, 31)) == funeral
    assert queries.rule_on(funeral.benefit, date(2030, 1, 1)) == newer
    assert queries.rule_on(funeral.benefit, date(2017, 1, 1)) is None


def test_a_rule_in_use_may_change_its_last_day_only(funeral: BenefitRule) -> None:
    actions.mark_used(funeral)
    funeral.refresh_from_db()
    funeral.amount = Decimal(999)
    with pytest.raises(RuleInUse):
        actions.save_rule(funeral, actor=SYSTEM)
    with pytest.raises(RuleInUse):
        actions.delete_rule(funeral, actor=SYSTEM)
    with pytest.raises(InternalError), transaction.atomic():
        BenefitRule.objects.update(conditions=[])
    funeral.refresh_from_db()
    funeral.valid_to = date(2030, 1, 1)
    actions.save_rule(funeral, actor=SYSTEM)
    assert BenefitRule.objects.get().amount == Decimal(250)
    assert journal.history(funeral).filter(action="benefits.save_rule").count() == 2


def test_a_stranger_changes_no_rule(funeral: BenefitRule) -> None:
    with pytest.raises(PermissionDenied):
        actions.save_rule(funeral, actor=Actor.resident())
    with pytest.raises(PermissionDenied):
        actions.save_benefit(funeral.benefit, actor=Actor.resident())
    with pytest.raises(PermissionDenied):
        actions.delete_rule(funeral, actor=Actor.resident())


def test_rules_of_another_municipality_are_read_only_when_its_service_is_public(
    funeral: BenefitRule, other_municipality: Municipality
) -> None:
    with in_(other_municipality):
        theirs = make_benefit(other_municipality, "matusetoetus", "funeral", "Matusetoetus")
        make_rule(theirs, date(2020, 1, 1), amount=Decimal(180))
        hidden = make_benefit(other_municipality, "koolitoetus", "school", "Koolitoetus")
    assert list(queries.published()) == [funeral.benefit], "the ordinary query returns the current municipality's only"
    (found,) = queries.published_elsewhere(other_municipality, "funeral")
    assert [rule.amount for rule in found.rules.all()] == [Decimal(180)]
    with in_(other_municipality):
        service_actions.unpublish(hidden.service, SYSTEM)
    assert queries.published_elsewhere(other_municipality, "school") == []
