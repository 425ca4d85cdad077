"""Whether something is offered to a candidate, and why not: by the benefit's own rule of the day. No database here."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from raekoda.registry.benefits import rules
from raekoda.registry.benefits.days import window_around
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.registry.benefits.rules import Assessment, Entitled, Finding, Result
from raekoda.selfservice.offers.knowing import Candidate
from raekoda.selfservice.offers.models import OfferRule

CONFIRMED_WHEN_APPLYING = frozenset({"paid_costs", "relation"})
"""Facts that only the person can tell: what is open because of them alone is offered all the same."""


class Outcome(models.TextChoices):
    YES = "yes", _("would be offered it")
    MAYBE = "maybe", _("would be offered it, and confirms something when applying")
    NO = "no", _("not entitled")
    UNKNOWN = "unknown", _("not known whether entitled")
    NO_CONSENT = "no_consent", _("no consent to look at their data")
    REFUSED = "refused", _("does not want it")
    APPLIED = "applied", _("has applied already")


OFFERED = (Outcome.YES, Outcome.MAYBE)


@dataclass(frozen=True)
class Judged:
    """What came of a candidate."""

    outcome: Outcome
    period: str = ""
    rule: BenefitRule | None = None
    assessment: Assessment | None = None

    @property
    def amount(self) -> Decimal | None:
        return self.assessment.amount if self.assessment else None

    @property
    def reason(self) -> Finding | None:
        """The first condition that is not met, else the first that is not known."""
        findings = self.assessment.findings if self.assessment else ()
        for result in (Result.NOT_MET, Result.UNKNOWN):
            for finding in findings:
                if finding.result == result:
                    return finding
        return None


@dataclass(frozen=True)
class Around:
    """What is known beside the candidates: who consents (None: nobody need), who refused, who has applied, the rules."""

    rules: list[BenefitRule]
    consents: Container[int] | None
    refused: Container[tuple[int, int]]
    applied: Container[tuple[int, int]]

    def rule_on(self, day: date) -> BenefitRule | None:
        return next((rule for rule in self.rules if rule.is_valid_on(day)), None)


def offering_day(offer: OfferRule, benefit_rules: Iterable[BenefitRule], day: date) -> date:
    """The first day, ``day`` or later, on which it is offered: some days before the yearly time for applying."""
    rule = next((rule for rule in benefit_rules if rule.is_valid_on(day)), None)
    if rule is None or not rule.apply_from:
        return day
    first, _last = window_around(day, rule.apply_from, rule.apply_to)
    return max(day, first - timedelta(days=offer.lead_days))


def may_look(candidate: Candidate, around: Around) -> bool:
    """Whether the candidate's data may be looked at at all."""
    if candidate.key in around.refused:
        return False
    return around.consents is None or candidate.person.pk in around.consents


def judge(offer: OfferRule, candidate: Candidate, around: Around) -> Judged:
    """What comes of a candidate. ``candidate.facts.applied_on`` is the day of the run."""
    if candidate.key in around.refused:
        return Judged(Outcome.REFUSED)
    if not may_look(candidate, around):
        return Judged(Outcome.NO_CONSENT)
    facts = candidate.facts
    day = facts.applied_on
    assert day is not None
    by_event = offer.benefit.rule_of == Benefit.RuleOf.EVENT
    rule = around.rule_on(_event(facts) or day if by_event else day)
    if rule is None:
        return Judged(Outcome.NO)
    facts, period = _when_applying(rule, facts, day)
    if candidate.key in around.applied:
        return Judged(Outcome.APPLIED, period)
    assessment = rules.assess(rule, facts, offer.conditions)
    return Judged(_outcome(assessment, facts), period, rule, assessment)


def window_of(rule: BenefitRule, day: date) -> tuple[date | None, date | None]:
    """First and last day for applying; None where there is no window."""
    return window_around(day, rule.apply_from, rule.apply_to) if rule.apply_from else (None, None)


def _when_applying(rule: BenefitRule, facts: Facts, day: date) -> tuple[Facts, str]:
    """The facts as of the first day on which one can apply, and the period in which it is offered once."""
    if rule.apply_from:
        first, _last = window_around(day, rule.apply_from, rule.apply_to)
        return replace(facts, applied_on=max(day, first)), str(first.year)
    event = _event(facts)
    return facts, str((event or day).year)


def _event(facts: Facts) -> date | None:
    return facts.died_on or facts.event_on


def _outcome(assessment: Assessment, facts: Facts) -> Outcome:
    if assessment.entitled == Entitled.YES:
        return Outcome.YES
    if assessment.entitled == Entitled.NO:
        return Outcome.NO
    unknown = {name for finding in assessment.findings if finding.result == Result.UNKNOWN for name in finding.facts}
    open_facts = {name for name in unknown if getattr(facts, name) is None}
    return Outcome.MAYBE if open_facts <= CONFIRMED_WHEN_APPLYING else Outcome.UNKNOWN


def facts_used(judged: Judged, facts: Facts) -> list[str]:
    """Names of the facts that were known and looked at."""
    findings: Any = judged.assessment.findings if judged.assessment else ()
    names = dict.fromkeys(name for finding in findings for name in finding.facts)
    return [name for name in names if getattr(facts, name) is not None and name != "applied_on"]
