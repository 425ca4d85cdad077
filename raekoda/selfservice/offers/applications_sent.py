"""Candidates who have applied already; they get no offer."""

from __future__ import annotations

from datetime import date

from raekoda.platform.core.clock import local_day, local_midnight
from raekoda.registry.benefits.days import window_around
from raekoda.registry.benefits.models import BenefitRule
from raekoda.selfservice.applications.models import Application
from raekoda.selfservice.offers.candidates import Candidate
from raekoda.selfservice.offers.models import OfferRule


def applied(rule: OfferRule, benefit_rules: list[BenefitRule], batch: list[Candidate]) -> frozenset[tuple[int, int]]:
    """Keys of candidates with an application in this period (for a death: since it); one query."""
    if not batch:
        return frozenset()
    day = batch[0].facts.applied_on
    assert day is not None
    sent = Application.objects.filter(version__form__handling__benefit=rule.benefit_id, withdrawn_at=None)
    if rule.about == OfferRule.About.DEATH:
        return _since_death(sent.filter(applicant__in=[candidate.person.pk for candidate in batch]), batch)
    since = local_midnight(_period_start(benefit_rules, day))
    subjects = frozenset(
        sent.filter(person__in=[candidate.subject.pk for candidate in batch], sent_at__gte=since).values_list(
            "person", flat=True
        )
    )
    return frozenset(candidate.key for candidate in batch if candidate.subject.pk in subjects)


def _period_start(benefit_rules: list[BenefitRule], day: date) -> date:
    rule = next((rule for rule in benefit_rules if rule.is_valid_on(day)), None)
    if rule is None or not rule.apply_from:
        return date(day.year, 1, 1)
    return window_around(day, rule.apply_from, rule.apply_to)[0]


def _since_death(sent: object, batch: list[Candidate]) -> frozenset[tuple[int, int]]:
    last: dict[int, date] = {}
    for applicant, sent_at in sent.values_list("applicant", "sent_at"):  # type: ignore[attr-defined]
        last[applicant] = max(last.get(applicant, date.min), local_day(sent_at))
    return frozenset(
        candidate.key
        for candidate in batch
        if candidate.facts.died_on is not None and last.get(candidate.person.pk, date.min) >= candidate.facts.died_on
    )
