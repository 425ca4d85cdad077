"""Triggers that migrations put on tables."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from raekoda.platform.core.triggers import append_only

TABLE = "test_only_added"


@pytest.mark.django_db
def test_an_append_only_table_takes_rows_and_keeps_them() -> None:
    operation = append_only(TABLE)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id int)")
        cursor.execute(operation.sql)
        cursor.execute(f"INSERT INTO {TABLE} VALUES (1)")
        for change in (f"UPDATE {TABLE} SET id = 2", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE}"):
            with pytest.raises(ProgrammingError, match="only added"), transaction.atomic():
                cursor.execute(change)
        cursor.execute(operation.reverse_sql)
        cursor.execute(f"DELETE FROM {TABLE}")
        assert cursor.rowcount == 1
