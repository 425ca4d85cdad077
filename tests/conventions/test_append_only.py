"""Tables that only grow: the database refuses to change, delete or empty their rows, whoever asks."""

from __future__ import annotations

import pytest
from django.db import connection

TABLES = ("core_journalentry", "tracker_look", "registers_query", "service_forms_formversion")
EVENTS = {"BEFORE DELETE OR UPDATE", "BEFORE TRUNCATE"}


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_each_has_its_triggers(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        )
        found = cursor.fetchall()
    for event in EVENTS:
        matching = [enabled for definition, enabled in found if f" {event} ON " in definition]
        assert matching, f"{table} has no trigger {event}"
        assert set(matching) <= {"O", "A"}, f"{table}: the trigger {event} is switched off"
