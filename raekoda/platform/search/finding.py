"""Finding published texts by words and by meaning together.

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
from raekoda.platform.search.embedding import EmbeddingUnavailable, embedder_of
from raekoda.platform.search.models import EmbeddingModel
from raekoda.platform.search.understanding import Understood, understand
from raekoda.platform.search.vectors import active_model, literal

ENOUGH_BY_WORDS = 1500
ALL_TERMS_CANDIDATES = 500
SCORED_BY_WORDS = 80
NEAREST_PASSAGES = 80
SNIPPET_SOURCE = 6000
CLEARLY_ALIKE = 2.6
CLEARLY_ALIKE_ACROSS_LANGUAGES = 2.0
"""Deviations above the model's background from which a text counts as found though it shares no word with the query."""
OTHER_LANGUAGE_WEIGHT = 0.7
QUESTIONS_AT_ONCE = 8
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
        """What is the same in every language."""
        return self.kind, self.key


@dataclass(frozen=True)
class Found:
    """Texts best first, one language each; how the query was understood in each language; its vector, if there is one."""

    language: str
    texts: list[Candidate]
    understood: dict[str, Understood]
    model: EmbeddingModel | None
    vector: str


def find(text: str, language: str, kinds: Sequence[str] | None = None, *, also_unlike: bool = False) -> Found:
    """Documents that share words with ``text`` or are clearly alike in meaning, best first; with ``also_unlike`` also
    those that are merely nearest."""
    municipality = current()
    model = active_model() if text.strip() else None
    coming = _vector_coming(text, model) if model else None
    detected = detect_language(text, default=language)
    understood = {one: understand(text, one, municipality) for one in dict.fromkeys([detected, language])}
    by_words: dict[int, float] = {}
    for one in understood.values():
        by_words |= _by_words(one, municipality, kinds, 1.0 if one.language == detected else OTHER_LANGUAGE_WEIGHT)
    model, vector = _arrived(model, coming)
    near = _near(vector, model, municipality, kinds) if model else []
    rows = _rows([*by_words, *near], list(understood), model, vector) if by_words or near else []
    candidates = [Candidate(*row[:6], words=by_words.get(row[0], 0.0), whole=row[6], best=row[7]) for row in rows]
    texts = _in_one_language(_standardised(candidates), [detected, language])
    kept = [one for one in texts if also_unlike or one.words > 0 or _is_clearly_alike(one, model, detected)]
    return Found(detected, kept, understood, model, vector)


def hits(found: Found, limit: int) -> list[Hit]:
    """The best of what was found as it is shown, the query's words marked."""
    texts = found.texts[:limit]
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, left(body, {SNIPPET_SOURCE}) FROM search_document WHERE id = ANY(%s)",
            [[one.id for one in texts]],
        )
        bodies = dict(cursor.fetchall())
    return [_hit(one, bodies.get(one.id, ""), found.understood.get(one.language)) for one in texts]


def _hit(one: Candidate, body: str, understood: Understood | None) -> Hit:
    wanted = set(understood.weights).union(*understood.stands_for.values()) if understood else set()
    return Hit(
        kind=one.kind,
        key=one.key,
        language=one.language,
        title=one.title,
        url=one.url,
        marked_title=highlight(one.title, wanted, one.language, width=300),
        snippet=highlight(body, wanted, one.language),
        score=one.score,
    )


def _vector_coming(text: str, model: EmbeddingModel) -> Future[str]:
    """The query's vector, computed beside the search by words; it needs no database."""
    return _computing().submit(_query_vector, text, model.pk, model.name, model.url, model.dimensions)


@cache
def _computing() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(QUESTIONS_AT_ONCE, thread_name_prefix="question")


def _arrived(model: EmbeddingModel | None, coming: Future[str] | None) -> tuple[EmbeddingModel | None, str]:
    """The model in use and the query's vector by it; no model when there is none or it does not answer."""
    if model is None or coming is None:
        return None, ""
    try:
        return model, coming.result()
    except EmbeddingUnavailable as reason:
        log.warning("embedding_unavailable", model=model.name, reason=str(reason))
        return None, ""


@lru_cache(maxsize=256)
def _query_vector(text: str, pk: int, name: str, url: str, dimensions: int) -> str:
    model = EmbeddingModel(pk=pk, name=name, url=url, dimensions=dimensions)
    return literal(embedder_of(model).queries([text])[0])


def _by_words(
    understood: Understood, municipality: Municipality, kinds: Sequence[str] | None, factor: float
) -> dict[int, float]:
    """Documents with all terms, and documents with the rarer ones; scored over every term and its compounds."""
    if not understood.telling and not understood.compounds:
        return {}
    rare = " | ".join(map(quoted, _rare(understood)))
    params: dict[str, Any] = {
        "all": " & ".join(map(quoted, understood.telling)) or rare,
        "any": rare,
        "municipality": municipality.pk,
        "language": understood.language,
        "kinds": list(kinds or []),
    }
    added = []
    for number, (term, weight) in enumerate(understood.weights.items()):
        added.append(f"%(weight{number})s * ts_rank(vector, %(term{number})s::tsquery, 1)")
        params |= {f"weight{number}": weight, f"term{number}": quoted(term)}
    for number, (longer, weight) in enumerate(understood.compounds.values()):
        added.append(f"%(longer_weight{number})s * ts_rank(vector, %(longer{number})s::tsquery, 1)")
        params |= {f"longer_weight{number}": weight * len(longer), f"longer{number}": " | ".join(map(quoted, longer))}
    of_kind = "AND kind = ANY(%(kinds)s)" if kinds is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id, ({" + ".join(added)})::float8 AS score
            FROM search_document
            WHERE municipality_id = %(municipality)s AND language = %(language)s {of_kind} AND id IN (
                (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
                    AND vector @@ %(all)s::tsquery LIMIT {ALL_TERMS_CANDIDATES})
                UNION ALL
                (SELECT id FROM search_document WHERE municipality_id = %(municipality)s AND language = %(language)s
                    AND vector @@ %(any)s::tsquery LIMIT {ENOUGH_BY_WORDS})
            )
            ORDER BY score DESC, id LIMIT {SCORED_BY_WORDS}
            """,
            params,
        )
        return {document: score * factor for document, score in cursor.fetchall()}


def _rare(understood: Understood) -> list[str]:
    """Terms by which documents are gathered, rarest first, as long as that stays little work."""
    frequency = {term: understood.frequency[term] for term in understood.telling}
    chosen: list[str] = []
    expected = 0
    for term in sorted(frequency, key=lambda term: frequency[term]):
        if chosen and expected + frequency[term] > ENOUGH_BY_WORDS:
            break
        chosen.append(term)
        expected += frequency[term]
    return [*chosen, *(word for longer, _ in understood.compounds.values() for word in longer)]


def _near(vector: str, model: EmbeddingModel, municipality: Municipality, kinds: Sequence[str] | None) -> list[int]:
    """Documents of the passages nearest to the query."""
    of_kind = "JOIN search_document AS document ON document.id = document_id AND kind = ANY(%(kinds)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT document_id FROM search_embedding AS near {of_kind if kinds is not None else ""}
            WHERE near.municipality_id = %(municipality)s AND model_id = {model.pk}
            ORDER BY near.vector::halfvec({model.dimensions}) <#> %(vector)s::halfvec({model.dimensions})
            LIMIT {NEAREST_PASSAGES}
            """,
            {"municipality": municipality.pk, "vector": vector, "kinds": list(kinds or [])},
        )
        return list(dict.fromkeys(document for (document,) in cursor.fetchall()))


def _rows(
    documents: list[int], languages: list[str], model: EmbeddingModel | None, vector: str
) -> list[tuple[Any, ...]]:
    """The documents, and the same texts in the languages asked for, with their likeness to the query."""
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


def _standardised(candidates: list[Candidate]) -> list[Candidate]:
    """Each with the sum of its three scores, each in deviations from the candidates' mean; what is missing adds nothing."""
    columns = [
        deviations([one.words for one in candidates]),
        deviations([one.whole for one in candidates]),
        deviations([one.best if one.best is not None else one.whole for one in candidates]),
    ]
    return [replace(one, score=sum(scores)) for one, *scores in zip(candidates, *columns, strict=True)]


def deviations(values: Sequence[float | None]) -> list[float]:
    known = [value for value in values if value is not None]
    mean = fmean(known) if len(known) > 1 else 0.0
    deviation = sqrt(fmean((value - mean) ** 2 for value in known)) if len(known) > 1 else 0.0
    if not deviation:
        return [value or 0.0 if len(known) == 1 else 0.0 for value in values]
    return [(value - mean) / deviation if value is not None else 0.0 for value in values]


def _in_one_language(candidates: list[Candidate], languages: list[str]) -> list[Candidate]:
    """Every text once, best first: in the first of ``languages`` that it exists in, with the best score of them all."""
    order = {language: number for number, language in reversed(list(enumerate(languages)))}
    by_text: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        by_text.setdefault(one.text, []).append(one)
    chosen = []
    for versions in by_text.values():
        shown = min(versions, key=lambda one: (order.get(one.language, len(order)), -one.score))
        known = [likeness for one in versions if (likeness := one.best or one.whole)]
        chosen.append(
            replace(
                shown,
                score=max(one.score for one in versions),
                words=max(one.words for one in versions),
                best=max(known, default=None),
            )
        )
    return sorted(chosen, key=lambda one: (-one.score, one.id))


def _is_clearly_alike(one: Candidate, model: EmbeddingModel | None, language: str) -> bool:
    if model is None or one.best is None:
        return False
    deviations = CLEARLY_ALIKE if one.language == language else CLEARLY_ALIKE_ACROSS_LANGUAGES
    return one.best >= model.background_mean + deviations * model.background_deviation
