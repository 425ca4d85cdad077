"""Triggers of PostgreSQL, as operations of migrations."""

from __future__ import annotations

from django.db.migrations import RunSQL


def append_only(table: str) -> RunSQL:
    """The database refuses to change, delete or truncate rows of ``table`` (``InsufficientPrivilege``)."""
    function = f"{table}_is_append_only"
    return RunSQL(
        f"""
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'Rows of {table} are only added' USING ERRCODE = 'insufficient_privilege';
        END
        $$;
        CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {function}();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        """,
        f"""
        DROP TRIGGER {table}_no_truncate ON {table};
        DROP TRIGGER {table}_no_change ON {table};
        DROP FUNCTION {function}();
        """,
    )
