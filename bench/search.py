"""How long a search takes among 20,000 and 200,000 published passages, by words and by meaning.

    python bench/search.py [--passages 20000 200000] [--queries 400]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and makes municipalities of its own in it.
Each text is one passage of some 120 Estonian words drawn as in natural language (by Zipf's law); its vector is generated
(around one of 2,000 centres). Questions are words taken from the texts, common and rare ones, one in ten with a typing
error; their vectors are made by the built-in model within the time measured, none is remembered. The bare figures beside
ours are PostgreSQL's own ``ts_rank`` over the same rows, which looks at every match, and the embedding alone.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CENTRES = 2000
VOCABULARY, WORDS_OF_A_TEXT, WORDS_OF_A_TITLE = 30_000, 120, 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--queries", type=int, default=400)
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    random.seed(1789)
    words = vocabulary()
    for passages in options.passages:
        measure(fill(words, passages), [question(words) for _ in range(options.queries)], passages)


def measure(municipality: Any, questions: list[str], passages: int) -> None:
    """Time every way of asking, each with the same questions."""
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.platform.search.embedding import built_in
    from raekoda.platform.search.queries import search, suggest
    from raekoda.platform.search.retrieval import retrieve

    with municipality_scope(municipality):
        plain = timed(lambda text: plain_rank(municipality, text), questions)
        ours = timed(lambda text: search(text, "et"), questions)
        answers = timed(lambda text: retrieve(text, "et"), questions)
        typing = timed(lambda text: suggest(text[: max(3, len(text) // 2)], "et"), questions)
        embedding = timed(lambda text: built_in().queries([text]), questions)
    print(f"\npassages {passages}, questions {len(questions)}, milliseconds")
    named = {
        "search, words and meaning": ours,
        "passages for an answer": answers,
        "typing help": typing,
        "embedding of the question alone": embedding,
        "plain ts_rank": plain,
    }
    for name, times in named.items():
        print(f"{name:32} p50 {at(times, 0.5):6.1f}  p95 {at(times, 0.95):6.1f}  max {times[-1]:6.1f}")
    print(f"search / plain ts_rank, p95: {at(ours, 0.95) / at(plain, 0.95):.2f}")


def vocabulary() -> list[str]:
    """Estonian word forms, in an order of frequency that is made up."""
    from raekoda.platform.core.text import _strategy, lemma

    lemma("raekoda", "et")
    known = _strategy()._dictionary_lookup._dictionary_factory.get_dictionary("et")
    forms = sorted(form for form in known if form.isalpha() and 3 <= len(form) <= 14)
    return random.sample(forms, VOCABULARY)


def zipf(words: list[str], count: int) -> list[str]:
    return [words[min(int(random.paretovariate(0.55)) - 1, len(words) - 1)] for _ in range(count)]


def fill(words: list[str], passages: int) -> Any:
    """A municipality with so many texts of one passage; made once, kept in the database."""
    from django.db import connection

    from raekoda.platform.core.models import Municipality
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.platform.core.text import weighted
    from raekoda.platform.search.index import count_terms
    from raekoda.platform.search.vectors import ensure_model

    slug = f"bench-search-{passages}"
    municipality, is_new = Municipality.objects.get_or_create(
        code=f"b{passages // 1000}", defaults={"name": "Bench", "county": "-", "slug": slug}
    )
    if not is_new:
        return municipality
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for number in range(passages):
            title, body = " ".join(zipf(words, WORDS_OF_A_TITLE)), " ".join(zipf(words, WORDS_OF_A_TEXT))
            cursor.execute(
                "INSERT INTO search_document (municipality_id, kind, key, language, title, body, url, vector, updated_at)"
                " VALUES (%s, 'page', %s, 'et', %s, %s, '/', %s::tsvector, now())",
                [municipality.pk, str(number), title, body, weighted([(title, "A"), (body, "D")], "et")],
            )
        cursor.execute(
            "INSERT INTO search_passage (municipality_id, document_id, number, text)"
            " SELECT municipality_id, id, 0, body FROM search_document WHERE municipality_id = %s",
            [municipality.pk],
        )
        with municipality_scope(municipality):
            count_terms(municipality)
        add_vectors(cursor, municipality.pk, ensure_model().pk)
        for table in ("search_document", "search_term", "search_passage", "search_embedding"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    print(f"made {passages} passages in {time.perf_counter() - started:.0f} s")
    return municipality


def add_vectors(cursor: Any, municipality: int, model: int) -> None:
    """Generated vectors for all passages of the municipality; the index is made anew over all of them at once."""
    import numpy as np

    from raekoda.platform.search.vectors import vector_literal

    index = f"search_embedding_hnsw_{model}"
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
    (definition,) = cursor.fetchone()
    cursor.execute(f"DROP INDEX {index}")
    cursor.execute("SELECT id, document_id FROM search_passage WHERE municipality_id = %s", [municipality])
    rows = cursor.fetchall()
    dice = np.random.default_rng(1789)
    centres = dice.normal(size=(CENTRES, 384))
    for start in range(0, len(rows), 2000):
        some = rows[start : start + 2000]
        vectors = centres[dice.integers(CENTRES, size=len(some))] + 0.7 * dice.normal(size=(len(some), 384))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        passages, documents = zip(*some, strict=True)
        cursor.execute(
            "INSERT INTO search_embedding (municipality_id, passage_id, document_id, model_id, vector)"
            " SELECT %s, one.passage, one.document, %s, one.vector::halfvec"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS one(passage, document, vector)",
            [municipality, model, list(passages), list(documents), [vector_literal(vector) for vector in vectors]],
        )
    cursor.execute("SET maintenance_work_mem = '1GB'")
    cursor.execute(definition)


def question(words: list[str]) -> str:
    """One to six words; common and rare ones; one question in ten with a letter missing."""
    chosen = zipf(words, random.randint(1, 4)) + random.sample(words[:8000], random.randint(0, 2))
    if random.random() < 0.1:
        chosen[0] = chosen[0][:2] + chosen[0][3:]
    return " ".join(chosen)


def plain_rank(municipality: Any, text: str) -> list[tuple]:
    """What a plain PostgreSQL search would do: any of the lemmas, ranked by ``ts_rank``."""
    from django.db import connection

    from raekoda.platform.core.text import lemmas, quoted

    query = " | ".join(quoted(term) for term in dict.fromkeys(lemmas(text, "et")))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, title, body, ts_rank(vector, %s::tsquery, 1) AS rank FROM search_document WHERE"
            " municipality_id = %s AND language = 'et' AND vector @@ %s::tsquery ORDER BY rank DESC LIMIT 20",
            [query, municipality.pk, query],
        )
        return cursor.fetchall()


def timed(ask: Any, questions: list[str]) -> list[float]:
    """Milliseconds of each question, shortest first; a first round warms up."""
    from raekoda.platform.search.finding import _query_vector

    for text in questions[:40]:
        ask(text)
    times = []
    for text in questions:
        _query_vector.cache_clear()
        started = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def at(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


if __name__ == "__main__":
    main()
