"""Letters as they came, in and out of the database as bytes: Django's cursors would send them as text of twice the length."""

from __future__ import annotations

import psycopg
from django.db import connection

from raekoda.channels.mailbox.models import Content, Mail

TABLE = Content._meta.db_table


def keep(mail: Mail, raw: bytes) -> None:
    """Write the letter of a new row, in the caller's transaction."""
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (municipality_id, mail_id, raw, text, trimmed, parts) VALUES (%s, %s, %b, '', '', '[]')",
            [mail.municipality_id, mail.pk, raw],
        )


def raw_of(mail: Mail) -> bytes | None:
    """The letter as it came; None when it has been forgotten."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        row = cursor.execute(f"SELECT raw FROM {TABLE} WHERE mail_id = %s", [mail.pk], binary=True).fetchone()
    return bytes(row[0]) if row else None
