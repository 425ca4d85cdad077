"""Splitting a published text into passages that are compared by meaning, and storing them."""

from __future__ import annotations

from django.db import connection

from raekoda.platform.core.sentences import sentences

SENTENCES_PER_PASSAGE = 2
MAX_PASSAGES = 400
MAX_WHOLE = 2000
WHOLE = 0


def split_document(title: str, body: str, synonyms: str = "") -> list[str]:
    """Passage 0 is the whole (title, synonyms, the beginning of the text); the others are two neighbouring sentences each,
    overlapping by one sentence."""
    whole = "\n".join(part for part in (title, " ".join(synonyms.split()), body) if part)[:MAX_WHOLE]
    all_sentences = sentences(body)
    starts = range(max(1, len(all_sentences) - SENTENCES_PER_PASSAGE + 1)) if all_sentences else range(0)
    passages = [" ".join(all_sentences[start : start + SENTENCES_PER_PASSAGE]) for start in starts]
    return [whole, *passages[:MAX_PASSAGES]]


def save_passages(municipality_id: int, document_id: int, passages: list[str]) -> bool:
    """Store the passages of a document; unchanged ones keep their vectors. Returns whether any changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH wanted AS (SELECT number - 1 AS number, text FROM unnest(%s::text[]) WITH ORDINALITY AS one(text, number)),
            gone AS (
                DELETE FROM search_passage AS old WHERE document_id = %s
                AND NOT EXISTS (SELECT FROM wanted WHERE wanted.number = old.number AND wanted.text = old.text)
                RETURNING id
            ),
            forgotten AS (DELETE FROM search_embedding USING gone WHERE passage_id = gone.id)
            SELECT number, text FROM wanted
            WHERE NOT EXISTS (
                SELECT FROM search_passage AS old
                WHERE old.document_id = %s AND old.number = wanted.number AND old.text = wanted.text
            )
            """,
            [passages, document_id, document_id],
        )
        missing = cursor.fetchall()
        if missing:
            numbers, texts = zip(*missing, strict=True)
            cursor.execute(
                "INSERT INTO search_passage (municipality_id, document_id, number, text)"
                " SELECT %s, %s, one.number, one.text FROM unnest(%s::int[], %s::text[]) AS one(number, text)",
                [municipality_id, document_id, list(numbers), list(texts)],
            )
        return bool(missing)
