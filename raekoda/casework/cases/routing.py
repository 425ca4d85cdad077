"""Who gets a new case, pure: the first rule in order whose conditions all fit, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Phrase = frozenset[str]


@dataclass(frozen=True)
class Route:
    """A routing rule ready to be tried. ``phrases`` are, by language, sets of lemmas that must stand in the text together."""

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
    """What routing knows of a case: its kind, service, the areas its place lies in, and the lemmas of its text."""

    kind: str
    language: str
    lemmas: frozenset[str]
    service_id: int | None = None
    area_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """What became of one rule: ``chosen``, or fitting but later in order, or its ``misfits`` (conditions that failed)."""

    route: Route
    chosen: bool
    misfits: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not self.misfits


def misfits(route: Route, facts: Facts) -> tuple[str, ...]:
    """The conditions of ``route`` that do not fit: any of ``kind``, ``service``, ``area``, ``words``."""
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


def first_matching_rule(routes: Iterable[Route], facts: Facts) -> Route | None:
    """The first of ``routes`` (in their order) that fits, or ``None``."""
    return next((route for route in routes if not misfits(route, facts)), None)


def explain(routes: Iterable[Route], facts: Facts) -> list[Verdict]:
    """A verdict on every rule, in order: for the box where staff try a text."""
    verdicts: list[Verdict] = []
    taken = False
    for route in routes:
        failed = misfits(route, facts)
        verdicts.append(Verdict(route, chosen=not failed and not taken, misfits=failed))
        taken = taken or not failed
    return verdicts
