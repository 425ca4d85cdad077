"""Routing of new cases, pure: the first rule in order whose conditions all match, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Phrase = frozenset[str]


@dataclass(frozen=True)
class Route:
    """A routing rule prepared for matching. ``phrases`` are, by language, sets of lemmas that must occur in the text
    together."""

    id: int
    name: str
    unit_id: int
    kind: str = ""
    service_id: int | None = None
    area_id: int | None = None
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    official_id: int | None = None
    set_service_id: int | None = None


@dataclass(frozen=True)
class Facts:
    """What routing matches on: kind, service, the areas that contain the place, and the lemmas of the text."""

    kind: str
    language: str
    lemmas: frozenset[str]
    service_id: int | None = None
    area_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """The result of one rule: ``chosen``, or matching but later in order, or the ``failed_conditions``."""

    route: Route
    chosen: bool
    failed_conditions: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not self.failed_conditions


def failed_conditions(route: Route, facts: Facts) -> tuple[str, ...]:
    """The conditions of ``route`` that do not match: any of ``kind``, ``service``, ``area``, ``words``."""
    failed = []
    if route.kind and route.kind != facts.kind:
        failed.append("kind")
    if route.service_id is not None and route.service_id != facts.service_id:
        failed.append("service")
    if route.area_id is not None and route.area_id not in facts.area_ids:
        failed.append("area")
    if route.phrases and not any(phrase <= facts.lemmas for phrase in route.phrases.get(facts.language, ())):
        failed.append("words")
    return tuple(failed)


def first_matching_route(routes: Iterable[Route], facts: Facts) -> Route | None:
    """The first of ``routes`` (in their order) that matches, or ``None``."""
    return next((route for route in routes if not failed_conditions(route, facts)), None)


def explain(routes: Iterable[Route], facts: Facts) -> list[Verdict]:
    """A verdict on every rule, in order: for the form where staff test the rules."""
    verdicts: list[Verdict] = []
    taken = False
    for route in routes:
        failed = failed_conditions(route, facts)
        verdicts.append(Verdict(route, chosen=not failed and not taken, failed_conditions=failed))
        taken = taken or not failed
    return verdicts
