"""A query in terms of the index: lemmas with their weights, similar words, compounds that contain them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.core.cache import cache
from django.db import connection

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import is_word, lemma, words
from raekoda.platform.search.models import Document, Term

MAX_QUERY_WORDS = 24
MIN_SIMILARITY = 0.7
SIMILAR_WEIGHT = 0.6
MIN_PART = 4
MIN_BEGINNING = 3
MAX_COMPOUNDS = 12
COMPOUND_WEIGHT = 0.5
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
class AnalysedQuery:
    """A query in one language.

    ``weights``: terms of the index and what each adds to the score (idf, less for a similar word);
    ``compounds``: for a term, the longer words that end with it ("valgustus": "tänavavalgustus") and their weight;
    ``word_weights``: every word of the query with its idf, also words not in the index; ``matching_terms``: the terms of
    the index that match such a word; ``corrected``: the query with misspelt words replaced.
    """

    language: str
    weights: dict[str, float] = field(default_factory=dict)
    frequency: dict[str, int] = field(default_factory=dict)
    compounds: dict[str, tuple[list[str], float]] = field(default_factory=dict)
    word_weights: dict[str, float] = field(default_factory=dict)
    matching_terms: dict[str, set[str]] = field(default_factory=dict)
    corrected: str | None = None

    @property
    def selective_terms(self) -> list[str]:
        """The terms that select texts: all but function words, unless the query has no others."""
        function_words = FUNCTION_WORDS.get(self.language, frozenset())
        return [
            term for term in self.weights if term not in function_words or self.word_weights.keys() <= function_words
        ]

    def coverage(self, terms: set[str]) -> float:
        """Share of the query's weight (0 to 1) whose words are among ``terms``, in any form or as part of a compound."""
        total = sum(self.word_weights.values())
        covered = sum(weight for word, weight in self.word_weights.items() if self.matching_terms[word] & terms)
        return covered / total if total else 0.0


def analyse(text: str, language: str, municipality: Municipality) -> AnalysedQuery:
    """Analyse a query against the index of one language."""
    typed = list(dict.fromkeys(words(text)))[:MAX_QUERY_WORDS]
    lemma_of = {word: lemma(word, language) for word in typed}
    parts_of = {word: _parts(lemma_of[word]) for word in typed}
    indexed = _indexed_terms(
        {*lemma_of.values(), *(part for parts in parts_of.values() for part in parts)}, language, municipality
    )
    total = _document_count(municipality, language)
    function_words = FUNCTION_WORDS.get(language, frozenset())

    word_weights: dict[str, float] = {}
    weights: dict[str, float] = {}
    matching_terms: dict[str, set[str]] = {}
    for term in lemma_of.values():
        word_weights[term] = _idf(total, indexed.get(term, 0)) * (
            FUNCTION_WORD_WEIGHT if term in function_words else 1.0
        )
        matching_terms[term] = {term} & indexed.keys()
        if term in indexed:
            weights[term] = word_weights[term]

    unknown = {
        word: term
        for word, term in lemma_of.items()
        if term not in indexed and term not in function_words and len(word) > 2
    }
    replaced: dict[str, str] = {}
    for word, term, count, similarity in _similar_terms(unknown, language, municipality):
        replaced.setdefault(word, term)
        weights[term] = max(weights.get(term, 0.0), _idf(total, count) * similarity * SIMILAR_WEIGHT)
        indexed.setdefault(term, count)
        matching_terms[unknown[word]].add(term)
    for word in unknown.keys() - replaced.keys():
        part = next((part for part in parts_of[word] if part in indexed), None)
        if part is not None:
            weights[part] = max(weights.get(part, 0.0), _idf(total, indexed[part]) * COMPOUND_WEIGHT)
            matching_terms[unknown[word]].add(part)

    compounds: dict[str, tuple[list[str], float]] = {}
    for term, longer, count in _compounds(
        [term for term in word_weights if term not in function_words], language, municipality
    ):
        compounds[term] = (longer, _idf(total, count) * COMPOUND_WEIGHT)
        matching_terms[term].update(longer)
    misspelt = {word: term for word, term in replaced.items() if not is_word(word.lower(), language)}
    corrected = " ".join(misspelt.get(word, word) for word in typed) if misspelt else None
    return AnalysedQuery(language, weights, indexed, compounds, word_weights, matching_terms, corrected)


def _indexed_terms(terms: set[str], language: str, municipality: Municipality) -> dict[str, int]:
    """Those of ``terms`` that are in the index, with the number of their documents."""
    rows = Term.objects.filter(municipality=municipality, language=language, text__in=terms, documents__gt=0)
    return dict(rows.values_list("text", "documents"))


def _parts(term: str) -> list[str]:
    """Possible last parts of a compound, longest first: "koerapark" gives "rapark", "apark", "park"."""
    return [term[cut:] for cut in range(MIN_BEGINNING, len(term) - MIN_PART + 1)]


def _compounds(terms: list[str], language: str, municipality: Municipality) -> list[tuple[str, list[str], int]]:
    """For each term the most frequent longer words of the index that end with it: (term, words, documents of all)."""
    long_enough = [term for term in terms if len(term) >= MIN_PART]
    if not long_enough:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.term, array_agg(longer.text), sum(longer.documents)
            FROM unnest(%(terms)s::text[], %(patterns)s::text[]) AS asked(term, pattern)
            CROSS JOIN LATERAL (
                SELECT text, documents FROM search_term
                WHERE municipality_id = %(municipality)s AND language = %(language)s AND documents > 0
                  AND text LIKE asked.pattern
                ORDER BY documents DESC, text LIMIT %(most)s
            ) AS longer
            GROUP BY asked.term
            """,
            {
                "terms": long_enough,
                "patterns": [f"{'_' * MIN_BEGINNING}%{_escape_like(term)}" for term in long_enough],
                "municipality": municipality.pk,
                "language": language,
                "most": MAX_COMPOUNDS,
            },
        )
        return list(cursor.fetchall())


def _similar_terms(
    unknown: dict[str, str], language: str, municipality: Municipality
) -> list[tuple[str, str, int, float]]:
    """For each unknown word (with its lemma) up to three most similar terms of the index, best first:
    (word, term, documents, similarity 0 to 1)."""
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
                "prefixes": [_escape_like(word_lemma) + "%" for word_lemma in unknown.values()],
                "municipality": municipality.pk,
                "language": language,
            },
        )
        rows = cursor.fetchall()
    spelt = {word.lower(): word for word in unknown}
    similar = [
        (spelt[word], term, count, max(_similarity(word, term), _similarity(unknown[spelt[word]], term)))
        for word, term, count in rows
    ]
    close = sorted((row for row in similar if row[3] >= MIN_SIMILARITY), key=lambda row: (-row[3], -row[2], row[1]))
    return [row for word in unknown for row in [candidate for candidate in close if candidate[0] == word][:3]]


def _similarity(word: str, term: str) -> float:
    """Similarity of two words, 0 to 1; a longer word that begins with ``word`` has at least 0.75."""
    return max(SequenceMatcher(None, word, term).ratio(), 0.75 if term.startswith(word) else 0.0)


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _idf(total: int, documents: int) -> float:
    return math.log(1 + (max(total, documents) - documents + 0.5) / (documents + 0.5))


def _document_count(municipality: Municipality, language: str) -> int:
    key = f"search-documents:{municipality.pk}:{language}"
    count = cache.get_or_set(
        key, lambda: Document.objects.filter(municipality=municipality, language=language).count(), 60
    )
    return int(count or 0)
