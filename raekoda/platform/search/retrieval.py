"""Retrieval of the passages that fit a question best, for answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from raekoda.platform.core.text import lemmas
from raekoda.platform.search.finding import Candidate, FoundTexts, deviations, find
from raekoda.platform.search.models import EmbeddingModel
from raekoda.platform.search.query_analysis import AnalysedQuery

DOCUMENTS_WITH_PASSAGES = 10
PASSAGES_OF_A_DOCUMENT = 60


@dataclass(frozen=True)
class Passage:
    """One or two sentences of a published text. ``likeness`` is the cosine with the query (0.0 while there is no vector);
    ``coverage`` and ``passage_coverage`` are the share of the query's weight whose words are in the document and in the
    passage."""

    document: int
    kind: str
    key: str
    language: str
    title: str
    url: str
    text: str
    score: float
    likeness: float
    coverage: float
    passage_coverage: float


@dataclass(frozen=True)
class Retrieved:
    """Passages best first, and their documents; ``language`` is that of the query, ``texts`` are the documents
    with their separate scores, ``vector`` is the query's by ``model`` (empty and None without embeddings)."""

    language: str
    passages: list[Passage]
    texts: list[Candidate]
    model: EmbeddingModel | None
    vector: str


def retrieve(text: str, language: str, kinds: Sequence[str] | None = None, limit: int = 12) -> Retrieved:
    """The published passages of the open municipality that fit ``text`` best, at most ``limit``.

    ``language`` is that of the page; texts in the query's own language are preferred where they exist.
    """
    found = find(text, language, kinds, include_dissimilar=True)
    return Retrieved(
        language=found.language,
        passages=_passages(found)[:limit],
        texts=found.texts,
        model=found.model,
        vector=found.vector,
    )


def _passages(found: FoundTexts) -> list[Passage]:
    """The passages of the best documents, best first."""
    chosen = {text.id: text for text in found.texts[:DOCUMENTS_WITH_PASSAGES]}
    if not chosen:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT document_id, text, likeness, terms FROM (
                SELECT passage.document_id, passage.text, -distance AS likeness,
                    row_number() OVER (PARTITION BY passage.document_id ORDER BY distance, passage.number) AS place
                FROM search_passage AS passage
                LEFT JOIN LATERAL (
                    SELECT near.vector <#> NULLIF(%(vector)s, '')::halfvec AS distance FROM search_embedding AS near
                    WHERE near.passage_id = passage.id AND near.model_id = %(model)s
                ) AS near ON true
                WHERE passage.document_id = ANY(%(documents)s)
                    AND (passage.number > 0 OR NOT EXISTS (
                        SELECT FROM search_passage AS other WHERE other.document_id = passage.document_id AND other.number > 0))
            ) AS passage
            JOIN LATERAL (
                SELECT tsvector_to_array(vector) AS terms FROM search_document WHERE id = document_id
            ) AS document ON true
            WHERE place <= {PASSAGES_OF_A_DOCUMENT}
            ORDER BY document_id, place
            """,
            {
                "documents": list(chosen),
                "vector": found.vector,
                "model": found.model.pk if found.model else None,
            },
        )
        rows = cursor.fetchall()
    covered: dict[int, float] = {}
    passages = []
    for document, text, likeness, terms in rows:
        candidate = chosen[document]
        analysed = found.analysed.get(candidate.language) or AnalysedQuery(candidate.language)
        if document not in covered:
            covered[document] = analysed.coverage(set(terms))
        passages.append(
            Passage(
                document=document,
                kind=candidate.kind,
                key=candidate.key,
                language=candidate.language,
                title=candidate.title,
                url=candidate.url,
                text=text,
                score=0.0,
                likeness=float(likeness or 0.0),
                coverage=covered[document],
                passage_coverage=analysed.coverage(set(lemmas(text, candidate.language))),
            )
        )
    return _score(passages, chosen)


def _score(passages: list[Passage], documents: dict[int, Candidate]) -> list[Passage]:
    """Best first: the score of the document, plus the deviations of the passage's similarity and coverage."""
    likeness = deviations([passage.likeness for passage in passages])
    coverage = deviations([passage.passage_coverage for passage in passages])
    scored = [
        replace(passage, score=documents[passage.document].score + alike + covered)
        for passage, alike, covered in zip(passages, likeness, coverage, strict=True)
    ]
    return sorted(scored, key=lambda passage: -passage.score)
