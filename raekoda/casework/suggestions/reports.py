"""Cases as a model sees them: what was sent, where, and its meaning, which is kept for the next time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from raekoda.casework.cases.models import Case, Message, Outcome, Status
from raekoda.casework.suggestions.models import CaseVector, Field
from raekoda.platform.core import clock

if TYPE_CHECKING:
    import numpy as np

    from raekoda.casework.suggestions.features import Report

MOST_LEARNT_FROM = 10_000
NEEDED = ("id", "municipality_id", "language", "service_id", "unit_id", "kind", "point", "address", "registered_at")


def ended() -> list[Case]:
    """The latest ended cases of the open municipality that still have their words, the oldest first."""
    cases = Case.objects.filter(status=Status.CLOSED, anonymised_at=None, is_restricted=False).exclude(
        outcome=Outcome.DUPLICATE
    )
    return list(cases.only(*NEEDED).order_by("-registered_at", "-id")[:MOST_LEARNT_FROM])[::-1]


def label_of(case: Case, field: str) -> str:
    """What the case ended with in ``field``; "" when with nothing."""
    return str({Field.SERVICE: case.service_id, Field.UNIT: case.unit_id, Field.KIND: case.kind}[Field(field)] or "")


def texts_of(cases: Sequence[Case]) -> dict[int, str]:
    """What was first sent, by the key of the case. One query."""
    opening = Message.objects.filter(case__in=[case.pk for case in cases], kind=Message.Kind.OPENING)
    return dict(opening.order_by("-id").values_list("case_id", "text"))


def reports_of(cases: Sequence[Case], model: str, progress: Callable[[int], None] | None = None) -> list[Report]:
    """Each case as a report with its vector; what has none yet gets one. Raises ``EmbeddingUnavailable``."""
    from raekoda.casework.suggestions.features import Report
    from raekoda.casework.suggestions.meaning import AT_ONCE

    texts = texts_of(cases)
    known = _vectors(cases, model)
    missing = [case for case in cases if case.pk not in known]
    for start in range(0, len(missing), AT_ONCE):
        batch = missing[start : start + AT_ONCE]
        known |= zip((case.pk for case in batch), _made(batch, texts, model), strict=True)
        if progress is not None:
            progress(start + len(batch))
    return [Report(texts.get(case.pk, ""), case.address, case.point, known[case.pk]) for case in cases]


def report_without_meaning(case: Case) -> Report:
    """The case as a report when no vector can be made."""
    from raekoda.casework.suggestions.features import Report

    return Report(texts_of([case]).get(case.pk, ""), case.address, case.point)


def forget(case: Case) -> None:
    """The meaning of what was sent goes with its words."""
    CaseVector.objects.filter(case=case).delete()


def mark_sought(case: Case) -> None:
    """Note that suggestions were made for the case, with or without a vector."""
    now = clock.now()
    create = {"sought_at": now, "made_at": now, "municipality_id": case.municipality_id}
    CaseVector.objects.update_or_create(case=case, defaults={"sought_at": now}, create_defaults=create)


def not_sought() -> Q:
    """Of cases: those for which nothing was sought yet. What is restricted is compared with nothing and sent nowhere."""
    return Q(closed_at=None, vector__sought_at=None, is_restricted=False)


def _vectors(cases: Sequence[Case], model: str) -> dict[int, np.ndarray]:
    import numpy as np

    rows = CaseVector.objects.filter(case__in=[case.pk for case in cases], model=model)
    return {key: np.asarray(vector, np.float32) for key, vector in rows.values_list("case_id", "vector") if vector}


def _made(cases: Sequence[Case], texts: dict[int, str], model: str) -> np.ndarray:
    """Vectors of one language at a time, kept."""
    import numpy as np

    from raekoda.casework.suggestions.meaning import meanings

    found = np.zeros((len(cases), 0), np.float32)
    for language in {case.language for case in cases}:
        places = [place for place, case in enumerate(cases) if case.language == language]
        vectors = meanings([texts.get(cases[place].pk, "") for place in places], language)
        if not found.shape[1]:
            found = np.zeros((len(cases), vectors.shape[1]), np.float32)
        found[places] = vectors
    with transaction.atomic():
        CaseVector.objects.bulk_create(
            [
                CaseVector(municipality_id=case.municipality_id, case=case, model=model, vector=vector, made_at=clock.now())
                for case, vector in zip(cases, found, strict=True)
            ],
            update_conflicts=True, unique_fields=["case"], update_fields=["model", "vector", "made_at"],
        )  # fmt: skip
    return found
