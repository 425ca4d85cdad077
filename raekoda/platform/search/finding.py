"""Search of published texts by words and by meaning.

Words: the sum over the query's terms of idf × ``ts_rank(vector, term, 1)`` over lemmas, and half of that for compounds that
end with a term. Meaning: the cosine of the query with the whole text and with its best two sentences. Candidates come
from the indexes (GIN, HNSW); each of the three scores is standardised over the candidates, and they are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import sqrt
from statistics import fmean
from typing import Any

import structlog
from django.db import connection
from django.utils.safestring import SafeString

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import detect_language, highlight, quoted
from raekoda.platform.search.embedding import EmbeddingUnavailable, get_embedder
from raekoda.platform.search.models import EmbeddingModel
from raekoda.platform.search.query_analysis import AnalysedQuery, analyse
from raekoda.platform.search.vectors import active_model, vector_literal

MAX_WORD_CANDIDATES = 1500
ALL_TERMS_CANDIDATES = 500
WORD_RESULTS = 80
NEAREST_PASSAGES = 80
SNIPPET_SOURCE = 6000
MIN_DEVIATIONS = 2.6
MIN_DEVIATIONS_ACROSS_LANGUAGES = 2.0
"""Standard deviations above the model's background from which a text without a common word counts as a result."""
OTHER_LANGUAGE_WEIGHT = 0.7
PARALLEL_QUESTIONS = 8
log = structlog.get_logger(__name__)


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
class Candidate:
    """A document with its three scores before they are standardised; None where there is no vector."""

    id: int
    kind: str
    key: str
    language: str
    title: str
    url: str
    words: float
    whole: float | None
    best: float | None
    score: float = 0.0

    @property
    def text(self) -> tuple[str, str]:
        """The identity of the text in all its languages."""
        return self.kind, self.key


@dataclass(frozen=True)
class FoundTexts:
    """Texts best first, one language each; the analysed query in each language; its vector, if there is one."""

    language: str
    texts: list[Candidate]
    analysed: dict[str, AnalysedQuery]
    model: EmbeddingModel | None
    vector: str


def find(
    text: str, language: str, kinds: Sequence[str] | None = None, *, include_dissimilar: bool = False
) -> FoundTexts:
    """Documents that share words with ``text`` or are similar in meaning, best first; with ``include_dissimilar`` also those
    that are only nearest."""
    municipality = current()
    model = active_model() if text.strip() else None
    pending_vector = _start_query_vector(text, model) if model else None
    detected = detect_language(text, default=language)
    analysed = {code: analyse(text, code, municipality) for code in dict.fromkeys([detected, language])}
    word_scores: dict[int, float] = {}
    for query in analysed.values():
        weight = 1.0 if query.language == detected else OTHER_LANGUAGE_WEIGHT
        word_scores |= _word_scores(query, municipality, kinds, weight)
    model, vector = _wait_for_vector(model, pending_vector)
    nearest = _nearest_documents(vector, model, municipality, kinds) if model else []
    rows = _load_rows([*word_scores, *nearest], list(analysed), model, vector) if word_scores or nearest else []
    candidates = [Candidate(*row[:6], words=word_scores.get(row[0], 0.0), whole=row[6], best=row[7]) for row in rows]
    texts = _one_per_text(_standardise(candidates), [detected, language])
    results = [
        candidate
        for candidate in texts
        if include_dissimilar or candidate.words > 0 or _is_similar(candidate, model, detected)
    ]
    return FoundTexts(detected, results, analysed, model, vector)


def hits(found: FoundTexts, limit: int) -> list[Hit]:
    """The best results for display, with the query's words marked."""
    texts = found.texts[:limit]
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, left(body, {SNIPPET_SOURCE}) FROM search_document WHERE id = ANY(%s)",
            [[candidate.id for candidate in texts]],
        )
        bodies = dict(cursor.fetchall())
    return [
        _hit(candidate, bodies.get(candidate.id, ""), found.analysed.get(candidate.language)) for candidate in texts
    ]


def _hit(candidate: Candidate, body: str, analysed: AnalysedQuery | None) -> Hit:
    terms = set(analysed.weights).union(*analysed.matching_terms.values()) if analysed else set()
    return Hit(
        kind=candidate.kind,
        key=candidate.key,
        language=candidate.language,
        title=candidate.title,
        url=candidate.url,
        marked_title=highlight(candidate.title, terms, candidate.language, width=300),
        snippet=highlight(body, terms, candidate.language),
        score=candidate.score,
    )


def _start_query_vector(text: str, model: EmbeddingModel) -> Future[str]:
    """Compute the query's vector in a thread, parallel to the search by words; it needs no database."""
    return _executor().submit(_query_vector, text, model.pk, model.name, model.url, model.dimensions)


@cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(PARALLEL_QUESTIONS, thread_name_prefix="question")


def _wait_for_vector(
    model: EmbeddingModel | None, pending_vector: Future[str] | None
) -> tuple[EmbeddingModel | None, str]:
    """The active model and its vector of the query; (None, "") without a model or when it does not answer."""
    if model is None or pending_vector is None:
        return None, ""
    try:
        return model, pending_vector.result()
    except EmbeddingUnavailable as reason:
        log.warning("embedding_unavailable", model=model.name, reason=str(reason))
        return None, ""


@lru_cache(maxsize=256)
def _query_vector(text: str, pk: int, name: str, url: str, dimensions: int) -> str:
    model = EmbeddingModel(pk=pk, name=name, url=url, dimensions=dimensions)
    return vector_literal(get_embedder(model).queries([text])[0])


def _word_scores(
    analysed: AnalysedQuery, municipality: Municipality, kinds: Sequence[str] | None, factor: float
) -> dict[int, float]:
    """Scores by document of documents with all terms, and of those with rare terms, over every term and its compounds."""
    if not analysed.selective_terms and not analysed.compounds:
        return {}
    rare = " | ".join(map(quoted, _rare_terms(analysed)))
    params: dict[str, Any] = {
        "all": " & ".join(map(quoted, analysed.selective_terms)) or rare,
        "any": rare,
        "municipality": municipality.pk,
        "language": analysed.language,
        "kinds": list(kinds or []),
    }
    added = []
    for number, (term, weight) in enumerate(analysed.weights.items()):
        added.append(f"%(weight{number})s * ts_rank(vector, %(term{number})s::tsquery, 1)")
        params |= {f"weight{number}": weight, f"term{number}": quoted(term)}
    for number, (compounds, weight) in enumerate(analysed.compounds.values()):
        added.append(f"%(longer_weight{number})s * ts_rank(vector, %(longer{number})s::tsquery, 1)")
        params |= {
            f"longer_weight{number}": weight * len(compounds),
            f"longer{number}": " | ".join(map(quoted, compounds)),
        }
    kind_condition = "AND kind = ANY(%(kinds)s)" if kinds is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id, ({" + ".join(added)})::float8 AS score
            FROM search_document
            WHERE municipality_id = %(municipality)s AND language = %(language)s {kind_condition} AND id IN (
                (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
                    AND vector @@ %(all)s::tsquery LIMIT {ALL_TERMS_CANDIDATES})
                UNION ALL
                (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
                    AND vector @@ %(any)s::tsquery LIMIT {MAX_WORD_CANDIDATES})
            )
            ORDER BY score DESC, id LIMIT {WORD_RESULTS}
            """,
            params,
        )
        return {document: score * factor for document, score in cursor.fetchall()}


def _rare_terms(analysed: AnalysedQuery) -> list[str]:
    """Terms that select candidates, rarest first, up to ``MAX_WORD_CANDIDATES`` expected documents."""
    frequency = {term: analysed.frequency[term] for term in analysed.selective_terms}
    chosen: list[str] = []
    expected = 0
    for term in sorted(frequency, key=lambda term: frequency[term]):
        if chosen and expected + frequency[term] > MAX_WORD_CANDIDATES:
            break
        chosen.append(term)
        expected += frequency[term]
    return [*chosen, *(word for compounds, _ in analysed.compounds.values() for word in compounds)]


def _nearest_documents(
    vector: str, model: EmbeddingModel, municipality: Municipality, kinds: Sequence[str] | None
) -> list[int]:
    """Documents of the passages nearest to the query."""
    kind_condition = "JOIN search_document AS document ON document.id = document_id AND kind = ANY(%(kinds)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT document_id FROM search_embedding AS near {kind_condition if kinds is not None else ""}
            WHERE near.municipality_id = %(municipality)s AND model_id = {model.pk}
            ORDER BY near.vector::halfvec({model.dimensions}) <#> %(vector)s::halfvec({model.dimensions})
            LIMIT {NEAREST_PASSAGES}
            """,
            {"municipality": municipality.pk, "vector": vector, "kinds": list(kinds or [])},
        )
        return list(dict.fromkeys(document for (document,) in cursor.fetchall()))


def _load_rows(
    documents: list[int], languages: list[str], model: EmbeddingModel | None, vector: str
) -> list[tuple[Any, ...]]:
    """Rows of the documents, and of the same texts in ``languages``, with their similarity to the query."""
    likeness = """
        LEFT JOIN LATERAL (
            SELECT -min(near.vector <#> %(vector)s::halfvec) FILTER (WHERE passage.number = 0) AS whole,
                -min(near.vector <#> %(vector)s::halfvec) FILTER (WHERE passage.number > 0) AS best
            FROM search_embedding AS near JOIN search_passage AS passage ON passage.id = near.passage_id
            WHERE near.document_id = document.id AND near.model_id = %(model)s
        ) AS likeness ON true"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH wanted AS (
                SELECT unnest(%(documents)s::bigint[]) AS id
                UNION
                SELECT other.id FROM search_document AS one JOIN search_document AS other
                    USING (municipality_id, kind, key)
                WHERE one.id = ANY(%(documents)s::bigint[]) AND other.language = ANY(%(languages)s)
            )
            SELECT document.id, kind, key, language, title, url,
                {"whole, best" if model else "NULL, NULL"}
            FROM search_document AS document JOIN wanted USING (id) {likeness if model else ""}
            ORDER BY document.id
            """,
            {
                "documents": documents,
                "languages": languages,
                "vector": vector,
                "model": model.pk if model else None,
            },
        )
        return list(cursor.fetchall())


def _standardise(candidates: list[Candidate]) -> list[Candidate]:
    """Each with the sum of its three scores, each in deviations from the candidates' mean; a missing score adds nothing."""
    columns = [
        deviations([candidate.words for candidate in candidates]),
        deviations([candidate.whole for candidate in candidates]),
        deviations([candidate.best if candidate.best is not None else candidate.whole for candidate in candidates]),
    ]
    return [replace(candidate, score=sum(scores)) for candidate, *scores in zip(candidates, *columns, strict=True)]


def deviations(values: Sequence[float | None]) -> list[float]:
    known = [value for value in values if value is not None]
    mean = fmean(known) if len(known) > 1 else 0.0
    deviation = sqrt(fmean((value - mean) ** 2 for value in known)) if len(known) > 1 else 0.0
    if not deviation:
        return [value or 0.0 if len(known) == 1 else 0.0 for value in values]
    return [(value - mean) / deviation if value is not None else 0.0 for value in values]


def _one_per_text(candidates: list[Candidate], languages: list[str]) -> list[Candidate]:
    """Every text once, best first: in the first of ``languages`` that it exists in, with the best score of them all."""
    order = {language: number for number, language in reversed(list(enumerate(languages)))}
    by_text: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in candidates:
        by_text.setdefault(candidate.text, []).append(candidate)
    results = []
    for versions in by_text.values():
        version = min(versions, key=lambda candidate: (order.get(candidate.language, len(order)), -candidate.score))
        known = [likeness for candidate in versions if (likeness := candidate.best or candidate.whole)]
        results.append(
            replace(
                version,
                score=max(candidate.score for candidate in versions),
                words=max(candidate.words for candidate in versions),
                best=max(known, default=None),
            )
        )
    return sorted(results, key=lambda candidate: (-candidate.score, candidate.id))


def _is_similar(candidate: Candidate, model: EmbeddingModel | None, language: str) -> bool:
    if model is None or candidate.best is None:
        return False
    deviations = MIN_DEVIATIONS if candidate.language == language else MIN_DEVIATIONS_ACROSS_LANGUAGES
    return candidate.best >= model.background_mean + deviations * model.background_deviation
