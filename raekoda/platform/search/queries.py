"""Search over published texts: services, answers, pages, news. Ranking is in ``finding``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import highlight, lemma, quoted, words
from raekoda.platform.search.finding import SNIPPET_SOURCE, Hit, find, hits
from raekoda.platform.search.query_analysis import MAX_QUERY_WORDS

SUGGESTION_CANDIDATES = 200


@dataclass(frozen=True)
class Results:
    """Results, best first; ``corrected`` is the query with misspelt words replaced, or None."""

    hits: list[Hit] = field(default_factory=list)
    corrected: str | None = None


def search(text: str, language: str, kinds: Sequence[str] | None = None, limit: int = 20) -> Results:
    """Published texts of the open municipality that fit ``text`` by words or by meaning, best first.

    Looks in ``language`` (that of the page), in the language the query seems to be written in, and by meaning in all.
    ``kinds`` limits to some of ``Document.Kind``.
    """
    found = find(text, language, kinds)
    results = hits(found, limit)
    corrected = next((query.corrected for query in found.analysed.values() if query.corrected), None)
    return Results(results, corrected if results else None)


def suggest(text: str, language: str, limit: int = 8, kinds: Sequence[str] | None = None) -> list[Hit]:
    """Texts that fit what was typed so far; the last word may be unfinished and words may be misspelt."""
    typed = words(text)[:MAX_QUERY_WORDS]
    if not typed:
        return []
    municipality = current()
    rows = _rows(
        "ts_rank('{0.02, 0.1, 0.6, 1.0}', vector, %(query)s::tsquery, 1)",
        f"""id IN (
            (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
                AND vector @@ %(in_title)s::tsquery LIMIT {SUGGESTION_CANDIDATES})
            UNION ALL
            (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
                AND vector @@ %(query)s::tsquery LIMIT {SUGGESTION_CANDIDATES})
        )""",
        {"query": _prefix_query(typed, language), "in_title": _prefix_query(typed, language, weight="A")},
        municipality, language, kinds, limit,
    )  # fmt: skip
    terms = {lemma(word, language) for word in typed}
    return [_hit(row, terms, language) for row in rows] or search(text, language, kinds, limit).hits


def _prefix_query(typed: list[str], language: str, weight: str = "") -> str:
    """A tsquery of every typed word, as a lemma or a prefix; with ``weight`` A in titles only."""
    whole = f":{weight}" if weight else ""
    return " & ".join(f"({quoted(lemma(word, language))}{whole} | {quoted(word.lower())}:*{weight})" for word in typed)


def _rows(
    score: str,
    condition: str,
    params: dict[str, Any],
    municipality: Municipality,
    language: str,
    kinds: Sequence[str] | None,
    limit: int,
) -> list[tuple]:
    """Rows (kind, key, title, body, url, score) of documents under ``condition``, best score first."""
    sql = f"""
        SELECT kind, key, title, left(body, {SNIPPET_SOURCE}), url, ({score})::float8 AS score
        FROM search_document
        WHERE municipality_id = %(municipality)s AND language = %(language)s AND {condition}
            {"AND kind = ANY(%(kinds)s)" if kinds is not None else ""}
        ORDER BY score DESC, id LIMIT %(limit)s
    """
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                **params,
                "municipality": municipality.pk,
                "language": language,
                "kinds": list(kinds or []),
                "limit": limit,
            },
        )
        return cursor.fetchall()


def _hit(row: tuple, terms: set[str], language: str) -> Hit:
    kind, key, title, body, url, score = row
    return Hit(
        kind=kind,
        key=key,
        language=language,
        title=title,
        url=url,
        marked_title=highlight(title, terms, language, width=300),
        snippet=highlight(body, terms, language),
        score=score,
    )
