"""Finds likely duplicates of a case by place, time, words and embedding similarity."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.db.models import QuerySet
from pgvector import HalfVector
from pgvector.django import CosineDistance

from raekoda.casework.cases.models import OPEN_STATUSES, Case
from raekoda.casework.suggestions import reports, rules
from raekoda.casework.suggestions.models import CaseVector
from raekoda.platform.core.geometry import box_around, metres_between
from raekoda.platform.core.text import lemmas

PERIOD = timedelta(days=120)
BACKGROUND_TEXTS, FEWEST_BACKGROUND_TEXTS = 200, 30
LEAST_SIMILARITY, FULL_SIMILARITY = 1.5, 5.0
"""Standard deviations above the background at which similarity starts to count and counts fully."""
LEAST_WITHOUT_PLACE = 0.34
"""Similarity below which a case without a place near by is never a likely duplicate, whatever its words."""
READ_CHARACTERS, SHORTEST_WORD = 1_000, 3
READ = ("id", "municipality_id", "language", "point", "service_id", "registered_at")


def find_duplicates(case: Case, text: str, vector: np.ndarray | None, model: str) -> list[tuple[int, float]]:
    """Likely duplicates among earlier open cases without a restriction: (key, probability), best first.

    All of them: who reads the suggestions sees a part of the cases, and the best of that part are offered.
    """
    earlier = Case.objects.filter(status__in=OPEN_STATUSES, pk__lt=case.pk, is_restricted=False)
    earlier = earlier.filter(registered_at__gte=case.registered_at - PERIOD).only(*READ)
    found = {other.pk: other for other in _near(case, earlier)}
    background = None if vector is None else _background(vector, _vectors(model))
    if vector is not None and background is not None:
        distance = CosineDistance("vector__vector", HalfVector(vector))
        alike = earlier.filter(vector__model=model, vector__vector__isnull=False)
        found |= {
            other.pk: other for other in alike.alias(distance=distance).filter(distance__lte=_farthest(background))
        }
    meaning = _similarities(list(found), vector, background, model)
    texts = reports.texts_for(list(found.values()))
    own = _words(text, case.language)
    likely = [
        (
            key,
            _likelihood(
                case, other, meaning.get(key), rules.shared_words(own, _words(texts.get(key, ""), other.language))
            ),
        )
        for key, other in found.items()
    ]
    worth = sorted((pair for pair in likely if pair[1] >= rules.LEAST_DUPLICATE), key=lambda pair: (-pair[1], pair[0]))
    return [(key, min(chance, rules.MOST_SURE)) for key, chance in worth]


def _near(case: Case, earlier: QuerySet[Case]) -> list[Case]:
    if case.point is None:
        return []
    return list(earlier.filter(point__within_box=box_around(case.point, rules.FAR_METRES)))


def _likelihood(case: Case, other: Case, meaning: float | None, words: float) -> float:
    metres = metres_between(case.point, other.point) if case.point and other.point else None
    days = (case.registered_at - other.registered_at).total_seconds() / 86_400
    both = case.service_id is not None and other.service_id is not None
    same_service = case.service_id == other.service_id if both else None
    return rules.duplicate_probability(meaning, words, metres=metres, days=days, same_service=same_service)


def _words(text: str, language: str) -> frozenset[str]:
    return frozenset(word for word in lemmas(text[:READ_CHARACTERS], language) if len(word) >= SHORTEST_WORD)


def _vectors(model: str) -> QuerySet[CaseVector]:
    return CaseVector.objects.filter(model=model, vector__isnull=False, case__is_restricted=False)


def _farthest(background: tuple[float, float]) -> float:
    """The cosine distance at ``LEAST_WITHOUT_PLACE``."""
    mean, deviation = background
    least = LEAST_SIMILARITY + LEAST_WITHOUT_PLACE * (FULL_SIMILARITY - LEAST_SIMILARITY)
    return 1 - (mean + least * deviation)


def _similarities(
    keys: list[int], vector: np.ndarray | None, background: tuple[float, float] | None, model: str
) -> dict[int, float]:
    """Similarity of each text by case key: 0 (background) to 1 (nearly the same)."""
    if vector is None or background is None or not keys:
        return {}
    mean, deviation = background
    rows = _vectors(model).filter(case__in=keys).values_list("case_id", "vector")
    above = {key: (float(vector @ np.asarray(other, np.float32)) - mean) / deviation for key, other in rows}
    return {
        key: min(max((each - LEAST_SIMILARITY) / (FULL_SIMILARITY - LEAST_SIMILARITY), 0.0), 1.0)
        for key, each in above.items()
    }


def _background(vector: np.ndarray, known: QuerySet[CaseVector]) -> tuple[float, float] | None:
    """Median and standard deviation of the cosine with other cases; None when there are too few."""
    latest = known.order_by("-case_id").values_list("vector", flat=True)[:BACKGROUND_TEXTS]
    others = np.array([np.asarray(each, np.float32) for each in latest])
    if len(others) < FEWEST_BACKGROUND_TEXTS:
        return None
    cosines = others @ vector
    return float(np.median(cosines)), max(float(cosines.std()), 1e-3)
