"""New questions find their group: the nearest there is, or a new one made with others like them. Safe to run again.

Groups keep their identity: a question once in a group stays there until a person moves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from pgvector import HalfVector
from pgvector.django import CosineDistance

from raekoda.casework.assistant.gaps import figures, naming
from raekoda.casework.assistant.gaps.likeness import Space, centre_of, name_of, space_of
from raekoda.casework.assistant.gaps.queries import answers_given, is_without_help, without_help
from raekoda.casework.assistant.models import Exchange, Gap, QuestionVector
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.embedding import Embedder, embedder

LIKE_ENOUGH = 0.2
LIKE_EACH_OTHER = 0.17
ANSWER_GIVEN = 0.1
EMBEDDED_AT_ONCE = 64
PLACED_AT_ONCE = 500
REFRESHED_AT_ONCE = 50
MEMBERS_OF_A_CENTRE = 200


def group_new() -> int:
    """Place every question of the open municipality that has no place yet; how many. Raises ``EmbeddingUnavailable``."""
    model = embedder()
    _embed_all(model)
    placed = 0
    if _to_place().exists():
        space = space_of(model)
        while some := _place_some(space):
            placed += some
    return placed


def nearest(gap: Gap, limit: int = 8) -> list[Gap]:
    """Groups that a person might join this one with, the most alike first."""
    if gap.centre is None:
        return []
    others = Gap.objects.filter(space=gap.space).exclude(pk=gap.pk).exclude(state=Gap.State.MERGED)
    return list(others.order_by(CosineDistance("centre", gap.centre))[:limit])


def refresh(gaps: Iterable[int]) -> None:
    """Bring centre, title, topic and counts of groups to what their questions are now; empty ones go, unless a person
    has worked on them."""
    for gap in Gap.objects.select_for_update().filter(pk__in=set(gaps)).exclude(state=Gap.State.MERGED).order_by("pk"):
        members = _members(gap)
        counts = figures.counts(gap)
        if not members and not counts.asked:
            _empty(gap)
            continue
        if members:
            vectors = _rows(members)
            centre = centre_of(vectors)
            gap.centre, gap.space = HalfVector(centre), members[0].space
            if not gap.is_named:
                naming.name(gap, [members[place].exchange for place in np.argsort(-(vectors @ centre))])
        gap.asked = counts.asked
        gap.first_asked_at = counts.first or gap.first_asked_at
        gap.last_asked_at = counts.last or gap.last_asked_at
        gap.save()


def refresh_all() -> None:
    """The same for every group, a few at a time."""
    keys = list(Gap.objects.exclude(state=Gap.State.MERGED).values_list("pk", flat=True))
    for start in range(0, len(keys), REFRESHED_AT_ONCE):
        with transaction.atomic():
            refresh(keys[start : start + REFRESHED_AT_ONCE])


def _embed_all(model: Embedder) -> None:
    """A vector for every kept question, in the space of the model in use; centres follow to another space."""
    name = name_of(model)
    changed = False
    while waiting := list(
        Exchange.objects.filter(~Q(vector__space=name) | Q(vector=None)).order_by("asked_at", "id")[:EMBEDDED_AT_ONCE]
    ):
        rows = space_of(model).place(
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


def _to_place() -> QuerySet[Exchange]:
    """Questions never looked at, and those that turned out not to have been helped."""
    return Exchange.objects.filter(vector__isnull=False).filter(Q(gap=None) & without_help() | Q(vector__placed=False))


@transaction.atomic
def _place_some(space: Space) -> int:
    """Place the next questions, the oldest first: into the group they are like, the rest into new groups."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assistant_gap'), %s)", [current().pk])
    waiting = list(_to_place().select_related("vector").order_by("asked_at", "id")[:PLACED_AT_ONCE])
    gaps = list(Gap.objects.filter(space=space.name).exclude(state=Gap.State.MERGED))
    centres = np.array([gap.centre for gap in gaps], dtype=np.float32)
    left: list[Exchange] = []
    touched: set[int] = set()
    for each in waiting:
        gap = _gap_of(each, gaps, centres)
        if gap is not None:
            each.gap = gap
            touched.add(gap.pk)
        elif is_without_help(each):
            left.append(each)
    touched |= _new_gaps(left)
    Exchange.objects.bulk_update([each for each in waiting if each.gap_id], ["gap"])
    QuestionVector.objects.filter(exchange__in=waiting).update(placed=True)
    refresh(touched)
    return len(waiting)


def _gap_of(each: Exchange, gaps: Sequence[Gap], centres: np.ndarray) -> Gap | None:
    """The group a question is most like, if it is like enough; less is enough for the group whose answer was given."""
    if not gaps:
        return None
    likeness = centres @ np.array(each.vector.vector, dtype=np.float32)
    given = answers_given(each)
    bonus = np.array([ANSWER_GIVEN if gap.answer_id in given else 0.0 for gap in gaps], dtype=np.float32)
    best = int(np.argmax(likeness + bonus))
    return gaps[best] if likeness[best] + bonus[best] >= LIKE_ENOUGH else None


def _new_gaps(left: list[Exchange]) -> set[int]:
    """Make groups of questions that no group is like; their keys."""
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
    """Questions that belong together; the library is loaded only where there is something to group, in the worker."""
    from sklearn.cluster import AgglomerativeClustering

    if len(left) < 2:
        return [left] if left else []
    rows = _rows([each.vector for each in left])
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - LIKE_EACH_OTHER
    )
    clusters: dict[int, list[Exchange]] = defaultdict(list)
    for each, label in zip(left, clustering.fit_predict(rows), strict=True):
        clusters[int(label)].append(each)
    return list(clusters.values())


def _members(gap: Gap) -> list[QuestionVector]:
    """The latest questions of the group that were not answered to help, all of one space."""
    newest = QuestionVector.objects.filter(exchange__gap=gap).select_related("exchange").order_by("-exchange_id")
    members = list(newest.filter(without_help("exchange__"))[:MEMBERS_OF_A_CENTRE])
    return [each for each in members if each.space == members[0].space]


def _rows(vectors: Iterable[QuestionVector]) -> np.ndarray:
    return np.array([each.vector for each in vectors], dtype=np.float32)


def _empty(gap: Gap) -> None:
    if gap.is_named or gap.answer_id or gap.state != Gap.State.OPEN:
        Gap.objects.filter(pk=gap.pk).update(asked=0)
    else:
        gap.delete()
