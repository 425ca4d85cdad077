"""Which partner is responsible for a report: by its place or its service. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PartnerServiceRule:
    """A partner's counterpart of a service of ours. ``is_theirs``: the partner handles its reports, within ``area_id``
    if set."""

    code: str
    name: str
    needs_answers: bool = False
    is_theirs: bool = False
    area_id: int | None = None


@dataclass(frozen=True)
class Coverage:
    """The reports a partner handles: EHAK codes of municipalities, our services by key, a default service."""

    partner_id: int
    name: str
    at_once: bool
    places: frozenset[str] = frozenset()
    services: Mapping[int, PartnerServiceRule] = field(default_factory=dict)
    default_service: PartnerServiceRule | None = None


@dataclass(frozen=True)
class Responsible:
    """The responsible partner, the reason, and the service there (None: an official has to choose)."""

    coverage: Coverage
    by_place: bool
    service: PartnerServiceRule | None


def find_responsible(
    coverages: Iterable[Coverage], place: str, service_id: int | None, area_ids: frozenset[int]
) -> Responsible | None:
    """The first responsible partner. ``place`` is the code of the other municipality of the report's place, "" for our
    own."""
    coverages = list(coverages)
    for coverage in coverages:
        if place and place in coverage.places:
            return Responsible(coverage, True, coverage.services.get(service_id or 0) or coverage.default_service)
    if place:
        return None
    for coverage in coverages:
        rule = coverage.services.get(service_id or 0)
        if rule is not None and rule.is_theirs and (rule.area_id is None or rule.area_id in area_ids):
            return Responsible(coverage, False, rule)
    return None


def is_automatic(responsible: Responsible, *, is_public: bool) -> bool:
    """Whether a report is forwarded without an official: the partner's mode allows it, it is public, no answers are needed."""
    service = responsible.service
    return responsible.coverage.at_once and is_public and service is not None and not service.needs_answers
