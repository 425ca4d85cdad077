"""Vectors of all published passages: made in the background, for the model in use and for one that is to follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from raekoda.platform.core.models import Municipality
from raekoda.platform.search.background import measure
from raekoda.platform.search.embedding import Embedder, embedder, embedder_of
from raekoda.platform.search.models import EmbeddingModel
from raekoda.platform.search.passages import cut, keep

State = EmbeddingModel.State
AT_ONCE = 64
KEPT_SECONDS = 10
MODEL_KEY = "search-embedding-model"


@dataclass(frozen=True)
class Progress:
    """How many passages have a vector by a model, of how many."""

    model: EmbeddingModel
    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


def active_model() -> EmbeddingModel | None:
    """The model whose vectors are searched now; None before the first one was begun."""
    known = cache.get(MODEL_KEY)
    if known is None:
        known = EmbeddingModel.objects.filter(state=State.ACTIVE).first() or 0
        cache.set(MODEL_KEY, known, KEPT_SECONDS)
    return known or None


def ensure_model() -> EmbeddingModel:
    """The row, and the index, of the model that the settings name. The first one ever is used from the beginning;
    a later one is built up first. Raises ``EmbeddingUnavailable`` when an endpoint does not tell its dimensions."""
    chosen = embedder()
    known = EmbeddingModel.objects.filter(name=chosen.name, url=settings.RAEKODA_EMBEDDINGS_URL).first()
    if known is not None:
        return known
    dimensions = chosen.dimensions
    mean, deviation = measure(chosen)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_embeddingmodel'))")
        is_first = not EmbeddingModel.objects.filter(state=State.ACTIVE).exists()
        model, is_new = EmbeddingModel.objects.get_or_create(
            name=chosen.name,
            url=settings.RAEKODA_EMBEDDINGS_URL,
            defaults={
                "dimensions": dimensions,
                "background_mean": mean,
                "background_deviation": deviation,
                "state": State.ACTIVE if is_first else State.BUILDING,
            },
        )
        if is_new:
            cursor.execute(
                f"SET CONSTRAINTS ALL IMMEDIATE; CREATE INDEX {_index_name(model)} ON search_embedding"
                f" USING hnsw ((vector::halfvec({model.dimensions})) halfvec_ip_ops) WHERE model_id = {model.pk}"
            )
    cache.delete(MODEL_KEY)
    return model


def models_to_fill() -> list[EmbeddingModel]:
    """The model of the settings, and the one in use while that is being built."""
    wanted = ensure_model()
    return [*EmbeddingModel.objects.filter(state=State.ACTIVE).exclude(pk=wanted.pk), wanted]


def cut_missing() -> None:
    """Cut documents into passages that were put into the index before there were any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, municipality_id, title, body FROM search_document AS document"
            " WHERE NOT EXISTS (SELECT FROM search_passage WHERE document_id = document.id) ORDER BY id"
        )
        for document, municipality, title, body in cursor.fetchall():
            with transaction.atomic():
                keep(municipality, document, cut(title, body))


def embed_some(model: EmbeddingModel, municipality: Municipality | None = None) -> int:
    """Give vectors to the next passages that have none by ``model``; how many. Whole texts come first, so that
    every document is soon found by meaning. Safe to run twice and side by side."""
    rows = _waiting(model, municipality)
    if rows:
        _write(model, rows, embedder_of(model))
    return len(rows)


def finish(model: EmbeddingModel) -> None:
    """Put a model into use whose vectors are complete, and forget the one before it. Nothing for the model in use."""
    if model.state == State.ACTIVE:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_embeddingmodel'))")
        if _waiting(model, None):
            return
        old = list(EmbeddingModel.objects.filter(state=State.ACTIVE))
        EmbeddingModel.objects.filter(pk__in=[each.pk for each in old]).update(state=State.BUILDING)
        EmbeddingModel.objects.filter(pk=model.pk).update(state=State.ACTIVE)
    cache.delete(MODEL_KEY)
    for each in EmbeddingModel.objects.exclude(pk=model.pk):
        forget(each)


def forget(model: EmbeddingModel) -> None:
    """Delete a model that is not in use, with its vectors and its index."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_embedding WHERE model_id = %s", [model.pk])
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; DROP INDEX IF EXISTS {_index_name(model)}")
        cursor.execute("DELETE FROM search_embeddingmodel WHERE id = %s AND state <> 'active'", [model.pk])


def progress(municipality: Municipality | None = None) -> list[Progress]:
    """How far each model's vectors are, in one municipality or in all."""
    where = "WHERE municipality_id = %(municipality)s" if municipality else ""
    found = []
    for model in EmbeddingModel.objects.order_by("state", "id"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT (SELECT count(*) FROM search_passage {where}),
                       (SELECT count(*) FROM search_embedding {where or "WHERE true"} AND model_id = %(model)s)
                """,
                {"municipality": municipality.pk if municipality else None, "model": model.pk},
            )
            total, done = cursor.fetchone()
        found.append(Progress(model, done, total))
    return found


def _waiting(model: EmbeddingModel, municipality: Municipality | None) -> list[tuple[Any, ...]]:
    """The next passages without a vector: (id, municipality, document, text with its document's title)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT passage.id, passage.municipality_id, passage.document_id,
                CASE WHEN passage.number = 0 THEN passage.text ELSE document.title || '. ' || passage.text END
            FROM search_passage AS passage JOIN search_document AS document ON document.id = passage.document_id
            WHERE NOT EXISTS (
                SELECT FROM search_embedding AS known WHERE known.passage_id = passage.id AND known.model_id = %(model)s
            ) {"AND passage.municipality_id = %(municipality)s" if municipality else ""}
            ORDER BY passage.number > 0, passage.id LIMIT {AT_ONCE}
            """,
            {"model": model.pk, "municipality": municipality.pk if municipality else None},
        )
        return list(cursor.fetchall())


def _write(model: EmbeddingModel, rows: list[tuple[Any, ...]], made_by: Embedder) -> None:
    vectors = made_by.passages([row[3] for row in rows])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_embedding (municipality_id, passage_id, document_id, model_id, vector)
            SELECT passage.municipality_id, passage.id, passage.document_id, %s, made.vector::halfvec
            FROM unnest(%s::bigint[], %s::text[]) AS made(passage_id, vector)
            JOIN search_passage AS passage ON passage.id = made.passage_id
            ON CONFLICT (passage_id, model_id) DO NOTHING
            """,
            [model.pk, [row[0] for row in rows], [literal(vector) for vector in vectors]],
        )


def literal(vector: Any) -> str:
    """A vector as PostgreSQL reads it."""
    return "[" + ",".join(f"{value:.6g}" for value in vector) + "]"


def _index_name(model: EmbeddingModel) -> str:
    return f"search_embedding_hnsw_{model.pk}"
