"""Original letters in the database, sent as binary: Django's cursors would send them as text of twice the length."""

from __future__ import annotations

import psycopg
from django.db import connection

from raekoda.channels.mailbox.models import Content, Mail

TABLE = Content._meta.db_table


def store_raw(mail: Mail, raw: bytes) -> None:
    """Store the original of a new letter, in the caller's transaction."""
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (municipality_id, mail_id, raw, text, trimmed, parts) VALUES (%s, %s, %b, '', '', '[]')",
            [mail.municipality_id, mail.pk, raw],
        )


def get_raw(mail: Mail) -> bytes | None:
    """The original letter; None when it has been erased."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        row = cursor.execute(f"SELECT raw FROM {TABLE} WHERE mail_id = %s", [mail.pk], binary=True).fetchone()
    return bytes(row[0]) if row else None
