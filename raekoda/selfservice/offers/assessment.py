"""Whether a benefit is offered to a candidate, and why not, by the benefit's rule of the day. Pure."""

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
from raekoda.selfservice.offers.candidates import Candidate
from raekoda.selfservice.offers.models import OfferRule

CONFIRMED_WHEN_APPLYING = frozenset({"paid_costs", "relation"})
"""Facts that only the person can confirm: an offer is made although they are unknown."""


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
class Judgement:
    """The result for a candidate."""

    outcome: Outcome
    period: str = ""
    rule: BenefitRule | None = None
    assessment: Assessment | None = None

    @property
    def amount(self) -> Decimal | None:
        return self.assessment.amount if self.assessment else None

    @property
    def reason(self) -> Finding | None:
        """The first condition that is not met, else the first that is unknown."""
        findings = self.assessment.findings if self.assessment else ()
        for result in (Result.NOT_MET, Result.UNKNOWN):
            for finding in findings:
                if finding.result == result:
                    return finding
        return None


@dataclass(frozen=True)
class Context:
    """Data beside the candidates: consents (None: not required), refusals, applications, benefit rules."""

    rules: list[BenefitRule]
    consents: Container[int] | None
    refused: Container[tuple[int, int]]
    applied: Container[tuple[int, int]]

    def rule_on(self, day: date) -> BenefitRule | None:
        return next((rule for rule in self.rules if rule.is_valid_on(day)), None)


def offering_day(offer: OfferRule, benefit_rules: Iterable[BenefitRule], day: date) -> date:
    """The first day from ``day`` on which offers are made: ``lead_days`` before the application window."""
    rule = next((rule for rule in benefit_rules if rule.is_valid_on(day)), None)
    if rule is None or not rule.apply_from:
        return day
    first, _last = window_around(day, rule.apply_from, rule.apply_to)
    return max(day, first - timedelta(days=offer.lead_days))


def may_process(candidate: Candidate, context: Context) -> bool:
    """Whether the candidate's data may be processed."""
    if candidate.key in context.refused:
        return False
    return context.consents is None or candidate.person.pk in context.consents


def judge(offer: OfferRule, candidate: Candidate, context: Context) -> Judgement:
    """The result for a candidate; ``candidate.facts.applied_on`` is the day of the run."""
    if candidate.key in context.refused:
        return Judgement(Outcome.REFUSED)
    if not may_process(candidate, context):
        return Judgement(Outcome.NO_CONSENT)
    facts = candidate.facts
    day = facts.applied_on
    assert day is not None
    by_event = offer.benefit.rule_of == Benefit.RuleOf.EVENT
    rule = context.rule_on(_event(facts) or day if by_event else day)
    if rule is None:
        return Judgement(Outcome.NO)
    facts, period = _when_applying(rule, facts, day)
    if candidate.key in context.applied:
        return Judgement(Outcome.APPLIED, period)
    assessment = rules.assess(rule, facts, offer.conditions)
    return Judgement(_outcome(assessment, facts), period, rule, assessment)


def window_of(rule: BenefitRule, day: date) -> tuple[date | None, date | None]:
    """First and last day for applying; None where there is no window."""
    return window_around(day, rule.apply_from, rule.apply_to) if rule.apply_from else (None, None)


def _when_applying(rule: BenefitRule, facts: Facts, day: date) -> tuple[Facts, str]:
    """The facts as of the first possible day of application, and the period of the offer."""
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


def facts_used(judged: Judgement, facts: Facts) -> list[str]:
    """Names of the known facts that were used."""
    findings: Any = judged.assessment.findings if judged.assessment else ()
    names = dict.fromkeys(name for finding in findings for name in finding.facts)
    return [name for name in names if getattr(facts, name) is not None and name != "applied_on"]
