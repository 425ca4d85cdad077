"""How long a search takes among 20,000 published texts.

    python bench/search.py [--documents 20000] [--queries 400]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and makes a municipality of its own in it.
The texts are made of Estonian words drawn as in natural language (by Zipf's law); questions are words taken from
them, common and rare ones, one in ten with a typing error. The bare figure beside ours is PostgreSQL's own ``ts_rank``
over the same rows, which looks at every match.
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
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.server.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG = "9004", "bench-search"
VOCABULARY, WORDS_OF_A_TEXT, WORDS_OF_A_TITLE = 30_000, 120, 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=400)
    options = parser.parse_args()
    from raekoda.server.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from raekoda.core.tenancy import municipality_scope
    from raekoda.search.queries import search, suggest

    random.seed(1789)
    words = vocabulary()
    municipality = fill(words, options.documents)
    questions = [question(words) for _ in range(options.queries)]
    with municipality_scope(municipality):
        plain = timed(lambda text: plain_rank(municipality, text), questions)
        ours = timed(lambda text: search(text, "et"), questions)
        typing = timed(lambda text: suggest(text[: max(3, len(text) // 2)], "et"), questions)
    print(f"documents {options.documents}, questions {options.queries}, milliseconds")
    for name, times in (("search", ours), ("typing help", typing), ("plain ts_rank", plain)):
        print(f"{name:14} p50 {at(times, 0.5):6.1f}  p95 {at(times, 0.95):6.1f}  max {times[-1]:6.1f}")
    print(f"search / plain ts_rank, p95: {at(ours, 0.95) / at(plain, 0.95):.2f}")


def vocabulary() -> list[str]:
    """Estonian word forms, in an order of frequency that is made up."""
    from raekoda.core.text import _strategy, lemma

    lemma("raekoda", "et")
    known = _strategy()._dictionary_lookup._dictionary_factory.get_dictionary("et")
    forms = sorted(form for form in known if form.isalpha() and 3 <= len(form) <= 14)
    return random.sample(forms, VOCABULARY)


def zipf(words: list[str], count: int) -> list[str]:
    return [words[min(int(random.paretovariate(0.55)) - 1, len(words) - 1)] for _ in range(count)]


def fill(words: list[str], documents: int) -> Any:
    """The bench's municipality with its texts; made once, kept in the database."""
    from django.db import connection

    from raekoda.core.models import Municipality
    from raekoda.core.tenancy import municipality_scope
    from raekoda.core.text import weighted
    from raekoda.search.index import count_terms

    municipality, _ = Municipality.objects.get_or_create(
        code=CODE, defaults={"name": "Bench", "county": "-", "slug": SLUG}
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_document WHERE municipality_id = %s", [municipality.pk])
        if cursor.fetchone()[0] == documents:
            return municipality
        cursor.execute("DELETE FROM search_document WHERE municipality_id = %s", [municipality.pk])
        started = time.perf_counter()
        for number in range(documents):
            title, body = " ".join(zipf(words, WORDS_OF_A_TITLE)), " ".join(zipf(words, WORDS_OF_A_TEXT))
            cursor.execute(
                "INSERT INTO search_document (municipality_id, kind, key, language, title, body, url, vector, updated_at)"
                " VALUES (%s, 'page', %s, 'et', %s, %s, '/', %s::tsvector, now())",
                [municipality.pk, str(number), title, body, weighted([(title, "A"), (body, "D")], "et")],
            )
        with municipality_scope(municipality):
            count_terms(municipality)
        cursor.execute("VACUUM ANALYZE search_document")
        cursor.execute("VACUUM ANALYZE search_term")
        print(f"made {documents} documents in {time.perf_counter() - started:.0f} s")
    return municipality


def question(words: list[str]) -> str:
    """One to six words; common and rare ones; one question in ten with a letter missing."""
    chosen = zipf(words, random.randint(1, 4)) + random.sample(words[:8000], random.randint(0, 2))
    if random.random() < 0.1:
        chosen[0] = chosen[0][:2] + chosen[0][3:]
    return " ".join(chosen)


def plain_rank(municipality: Any, text: str) -> list[tuple]:
    """What a plain PostgreSQL search would do: any of the lemmas, ranked by ``ts_rank``."""
    from django.db import connection

    from raekoda.core.text import lemmas, quoted

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
    for text in questions[:40]:
        ask(text)
    times = []
    for text in questions:
        started = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def at(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


if __name__ == "__main__":
    main()
