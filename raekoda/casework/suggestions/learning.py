"""Learning from ended cases: which model is kept, and the one in use."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import structlog
from django.db import transaction

from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import reports
from raekoda.casework.suggestions.features import WEIGHTS, Report
from raekoda.casework.suggestions.model import Measured, Model, TooFew, train
from raekoda.casework.suggestions.models import LearntModel
from raekoda.casework.suggestions.rules import LEARNT_FIELDS
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.embedding import EmbeddingUnavailable, embedder

Result = LearntModel.Result
KEPT_RUNS = 30
WITHOUT_MEANING = tuple(group for group in WEIGHTS if group != "meaning")
log = structlog.get_logger(__name__)


def learn(*, actor: Actor, progress: Callable[[int], None] | None = None) -> list[LearntModel]:
    """Train a model of each field on the ended cases of the open municipality; what is worse than before is not used.

    Raises ``PermissionDenied``.
    """
    actor.must("suggestions.learn")
    cases = reports.ended()
    try:
        name = embedder().name
        seen = reports.reports_of(cases, name, progress)
    except EmbeddingUnavailable:
        name, texts = "", reports.texts_of(cases)
        seen = [Report(texts.get(case.pk, ""), case.address, case.point) for case in cases]
    return [_learn_field(field, cases, seen, name, actor) for field in LEARNT_FIELDS]


def in_use(field: str) -> LearntModel | None:
    """The model of a field that is in use in the open municipality, without its data."""
    return LearntModel.objects.filter(field=field, result=Result.USED).defer("data").first()


def loaded(row: LearntModel) -> Model:
    """The trained model of a row; the last few are kept in memory. Only for the worker."""
    return _loaded(row.pk, row.municipality_id)


def is_worse(measured: Measured, before: LearntModel) -> bool:
    """Whether a model did worse than the one in use by more than chance (one standard error) explains."""
    share = before.top_1 or 0.0
    by_chance = math.sqrt(share * (1 - share) / max(measured.reports, 1))
    return measured.top_1 < share - by_chance


def _learn_field(field: str, cases: list[Case], seen: list[Report], name: str, actor: Actor) -> LearntModel:
    labelled = [
        (report, label)
        for case, report in zip(cases, seen, strict=True)
        if (label := reports.label_of(case, field)) and report.text.strip()
    ]
    groups = tuple(WEIGHTS) if name else WITHOUT_MEANING
    try:
        model = train([report for report, _label in labelled], [label for _report, label in labelled], groups)
    except TooFew:
        return _keep(field, len(labelled), None, Result.TOO_FEW, "", actor)
    before = in_use(field)
    result = Result.WORSE if before is not None and is_worse(model.measured, before) else Result.USED
    return _keep(field, len(labelled), model, result, name, actor)


def _keep(field: str, cases: int, model: Model | None, result: str, name: str, actor: Actor) -> LearntModel:
    municipality: Municipality = current()
    row = LearntModel(municipality=municipality, field=field, trained_at=clock.now(), cases=cases, result=result)
    if model is not None:
        row.held_out, row.top_1, row.top_3 = model.measured.reports, model.measured.top_1, model.measured.top_3
    with transaction.atomic():
        if model is not None and result == Result.USED:
            row.data, row.embedder = model.to_bytes(), name
            earlier = LearntModel.objects.filter(field=field, result=Result.USED)
            earlier.update(result=Result.REPLACED, data=None)
        row.save()
        record("suggestions.learn", row, actor, field=field, cases=cases, result=str(result), top_1=row.top_1)
        _forget_old(field)
    log.info("suggestions_learnt", field=field, cases=cases, result=str(result), top_1=row.top_1)
    return row


def _forget_old(field: str) -> None:
    """Only the latest runs stay, and the one in use."""
    kept = (
        LearntModel.objects.filter(field=field).order_by("-trained_at", "-pk").values_list("pk", flat=True)[:KEPT_RUNS]
    )
    LearntModel.objects.filter(field=field).exclude(result=Result.USED).exclude(pk__in=list(kept)).delete()


@lru_cache(maxsize=12)
def _loaded(pk: int, municipality_id: int) -> Model:
    data = LearntModel.objects.values_list("data", flat=True).get(pk=pk)
    return Model.from_bytes(bytes(data or b""))
