"""Cases as reports for the models: text, location and the stored embedding vector."""

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

MOST_TRAINING_CASES = 10_000
NEEDED = ("id", "municipality_id", "language", "service_id", "unit_id", "kind", "point", "address", "registered_at")


def closed_cases() -> list[Case]:
    """The latest closed cases of the current municipality that still have their text, oldest first."""
    cases = Case.objects.filter(status=Status.CLOSED, anonymised_at=None, is_restricted=False).exclude(
        outcome=Outcome.DUPLICATE
    )
    return list(cases.only(*NEEDED).order_by("-registered_at", "-id")[:MOST_TRAINING_CASES])[::-1]


def label_of(case: Case, field: str) -> str:
    """The final value of ``field``; "" when empty."""
    return str({Field.SERVICE: case.service_id, Field.UNIT: case.unit_id, Field.KIND: case.kind}[Field(field)] or "")


def texts_for(cases: Sequence[Case]) -> dict[int, str]:
    """The opening text by case key. One query."""
    opening = Message.objects.filter(case__in=[case.pk for case in cases], kind=Message.Kind.OPENING)
    return dict(opening.order_by("-id").values_list("case_id", "text"))


def reports_for(cases: Sequence[Case], model: str, progress: Callable[[int], None] | None = None) -> list[Report]:
    """The cases as reports with vectors; missing vectors are created. Raises ``EmbeddingUnavailable``."""
    from raekoda.casework.suggestions.embeddings import BATCH_SIZE
    from raekoda.casework.suggestions.features import Report

    texts = texts_for(cases)
    known = _vectors(cases, model)
    missing = [case for case in cases if case.pk not in known]
    for start in range(0, len(missing), BATCH_SIZE):
        batch = missing[start : start + BATCH_SIZE]
        known |= zip((case.pk for case in batch), _create_vectors(batch, texts, model), strict=True)
        if progress is not None:
            progress(start + len(batch))
    return [Report(texts.get(case.pk, ""), case.address, case.point, known[case.pk]) for case in cases]


def report_without_vector(case: Case) -> Report:
    """The case as a report when no vector can be made."""
    from raekoda.casework.suggestions.features import Report

    return Report(texts_for([case]).get(case.pk, ""), case.address, case.point)


def delete_vector(case: Case) -> None:
    """Delete the vector of an anonymised or restricted case."""
    CaseVector.objects.filter(case=case).delete()


def mark_processed(case: Case) -> None:
    """Record that suggestions were generated for the case."""
    now = clock.now()
    create = {"sought_at": now, "made_at": now, "municipality_id": case.municipality_id}
    CaseVector.objects.update_or_create(case=case, defaults={"sought_at": now}, create_defaults=create)


def unprocessed() -> Q:
    """Condition on open cases without generated suggestions; restricted cases are never processed."""
    return Q(closed_at=None, vector__sought_at=None, is_restricted=False)


def _vectors(cases: Sequence[Case], model: str) -> dict[int, np.ndarray]:
    import numpy as np

    rows = CaseVector.objects.filter(case__in=[case.pk for case in cases], model=model)
    return {key: np.asarray(vector, np.float32) for key, vector in rows.values_list("case_id", "vector") if vector}


def _create_vectors(cases: Sequence[Case], texts: dict[int, str], model: str) -> np.ndarray:
    """Create and store vectors, batched by language."""
    import numpy as np

    from raekoda.casework.suggestions.embeddings import embed_texts

    found = np.zeros((len(cases), 0), np.float32)
    for language in {case.language for case in cases}:
        positions = [position for position, case in enumerate(cases) if case.language == language]
        vectors = embed_texts([texts.get(cases[position].pk, "") for position in positions], language)
        if not found.shape[1]:
            found = np.zeros((len(cases), vectors.shape[1]), np.float32)
        found[positions] = vectors
    with transaction.atomic():
        CaseVector.objects.bulk_create(
            [
                CaseVector(municipality_id=case.municipality_id, case=case, model=model, vector=vector, made_at=clock.now())
                for case, vector in zip(cases, found, strict=True)
            ],
            update_conflicts=True, unique_fields=["case"], update_fields=["model", "vector", "made_at"],
        )  # fmt: skip
    return found
