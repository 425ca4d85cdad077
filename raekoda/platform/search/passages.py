"""A published text cut into the pieces that are compared by meaning, and kept in step with it."""

from __future__ import annotations

from django.db import connection

from raekoda.platform.core.sentences import sentences

SENTENCES_OF_A_PIECE = 2
MOST_PIECES = 400
LONGEST_WHOLE = 2000
WHOLE = 0


def cut(title: str, body: str, synonyms: str = "") -> list[str]:
    """Piece 0 is the whole (title, the words people use for it, the beginning of the text); the others are two
    neighbouring sentences each, every sentence in two of them."""
    whole = "\n".join(part for part in (title, " ".join(synonyms.split()), body) if part)[:LONGEST_WHOLE]
    found = sentences(body)
    starts = range(max(1, len(found) - SENTENCES_OF_A_PIECE + 1)) if found else range(0)
    pieces = [" ".join(found[start : start + SENTENCES_OF_A_PIECE]) for start in starts]
    return [whole, *pieces[:MOST_PIECES]]


def keep(municipality_id: int, document_id: int, pieces: list[str]) -> bool:
    """Write the pieces of a document; those that did not change keep their vectors. Returns whether any changed."""
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
            [pieces, document_id, document_id],
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
