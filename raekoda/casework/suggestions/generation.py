"""Generates suggestions of a case from the register, routing rules, trained models and duplicates. Run by the worker."""

from __future__ import annotations

from collections import Counter

import numpy as np
from django.db import transaction

from raekoda.casework.cases import configuration
from raekoda.casework.cases import rules as case_rules
from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.suggestions import reports, rules, training
from raekoda.casework.suggestions.duplicates import find_duplicates
from raekoda.casework.suggestions.features import Report
from raekoda.casework.suggestions.models import Decision, Field, Suggestion
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core import clock
from raekoda.platform.core.text import lemmas
from raekoda.platform.search.embedding import EmbeddingUnavailable, embedder
from raekoda.platform.search.retrieval import retrieve
from raekoda.registry.services.models import Service

REGISTER, ROUTING, RULE, SIMILARITY = "register", "routing rule", "kind of words", "place, time and meaning"
ASKED_CHARACTERS = 600
SERVICES_CONSIDERED = 8
KIND_BY_WORDS = 0.6
Candidate = tuple[str, str, float, str]
"""(field, value, confidence, made by)."""


def generate_suggestions(case: Case) -> list[Suggestion]:
    """Generate and store suggestions for an open case; existing ones are not changed."""
    report, model = _report(case)
    offers = [*_services_and_units(case, report), *_kinds(case, report), *_duplicates(case, report, model)]
    now = clock.now()
    chosen = {
        (Field.SERVICE.value, str(case.service_id)), (Field.UNIT.value, str(case.unit_id)), (Field.KIND.value, case.kind)
    }  # fmt: skip
    ranks: Counter[str] = Counter()
    made = []
    for field, value, confidence, made_by in offers:
        ranks[field] += 1
        agrees = (field, value) in chosen
        made.append(
            Suggestion(
                municipality_id=case.municipality_id,
                case=case,
                field=field,
                rank=ranks[field],
                value=value,
                confidence=confidence,
                made_by=made_by,
                made_at=now,
                outcome=Decision.AGREED if agrees else Decision.OPEN,
                decided_at=now if agrees else None,
            )
        )
    with transaction.atomic():
        Suggestion.objects.bulk_create(made, ignore_conflicts=True)
        reports.mark_processed(case)
    return made


def _report(case: Case) -> tuple[Report, str]:
    """The case as a report, and the name of the embedding model ("" when it is unavailable)."""
    try:
        name = embedder().name
        return reports.reports_for([case], name)[0], name
    except EmbeddingUnavailable:
        return reports.report_without_vector(case), ""


def _services_and_units(case: Case, report: Report) -> list[Candidate]:
    register = _by_register(case, report.text)
    learnt, version, trust = _by_model(Field.SERVICE, report)
    chances = rules.combine(register, learnt, trust)
    made_by = version or REGISTER
    services = {
        str(service.pk): service
        for service in Service.objects.filter(pk__in=[int(key) for key in chances], retired_at=None).only("pk", "unit")
    }
    chances = {key: chance for key, chance in chances.items() if key in services}
    offered = rules.select_offers(chances, str(case.service_id or ""), _least_against_chosen(version))
    units: dict[str, float] = {}
    for key, chance in chances.items():
        if services[key].unit_id is not None:
            units[str(services[key].unit_id)] = units.get(str(services[key].unit_id), 0.0) + chance
    return [
        *((Field.SERVICE.value, value, chance, made_by) for value, chance in offered),
        *_units(case, report, units, made_by),
    ]


def _by_register(case: Case, text: str) -> dict[str, float]:
    """Probability of each service by search over its published texts."""
    texts = retrieve(text[:ASKED_CHARACTERS], case.language, kinds=["service"]).texts[:SERVICES_CONSIDERED]
    chances = rules.probabilities_from_scores([each.score for each in texts])
    return {each.key: chance for each, chance in zip(texts, chances, strict=True)}


def _by_model(field: str, report: Report) -> tuple[dict[str, float] | None, str, float]:
    """Probabilities of the model in use, its version and its trust (0 to 1); (None, "", 0) without one."""
    row = training.active_model(field)
    if row is None:
        return None, "", 0.0
    model = training.load_model(row)
    if model.features.uses_vectors and (report.vector is None or row.embedder != embedder().name):
        return None, "", 0.0
    guess = model.predict([report], limit=len(model.labels))[0]
    return dict(guess), row.version, max(0.5, row.top_1 or 0.0)


def _units(case: Case, report: Report, by_service: dict[str, float], made_by: str) -> list[Candidate]:
    """Units by routing rule, else by likely services and the model."""
    learnt, version, trust = _by_model(Field.UNIT, report)
    chances = rules.combine(by_service, learnt, trust)
    facts = case_rules.Facts(
        case.kind, case.language, frozenset(lemmas(report.text[:4000], case.language)), case.service_id,
        frozenset({case.area_id} if case.area_id else ()),
    )  # fmt: skip
    route = case_rules.first_matching_route(configuration.routes.get(case.municipality_id), facts)
    if route is not None and case.unit_id is None:
        chances = {key: chance * (1 - rules.RULE_CONFIDENCE) for key, chance in chances.items()}
        chances[str(route.unit_id)] = rules.RULE_CONFIDENCE
        version = ROUTING
    active = {str(key) for key in Unit.objects.filter(is_active=True).values_list("pk", flat=True)}
    chances = {key: chance for key, chance in chances.items() if key in active}
    offered = rules.select_offers(chances, str(case.unit_id or ""), _least_against_chosen(version))
    return [(Field.UNIT.value, value, chance, version or made_by) for value, chance in offered]


def _least_against_chosen(version: str) -> float:
    """The least probability to offer a value other than the chosen one; higher without a model."""
    return rules.LEAST_AGAINST_CHOSEN if version else rules.LEAST_OF_REGISTER_AGAINST


def _kinds(case: Case, report: Report) -> list[Candidate]:
    learnt, version, trust = _by_model(Field.KIND, report)
    likely = case_rules.likely_kind(report.text, has_place=case.point is not None)
    by_words = {likely.value: KIND_BY_WORDS} if likely not in (Kind.MEMO, case.kind) else {}
    offered = rules.select_offers(rules.combine(by_words, learnt, trust), case.kind)
    known = [(value, chance) for value, chance in offered if value in Kind.values]
    return [(Field.KIND.value, value, chance, version or RULE) for value, chance in known]


def _duplicates(case: Case, report: Report, model: str) -> list[Candidate]:
    vector = None if report.vector is None else np.asarray(report.vector, np.float32)
    return [
        (Field.DUPLICATE.value, str(key), chance, SIMILARITY)
        for key, chance in find_duplicates(case, report.text, vector, model)
    ]
