"""Search over published texts: services, answers, pages, news.

Ranking: sum over the query's terms of idf × ``ts_rank(vector, term, 1)``, over lemmas. Candidates come from the GIN index,
rare terms first, so that the work stays small however common a word is. A word that the index does not know is
replaced by the known words most like it (trigrams).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils.safestring import SafeString

from raekoda.core.models import Municipality
from raekoda.core.tenancy import current
from raekoda.core.text import detect_language, highlight, lemma, quoted, words
from raekoda.search.models import Document, Term

LONGEST_QUERY_WORDS = 24
ENOUGH_CANDIDATES = 1500
ALL_TERMS_CANDIDATES = 500
SUGGESTION_CANDIDATES = 200
LIKE_ENOUGH = 0.7
LIKE_WEIGHT = 0.6
OTHER_LANGUAGE_WEIGHT = 0.7
SNIPPET_SOURCE = 6000
FUNCTION_WORD_WEIGHT = 0.1
FUNCTION_WORDS = {
    language: frozenset(written.split())
    for language, written in {
        "et": """olema ei ja või ning et kui kuidas kus kas mis kes see too mina sina tema meie teie nemad oma ka veel siis
            aga saama pidama võima tahtma palju miks millal kuhu kust milline mitu ma sa ta me te nad üks ära""",
        "en": """be the a an of to in on at for from with and or not do have can may must how what where when why who which
            i you he she it we they my your our this that there is are""",
        "ru": """быть не и или в на с к из у о об от по за для как что где куда когда почему кто какой который я ты он она
            оно мы вы они мой ваш наш это этот тот можно нужно ли бы""",
    }.items()
}


@dataclass(frozen=True)
class Hit:
    """One found text. ``snippet`` and ``marked_title`` are safe HTML with the found words in ``<mark>``."""

    kind: str
    key: str
    language: str
    title: str
    url: str
    marked_title: SafeString
    snippet: SafeString
    score: float


@dataclass(frozen=True)
class Results:
    """What was found, best first; ``corrected`` is the query as understood when words had to be replaced."""

    hits: list[Hit] = field(default_factory=list)
    corrected: str | None = None


@dataclass
class Understood:
    """A query in one language: terms of the index with their weights, and the query as corrected."""

    language: str
    weights: dict[str, float]
    frequency: dict[str, int]
    corrected: str | None


def search(text: str, language: str, kinds: Sequence[str] | None = None, limit: int = 20) -> Results:
    """Published texts of the open municipality that fit ``text``, best first.

    Looks in ``language`` (that of the page) and in the language the query seems to be written in.
    ``kinds`` limits to some of ``Document.Kind``.
    """
    municipality = current()
    languages = list(dict.fromkeys([language, detect_language(text, default=language)]))
    best: dict[tuple[str, str], Hit] = {}
    corrected = None
    for number, one in enumerate(languages):
        understood = understand(text, one, municipality)
        corrected = corrected or understood.corrected
        factor = 1.0 if number == 0 else OTHER_LANGUAGE_WEIGHT
        for hit in _ranked(understood, municipality, kinds, limit, factor):
            known = best.get((hit.kind, hit.key))
            if known is None or hit.score > known.score:
                best[(hit.kind, hit.key)] = hit
    hits = sorted(best.values(), key=lambda hit: -hit.score)[:limit]
    return Results(hits, corrected if hits else None)


def suggest(text: str, language: str, limit: int = 8, kinds: Sequence[str] | None = None) -> list[Hit]:
    """Texts that fit what was typed so far; the last word may be unfinished and words may be misspelt."""
    typed = words(text)[:LONGEST_QUERY_WORDS]
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
        {"query": _begun(typed, language), "in_title": _begun(typed, language, weight="A")},
        municipality, language, kinds, limit,
    )  # fmt: skip
    wanted = {lemma(word, language) for word in typed}
    return [_hit(row, wanted, language, 1.0) for row in rows] or search(text, language, kinds, limit).hits


def understand(text: str, language: str, municipality: Municipality) -> Understood:
    """The query's terms with their weights (idf, less for a word that only looks alike)."""
    typed = list(dict.fromkeys(words(text)))[:LONGEST_QUERY_WORDS]
    lemma_of = {word: lemma(word, language) for word in typed}
    known: dict[str, int] = dict(
        Term.objects.filter(
            municipality=municipality, language=language, text__in=set(lemma_of.values()), documents__gt=0
        ).values_list("text", "documents")
    )
    total = _document_count(municipality, language)
    function_words = FUNCTION_WORDS.get(language, frozenset())
    weights = {
        term: _idf(total, count) * (FUNCTION_WORD_WEIGHT if term in function_words else 1.0)
        for term, count in known.items()
    }
    unknown = {word: lemma_of[word] for word in typed if lemma_of[word] not in known and len(word) > 2}
    replaced: dict[str, str] = {}
    for word, term, count, likeness in _like(unknown, language, municipality):
        replaced.setdefault(word, term)
        weights[term] = max(weights.get(term, 0.0), _idf(total, count) * likeness * LIKE_WEIGHT)
        known.setdefault(term, count)
    corrected = " ".join(replaced.get(word, word) for word in typed) if replaced else None
    return Understood(language, weights, known, corrected)


def _like(unknown: dict[str, str], language: str, municipality: Municipality) -> list[tuple[str, str, int, float]]:
    """For each unknown word (with its lemma) up to three terms of the index most like it, best first:
    (word, term, documents, likeness 0 to 1)."""
    if not unknown:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT unknown.word, near.text, near.documents
            FROM unnest(%(words)s::text[], %(lemmas)s::text[], %(prefixes)s::text[]) AS unknown(word, lemma, prefix)
            CROSS JOIN LATERAL (
                SELECT text, documents
                FROM search_term
                WHERE municipality_id = %(municipality)s AND language = %(language)s AND documents > 0
                  AND (text %% unknown.word OR text %% unknown.lemma OR text LIKE unknown.prefix)
                ORDER BY greatest(similarity(text, unknown.word), similarity(text, unknown.lemma)) DESC, text
                LIMIT 10
            ) AS near
            """,
            {
                "words": [word.lower() for word in unknown],
                "lemmas": list(unknown.values()),
                "prefixes": [_like_pattern(its_lemma) + "%" for its_lemma in unknown.values()],
                "municipality": municipality.pk,
                "language": language,
            },
        )
        rows = cursor.fetchall()
    spelt = {word.lower(): word for word in unknown}
    found = [
        (spelt[word], term, count, max(_likeness(word, term), _likeness(unknown[spelt[word]], term)))
        for word, term, count in rows
    ]
    close = sorted((row for row in found if row[3] >= LIKE_ENOUGH), key=lambda row: (-row[3], -row[2], row[1]))
    return [row for word in unknown for row in [near for near in close if near[0] == word][:3]]


def _likeness(word: str, term: str) -> float:
    """How much two words look alike, 0 to 1; a longer word that begins with this one counts as fairly alike."""
    return max(SequenceMatcher(None, word, term).ratio(), 0.75 if term.startswith(word) else 0.0)


def _begun(typed: list[str], language: str, weight: str = "") -> str:
    """A tsquery of every typed word, whole in any form or only begun; with ``weight`` A among titles alone."""
    whole = f":{weight}" if weight else ""
    return " & ".join(f"({quoted(lemma(word, language))}{whole} | {quoted(word.lower())}:*{weight})" for word in typed)


def _like_pattern(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _idf(total: int, documents: int) -> float:
    return math.log(1 + (max(total, documents) - documents + 0.5) / (documents + 0.5))


def _document_count(municipality: Municipality, language: str) -> int:
    key = f"search-documents:{municipality.pk}:{language}"
    count = cache.get_or_set(
        key, lambda: Document.objects.filter(municipality=municipality, language=language).count(), 60
    )
    return int(count or 0)


def _ranked(
    understood: Understood, municipality: Municipality, kinds: Sequence[str] | None, limit: int, factor: float
) -> list[Hit]:
    """Candidates with all terms, and candidates with the rarer ones; scored over every term."""
    if not understood.weights:
        return []
    by_rarity = sorted(understood.weights, key=lambda term: understood.frequency[term])
    rare: list[str] = []
    expected = 0
    for term in by_rarity:
        if rare and expected + understood.frequency[term] > ENOUGH_CANDIDATES:
            break
        rare.append(term)
        expected += understood.frequency[term]
    score = " + ".join(f"%(weight{n})s * ts_rank(vector, %(term{n})s::tsquery, 1)" for n in range(len(by_rarity)))
    params: dict[str, Any] = {"any": " | ".join(map(quoted, rare)), "all": " & ".join(map(quoted, by_rarity))}
    for number, term in enumerate(by_rarity):
        params[f"weight{number}"] = understood.weights[term]
        params[f"term{number}"] = quoted(term)
    candidates = f"""id IN (
        (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
            AND vector @@ %(all)s::tsquery LIMIT {ALL_TERMS_CANDIDATES})
        UNION ALL
        (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
            AND vector @@ %(any)s::tsquery LIMIT {ENOUGH_CANDIDATES})
    )"""
    rows = _rows(score, candidates, params, municipality, understood.language, kinds, limit)
    wanted = set(understood.weights)
    return [_hit(row, wanted, understood.language, factor) for row in rows]


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


def _hit(row: tuple, wanted: set[str], language: str, factor: float) -> Hit:
    kind, key, title, body, url, score = row
    return Hit(
        kind=kind,
        key=key,
        language=language,
        title=title,
        url=url,
        marked_title=highlight(title, wanted, language, width=300),
        snippet=highlight(body, wanted, language),
        score=score * factor,
    )
