"""Training on closed cases: which models are used, and the current one."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import structlog
from django.db import transaction

from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import reports
from raekoda.casework.suggestions.features import WEIGHTS, Report
from raekoda.casework.suggestions.model import Metrics, Model, NotEnoughData, train
from raekoda.casework.suggestions.models import LearntModel
from raekoda.casework.suggestions.rules import LEARNT_FIELDS
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.embedding import EmbeddingUnavailable, embedder

Result = LearntModel.Result
RETAINED_RUNS = 30
WITHOUT_MEANING = tuple(group for group in WEIGHTS if group != "meaning")
log = structlog.get_logger(__name__)


def train_models(*, actor: Actor, progress: Callable[[int], None] | None = None) -> list[LearntModel]:
    """Train a model of each field on the closed cases of the current municipality; a worse one is not used.

    Raises ``PermissionDenied``.
    """
    actor.require("suggestions.learn")
    cases = reports.closed_cases()
    try:
        name = embedder().name
        seen = reports.reports_for(cases, name, progress)
    except EmbeddingUnavailable:
        name, texts = "", reports.texts_for(cases)
        seen = [Report(texts.get(case.pk, ""), case.address, case.point) for case in cases]
    return [_train_field(field, cases, seen, name, actor) for field in LEARNT_FIELDS]


def active_model(field: str) -> LearntModel | None:
    """The model of a field in use in the current municipality, without its data."""
    return LearntModel.objects.filter(field=field, result=Result.USED).defer("data").first()


def load_model(row: LearntModel) -> Model:
    """The trained model of a row; cached in memory. Only for the worker."""
    return _load(row.pk, row.municipality_id)


def is_worse(metrics: Metrics, before: LearntModel) -> bool:
    """Whether the accuracy is lower than before by more than one standard error."""
    share = before.top_1 or 0.0
    by_chance = math.sqrt(share * (1 - share) / max(metrics.reports, 1))
    return metrics.top_1 < share - by_chance


def _train_field(field: str, cases: list[Case], seen: list[Report], name: str, actor: Actor) -> LearntModel:
    labelled = [
        (report, label)
        for case, report in zip(cases, seen, strict=True)
        if (label := reports.label_of(case, field)) and report.text.strip()
    ]
    groups = tuple(WEIGHTS) if name else WITHOUT_MEANING
    try:
        model = train([report for report, _label in labelled], [label for _report, label in labelled], groups)
    except NotEnoughData:
        return _store(field, len(labelled), None, Result.TOO_FEW, "", actor)
    before = active_model(field)
    result = Result.WORSE if before is not None and is_worse(model.metrics, before) else Result.USED
    return _store(field, len(labelled), model, result, name, actor)


def _store(field: str, cases: int, model: Model | None, result: str, name: str, actor: Actor) -> LearntModel:
    municipality: Municipality = current()
    row = LearntModel(municipality=municipality, field=field, trained_at=clock.now(), cases=cases, result=result)
    if model is not None:
        row.held_out, row.top_1, row.top_3 = model.metrics.reports, model.metrics.top_1, model.metrics.top_3
    with transaction.atomic():
        if model is not None and result == Result.USED:
            row.data, row.embedder = model.to_bytes(), name
            earlier = LearntModel.objects.filter(field=field, result=Result.USED)
            earlier.update(result=Result.REPLACED, data=None)
        row.save()
        record("suggestions.learn", row, actor, field=field, cases=cases, result=str(result), top_1=row.top_1)
        _delete_old_runs(field)
    log.info("suggestions_learnt", field=field, cases=cases, result=str(result), top_1=row.top_1)
    return row


def _delete_old_runs(field: str) -> None:
    """Delete runs beyond the latest :data:`RETAINED_RUNS`, except the one in use."""
    retained = (
        LearntModel.objects.filter(field=field)
        .order_by("-trained_at", "-pk")
        .values_list("pk", flat=True)[:RETAINED_RUNS]
    )
    LearntModel.objects.filter(field=field).exclude(result=Result.USED).exclude(pk__in=list(retained)).delete()


@lru_cache(maxsize=12)
def _load(pk: int, municipality_id: int) -> Model:
    data = LearntModel.objects.values_list("data", flat=True).get(pk=pk)
    return Model.from_bytes(bytes(data or b""))
