"""Vectors of all published passages: computed in the background, for the active model and for its successor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from raekoda.platform.core.models import Municipality
from raekoda.platform.search.background import measure
from raekoda.platform.search.embedding import Embedder, embedder, get_embedder
from raekoda.platform.search.models import EmbeddingModel
from raekoda.platform.search.passages import save_passages, split_document

State = EmbeddingModel.State
BATCH_SIZE = 64
CACHE_SECONDS = 10
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
    """The model whose vectors are searched; None before the first one."""
    cached = cache.get(MODEL_KEY)
    if cached is None:
        cached = EmbeddingModel.objects.filter(state=State.ACTIVE).first() or 0
        cache.set(MODEL_KEY, cached, CACHE_SECONDS)
    return cached or None


def ensure_model() -> EmbeddingModel:
    """The row, and the index, of the model that the settings name. The first one is active at once; a later one is
    filled first. Raises ``EmbeddingUnavailable`` when an endpoint does not answer."""
    model_embedder = embedder()
    existing = EmbeddingModel.objects.filter(name=model_embedder.name, url=settings.RAEKODA_EMBEDDINGS_URL).first()
    if existing is not None:
        return existing
    dimensions = model_embedder.dimensions
    mean, deviation = measure(model_embedder)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_embeddingmodel'))")
        is_first = not EmbeddingModel.objects.filter(state=State.ACTIVE).exists()
        model, is_new = EmbeddingModel.objects.get_or_create(
            name=model_embedder.name,
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
    """The model of the settings, and the active one while that is being filled."""
    configured = ensure_model()
    return [*EmbeddingModel.objects.filter(state=State.ACTIVE).exclude(pk=configured.pk), configured]


def split_missing() -> None:
    """Split documents that have no passages yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, municipality_id, title, body FROM search_document AS document"
            " WHERE NOT EXISTS (SELECT FROM search_passage WHERE document_id = document.id) ORDER BY id"
        )
        for document, municipality, title, body in cursor.fetchall():
            with transaction.atomic():
                save_passages(municipality, document, split_document(title, body))


def embed_some(model: EmbeddingModel, municipality: Municipality | None = None) -> int:
    """Compute vectors of the next passages that have none by ``model``. Returns how many. Whole texts come first, so that
    every document is soon found by meaning. Safe to repeat and to run in parallel."""
    rows = _missing_vectors(model, municipality)
    if rows:
        _write(model, rows, get_embedder(model))
    return len(rows)


def activate(model: EmbeddingModel) -> None:
    """Activate a model whose vectors are complete, and delete the previous one. Does nothing for the active model."""
    if model.state == State.ACTIVE:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_embeddingmodel'))")
        if _missing_vectors(model, None):
            return
        old = list(EmbeddingModel.objects.filter(state=State.ACTIVE))
        EmbeddingModel.objects.filter(pk__in=[other.pk for other in old]).update(state=State.BUILDING)
        EmbeddingModel.objects.filter(pk=model.pk).update(state=State.ACTIVE)
    cache.delete(MODEL_KEY)
    for other in EmbeddingModel.objects.exclude(pk=model.pk):
        delete_model(other)


def delete_model(model: EmbeddingModel) -> None:
    """Delete a model that is not in use, with its vectors and its index."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_embedding WHERE model_id = %s", [model.pk])
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; DROP INDEX IF EXISTS {_index_name(model)}")
        cursor.execute("DELETE FROM search_embeddingmodel WHERE id = %s AND state <> 'active'", [model.pk])


def progress(municipality: Municipality | None = None) -> list[Progress]:
    """Progress of each model's vectors, in one municipality or in all."""
    where = "WHERE municipality_id = %(municipality)s" if municipality else ""
    result = []
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
        result.append(Progress(model, done, total))
    return result


def _missing_vectors(model: EmbeddingModel, municipality: Municipality | None) -> list[tuple[Any, ...]]:
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
            ORDER BY passage.number > 0, passage.id LIMIT {BATCH_SIZE}
            """,
            {"model": model.pk, "municipality": municipality.pk if municipality else None},
        )
        return list(cursor.fetchall())


def _write(model: EmbeddingModel, rows: list[tuple[Any, ...]], model_embedder: Embedder) -> None:
    vectors = model_embedder.passages([row[3] for row in rows])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_embedding (municipality_id, passage_id, document_id, model_id, vector)
            SELECT passage.municipality_id, passage.id, passage.document_id, %s, made.vector::halfvec
            FROM unnest(%s::bigint[], %s::text[]) AS made(passage_id, vector)
            JOIN search_passage AS passage ON passage.id = made.passage_id
            ON CONFLICT (passage_id, model_id) DO NOTHING
            """,
            [model.pk, [row[0] for row in rows], [vector_literal(vector) for vector in vectors]],
        )


def vector_literal(vector: Any) -> str:
    """A vector as a PostgreSQL literal."""
    return "[" + ",".join(f"{value:.6g}" for value in vector) + "]"


def _index_name(model: EmbeddingModel) -> str:
    return f"search_embedding_hnsw_{model.pk}"
