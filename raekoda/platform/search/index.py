"""Adding published texts to the index and removing them, in the transaction that publishes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import weighted
from raekoda.platform.search import passages
from raekoda.platform.search.models import Document, Term

MAX_TERM = 80


@transaction.atomic
def put(
    municipality: Municipality, kind: str, key: str, language: str, title: str, body: str, url: str, synonyms: str = ""
) -> None:
    """Add or replace one published text. ``synonyms`` are words people use for it; they weigh more than the body and are
    not shown."""
    vector = weighted([(title, "A"), (synonyms, "B"), (body, "D")], language)
    with connection.cursor() as cursor:
        before = _get_terms(cursor, municipality, kind, key, language)
        cursor.execute(
            """
            INSERT INTO search_document (municipality_id, kind, key, language, title, body, url, vector, updated_at)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s::tsvector, now())
            ON CONFLICT (municipality_id, kind, key, language) DO UPDATE SET
                title = excluded.title, body = excluded.body, url = excluded.url, vector = excluded.vector,
                updated_at = now()
            RETURNING id
            """,
            [municipality.pk, kind, key, language, title[:300], body, url, vector],
        )
        (document,) = cursor.fetchone()
        after = _get_terms(cursor, municipality, kind, key, language)
        _update_counts(cursor, municipality, language, removed=before - after, added=after - before)
    passages.save_passages(municipality.pk, document, passages.split_document(title, body, synonyms))


@transaction.atomic
def remove(municipality: Municipality, kind: str, key: str, language: str | None = None) -> None:
    """Remove a text from the index, in one language or in all."""
    with connection.cursor() as cursor:
        documents = Document.objects.filter(kind=kind, key=key, municipality=municipality)
        if language is not None:
            documents = documents.filter(language=language)
        for code in documents.values_list("language", flat=True):
            removed = _get_terms(cursor, municipality, kind, key, code)
            _update_counts(cursor, municipality, code, removed=removed, added=set())
        documents.delete()


@transaction.atomic
def count_terms(municipality: Municipality) -> None:
    """Recount all terms of a municipality from its documents; for bulk loads without :func:`put`."""
    with connection.cursor() as cursor:
        Term.objects.filter(municipality=municipality).delete()
        cursor.execute(
            """
            INSERT INTO search_term (municipality_id, language, text, documents)
            SELECT municipality_id, language, term, count(*)
            FROM search_document, unnest(tsvector_to_array(vector)) AS term
            WHERE municipality_id = %s AND length(term) <= %s
            GROUP BY municipality_id, language, term
            """,
            [municipality.pk, MAX_TERM],
        )


def _get_terms(cursor: object, municipality: Municipality, kind: str, key: str, language: str) -> set[str]:
    cursor.execute(  # type: ignore[attr-defined]
        """
        SELECT term FROM search_document, unnest(tsvector_to_array(vector)) AS term
        WHERE municipality_id = %s AND kind = %s AND key = %s AND language = %s
        """,
        [municipality.pk, kind, key, language],
    )
    return {term for (term,) in cursor.fetchall() if len(term) <= MAX_TERM}  # type: ignore[attr-defined]


def _update_counts(
    cursor: object, municipality: Municipality, language: str, *, removed: Iterable[str], added: Iterable[str]
) -> None:
    """Update the document counts of terms, always in the same order to prevent deadlocks."""
    changes = sorted([(term, -1) for term in removed] + [(term, 1) for term in added])
    if not changes:
        return
    terms, steps = zip(*changes, strict=True)
    cursor.execute(  # type: ignore[attr-defined]
        """
        INSERT INTO search_term AS t (municipality_id, language, text, documents)
        SELECT %s, %s, change.term, change.step
        FROM unnest(%s::text[], %s::int[]) AS change(term, step) ORDER BY change.term
        ON CONFLICT (municipality_id, language, text) DO UPDATE SET documents = t.documents + excluded.documents
        """,
        [municipality.pk, language, list(terms), list(steps)],
    )
