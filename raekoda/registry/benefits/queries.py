"""Reads of benefits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django_scopes import scopes_disabled

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.registry.services.models import Service


def visible_to(actor: Actor) -> QuerySet[Benefit]:
    """Writers see every benefit of the current municipality, all others those of public services."""
    return Benefit.objects.all() if actor.may("benefits.write") else published()


def published() -> QuerySet[Benefit]:
    """Benefits of public services of the current municipality."""
    return Benefit.objects.filter(service__live=True)


def valid_on(day: date) -> Q:
    """Rules that are in force on ``day``."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def rule_on(benefit: Benefit, day: date) -> BenefitRule | None:
    """The rule of ``benefit`` in force on ``day``; None when there is none."""
    rules = BenefitRule.objects.filter(valid_on(day), benefit=benefit)
    return rules.select_related("benefit", "municipality").first()


def rule_for(benefit: Benefit, facts: Facts) -> BenefitRule | None:
    """The rule that applies to ``facts``: of the day of the event (death, birth, other) or of the day of applying."""
    day = facts.applied_on or clock.today()
    if benefit.rule_of == Benefit.RuleOf.EVENT:
        event = facts.died_on or facts.event_on or facts.child_born_on
        if event is None:
            return None
        day = event
    return rule_on(benefit, day)


def with_rules(benefits: QuerySet[Benefit]) -> QuerySet[Benefit]:
    """``benefits`` with all their rules, newest first, in two queries."""
    rules = BenefitRule.objects.select_related("municipality", "benefit").order_by("-valid_from")
    return benefits.select_related("service", "municipality").prefetch_related(Prefetch("rules", rules))


def current_rules_for(services: Iterable[Service], day: date | None = None) -> list[BenefitRule]:
    """Rules in force on ``day`` (today) of the benefits of ``services``, one query."""
    rules = BenefitRule.objects.filter(valid_on(day or clock.today()), benefit__service__in=list(services))
    return list(rules.select_related("benefit", "municipality").order_by("benefit__name", "pk"))


def published_elsewhere(municipality: Municipality, kind: str) -> list[Benefit]:
    """Published benefits of one ``kind`` in any municipality of the installation, with their rules.

    The only read across municipalities: it returns benefits of public services, which are visible on that municipality's
    site to everybody.
    """
    with scopes_disabled():
        found = Benefit.objects.filter(municipality=municipality, kind=kind, service__live=True)
        return list(with_rules(found).order_by("pk"))
