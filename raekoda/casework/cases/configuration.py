"""What opening a case reads every time (periods, routing rules, units' addresses), kept in each process for some seconds.

A change made in this process counts at once, one made in another within ``FRESH_SECONDS``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core.cache import cache
from django.db.models import Q
from django.db.models.signals import post_delete, post_save

from raekoda.casework.cases.models import ClockRule, RoutingRule
from raekoda.casework.cases.routing import Phrase, Route
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.text import LANGUAGES, lemmas
from raekoda.registry.services.models import Service

FRESH_SECONDS = 10
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """A value per municipality, built anew when its models change or when it is older than ``FRESH_SECONDS``."""

    def __init__(self, name: str, build: Callable[[int], Value], *models: type) -> None:
        self._name, self._build = name, build
        self._values: dict[int, tuple[str, Value]] = {}
        for model in models:
            post_save.connect(self._changed, sender=model, weak=False)
            post_delete.connect(self._changed, sender=model, weak=False)

    def get(self, municipality_id: int) -> Value:
        """The value for the municipality whose scope is open."""
        stamp = cache.get(self._key(municipality_id))
        kept = self._values.get(municipality_id)
        if stamp is None or kept is None or kept[0] != stamp:
            stamp = secrets.token_hex(8)
            kept = (stamp, self._build(municipality_id))
            self._values[municipality_id] = kept
            cache.set(self._key(municipality_id), stamp, FRESH_SECONDS)
        return kept[1]

    def _key(self, municipality_id: int) -> str:
        return f"kept:{self._name}:{municipality_id}"

    def _changed(self, instance: Any, **_: Any) -> None:
        changed_in = getattr(instance, "municipality_id", None)
        for municipality_id in list(self._values) if changed_in is None else [changed_in]:
            cache.delete(self._key(municipality_id))


def _clock_rules(municipality_id: int) -> tuple[ClockRule, ...]:
    return tuple(ClockRule.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


def phrases(words: str) -> dict[str, tuple[Phrase, ...]]:
    """The lines of a rule's words as sets of lemmas, in each language; empty when there are none."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if not lines:
        return {}
    return {language: tuple(frozenset(lemmas(line, language)) for line in lines) for language in LANGUAGES}


def _routes(municipality_id: int) -> tuple[Route, ...]:
    return tuple(route_of(rule) for rule in RoutingRule.objects.filter(is_active=True, unit__is_active=True))


def route_of(rule: RoutingRule) -> Route:
    """A routing rule, saved or not, ready to be tried."""
    return Route(
        id=rule.pk or 0, name=rule.name, unit_id=rule.unit_id, kind=rule.kind, service_id=rule.service_id,
        area_id=rule.area_id, phrases=phrases(rule.words), official_id=rule.official_id,
        set_service_id=rule.set_service_id,
    )  # fmt: skip


def _services(municipality_id: int) -> dict[int, Service]:
    return {service.pk: service for service in Service.objects.filter(retired_at=None)}


def _unit_emails(municipality_id: int) -> dict[int, str]:
    return dict(Unit.objects.filter(is_active=True).exclude(email="").values_list("pk", "email"))


clock_rules: Kept[tuple[ClockRule, ...]] = Kept("clock-rules", _clock_rules, ClockRule)
routes: Kept[tuple[Route, ...]] = Kept("routes", _routes, RoutingRule, Unit)
services: Kept[dict[int, Service]] = Kept("services", _services, Service)
unit_emails: Kept[dict[int, str]] = Kept("unit-emails", _unit_emails, Unit)
