"""Assigns new questions to the most similar group or clusters them into new groups. Idempotent.

A question stays in its group until a person moves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from pgvector import HalfVector
from pgvector.django import CosineDistance

from raekoda.casework.assistant.models import Exchange, Gap, QuestionVector
from raekoda.casework.assistant.unanswered import naming, statistics
from raekoda.casework.assistant.unanswered.queries import answers_given, is_unhelpful, unhelpful
from raekoda.casework.assistant.unanswered.similarity import Space, mean_direction, space_for, space_name
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.embedding import Embedder, embedder

LEAST_SIMILARITY = 0.2
CLUSTER_SIMILARITY = 0.17
ANSWER_GIVEN = 0.1
EMBEDDING_BATCH = 64
PLACING_BATCH = 500
REFRESH_BATCH = 50
MEMBERS_OF_A_CENTRE = 200


def group_new_questions() -> int:
    """Group all unplaced questions of the current municipality; returns their number. Raises ``EmbeddingUnavailable``."""
    model = embedder()
    _embed_all(model)
    placed = 0
    if _unplaced().exists():
        space = space_for(model)
        while some := _place_batch(space):
            placed += some
    return placed


def nearest(gap: Gap, limit: int = 8) -> list[Gap]:
    """Candidates to merge with, most similar first."""
    if gap.centre is None:
        return []
    others = Gap.objects.filter(space=gap.space).exclude(pk=gap.pk).exclude(state=Gap.State.MERGED)
    return list(others.order_by(CosineDistance("centre", gap.centre))[:limit])


def refresh(gaps: Iterable[int]) -> None:
    """Recompute centre, title, topic and counts of groups; delete empty ones that no person has worked on."""
    for gap in Gap.objects.select_for_update().filter(pk__in=set(gaps)).exclude(state=Gap.State.MERGED).order_by("pk"):
        members = _members(gap)
        counts = statistics.counts(gap)
        if not members and not counts.asked:
            _delete_or_reset(gap)
            continue
        if members:
            vectors = _rows(members)
            centre = mean_direction(vectors)
            gap.centre, gap.space = HalfVector(centre), members[0].space
            if not gap.is_named:
                naming.set_name(gap, [members[place].exchange for place in np.argsort(-(vectors @ centre))])
        gap.asked = counts.asked
        gap.first_asked_at = counts.first or gap.first_asked_at
        gap.last_asked_at = counts.last or gap.last_asked_at
        gap.save()


def refresh_all() -> None:
    """Refresh every group in batches."""
    keys = list(Gap.objects.exclude(state=Gap.State.MERGED).values_list("pk", flat=True))
    for start in range(0, len(keys), REFRESH_BATCH):
        with transaction.atomic():
            refresh(keys[start : start + REFRESH_BATCH])


def _embed_all(model: Embedder) -> None:
    """Create missing vectors in the space of the current model; refresh groups of another space."""
    name = space_name(model)
    changed = False
    while waiting := list(
        Exchange.objects.filter(~Q(vector__space=name) | Q(vector=None)).order_by("asked_at", "id")[:EMBEDDING_BATCH]
    ):
        rows = space_for(model).place(
            model.queries([each.question for each in waiting]), [each.language for each in waiting]
        )
        changed |= QuestionVector.objects.filter(exchange__in=waiting).exists()
        QuestionVector.objects.bulk_create(
            [
                QuestionVector(exchange=each, municipality=each.municipality, vector=HalfVector(row), space=name)
                for each, row in zip(waiting, rows, strict=True)
            ],
            update_conflicts=True,
            unique_fields=["exchange"],
            update_fields=["vector", "space"],
        )
    if changed:
        with transaction.atomic():
            refresh(Gap.objects.exclude(space=name).values_list("pk", flat=True))


def _unplaced() -> QuerySet[Exchange]:
    """Questions not yet placed, and ungrouped ones later rated unhelpful."""
    return Exchange.objects.filter(vector__isnull=False).filter(Q(gap=None) & unhelpful() | Q(vector__placed=False))


@transaction.atomic
def _place_batch(space: Space) -> int:
    """Place the next questions, oldest first, into similar groups or new ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assistant_gap'), %s)", [current().pk])
    waiting = list(_unplaced().select_related("vector").order_by("asked_at", "id")[:PLACING_BATCH])
    gaps = list(Gap.objects.filter(space=space.name).exclude(state=Gap.State.MERGED))
    centres = np.array([gap.centre for gap in gaps], dtype=np.float32)
    left: list[Exchange] = []
    touched: set[int] = set()
    for each in waiting:
        gap = _find_group(each, gaps, centres)
        if gap is not None:
            each.gap = gap
            touched.add(gap.pk)
        elif is_unhelpful(each):
            left.append(each)
    touched |= _new_gaps(left)
    Exchange.objects.bulk_update([each for each in waiting if each.gap_id], ["gap"])
    QuestionVector.objects.filter(exchange__in=waiting).update(placed=True)
    refresh(touched)
    return len(waiting)


def _find_group(each: Exchange, gaps: Sequence[Gap], centres: np.ndarray) -> Gap | None:
    """The most similar group above the threshold, with a bonus for the group whose answer was given."""
    if not gaps:
        return None
    likeness = centres @ np.array(each.vector.vector, dtype=np.float32)
    given = answers_given(each)
    bonus = np.array([ANSWER_GIVEN if gap.answer_id in given else 0.0 for gap in gaps], dtype=np.float32)
    best = int(np.argmax(likeness + bonus))
    return gaps[best] if likeness[best] + bonus[best] >= LEAST_SIMILARITY else None


def _new_gaps(left: list[Exchange]) -> set[int]:
    """Create groups from clusters of the remaining questions; returns their keys."""
    made: set[int] = set()
    for members in _clusters(left):
        first, last = members[0], members[-1]
        gap = Gap.objects.create(
            municipality=first.municipality, title=first.question[:300], language=first.language,
            created_at=clock.now(), first_asked_at=first.asked_at, last_asked_at=last.asked_at,
        )  # fmt: skip
        for each in members:
            each.gap = gap
        made.add(gap.pk)
    return made


def _clusters(left: list[Exchange]) -> list[list[Exchange]]:
    """Cluster questions. scikit-learn is imported only when needed, in the worker."""
    from sklearn.cluster import AgglomerativeClustering

    if len(left) < 2:
        return [left] if left else []
    rows = _rows([each.vector for each in left])
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - CLUSTER_SIMILARITY
    )
    clusters: dict[int, list[Exchange]] = defaultdict(list)
    for each, label in zip(left, clustering.fit_predict(rows), strict=True):
        clusters[int(label)].append(each)
    return list(clusters.values())


def _members(gap: Gap) -> list[QuestionVector]:
    """The latest unhelped questions of the group, all of one space."""
    newest = QuestionVector.objects.filter(exchange__gap=gap).select_related("exchange").order_by("-exchange_id")
    members = list(newest.filter(unhelpful("exchange__"))[:MEMBERS_OF_A_CENTRE])
    return [each for each in members if each.space == members[0].space]


def _rows(vectors: Iterable[QuestionVector]) -> np.ndarray:
    return np.array([each.vector for each in vectors], dtype=np.float32)


def _delete_or_reset(gap: Gap) -> None:
    if gap.is_named or gap.answer_id or gap.state != Gap.State.OPEN:
        Gap.objects.filter(pk=gap.pk).update(asked=0)
    else:
        gap.delete()
