"""Configuration read whenever a case is opened (periods, routing rules, e-mails of units), cached in each process."""

from __future__ import annotations

from django.db.models import F, Q

from raekoda.casework.cases.models import ClockRule, RoutingRule, SensitivityRule
from raekoda.casework.cases.routing import Phrase, Route
from raekoda.casework.cases.sensitivity import WordRule
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.text import LANGUAGES, lemmas
from raekoda.registry.services.models import Service


def _clock_rules(municipality_id: int) -> tuple[ClockRule, ...]:
    return tuple(ClockRule.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


def phrases(words: str) -> dict[str, tuple[Phrase, ...]]:
    """The lines of a rule's words as sets of lemmas, by language; empty when there are none."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if not lines:
        return {}
    return {language: tuple(frozenset(lemmas(line, language)) for line in lines) for language in LANGUAGES}


def _routes(municipality_id: int) -> tuple[Route, ...]:
    return tuple(build_route(rule) for rule in RoutingRule.objects.filter(is_active=True, unit__is_active=True))


def _sensitive_words(municipality_id: int) -> tuple[WordRule, ...]:
    """A municipality's own rules come first: they name a unit."""
    rules = SensitivityRule.objects.filter(Q(municipality=None) | Q(municipality=municipality_id), is_active=True)
    own_first = rules.order_by(F("municipality").asc(nulls_last=True), "id")
    return tuple(WordRule(rule.category, phrases(rule.words), rule.unit_id) for rule in own_first)


def build_route(rule: RoutingRule) -> Route:
    """The route of a routing rule, saved or not, for :mod:`routing`."""
    return Route(
        id=rule.pk or 0, name=rule.name, unit_id=rule.unit_id, kind=rule.kind, service_id=rule.service_id,
        area_id=rule.area_id, phrases=phrases(rule.words), official_id=rule.official_id,
        set_service_id=rule.set_service_id,
    )  # fmt: skip


def _services(municipality_id: int) -> dict[int, Service]:
    return {service.pk: service for service in Service.objects.filter(retired_at=None)}


def _unit_emails(municipality_id: int) -> dict[int, str]:
    return dict(Unit.objects.filter(is_active=True).exclude(email="").values_list("pk", "email"))


clock_rules = MunicipalityCache("clock-rules", _clock_rules, ClockRule)
sensitive_words = MunicipalityCache("sensitive-words", _sensitive_words, SensitivityRule)
routes = MunicipalityCache("routes", _routes, RoutingRule, Unit)
services = MunicipalityCache("services", _services, Service)
unit_emails = MunicipalityCache("unit-emails", _unit_emails, Unit)
