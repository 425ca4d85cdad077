"""Writing single new rows at little cost, for the paths that must take hundreds of reports a second."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connections, models, router
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import InsertQuery


@lru_cache(maxsize=200)
def _plan(model: type[models.Model], alias: str) -> tuple[str, tuple[models.Field[Any, Any], ...], str]:
    """Beginning and end of the model's INSERT, and the fields between, in their order."""
    meta = model._meta
    if meta.parents or meta.proxy:
        raise TypeError(f"{model.__name__} has rows in more than one table")
    quote = connections[alias].ops.quote_name
    fields = tuple(field for field in meta.local_concrete_fields if field is not meta.pk)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    assert meta.pk is not None
    return (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES (",
        fields,
        f") RETURNING {quote(str(meta.pk.column))}",
    )


def insert(instance: models.Model) -> None:
    """Insert ``instance`` as a new row and set its key, as ``save(force_insert=True)`` does, but by a statement that is
    made once for each model, and without ``pre_save`` and ``post_save`` signals. The key is the database's to give.
    """
    model = type(instance)
    alias = router.db_for_write(model, instance=instance)
    connection = connections[alias]
    begin, fields, end = _plan(model, alias)
    marks, values = [], []
    for field in fields:
        value = field.pre_save(instance, True)
        if not hasattr(value, "resolve_expression"):
            marks.append("%s")
            values.append(field.get_db_prep_save(value, connection))
        elif isinstance(value, DatabaseDefault):
            marks.append("DEFAULT")
        else:
            query = InsertQuery(model)
            expression = value.resolve_expression(query, allow_joins=False, for_save=True)
            mark, parameters = query.get_compiler(connection=connection).compile(expression)
            marks.append(mark)
            values.extend(parameters)
    with connection.cursor() as cursor:
        cursor.execute(f"{begin}{', '.join(marks)}{end}", values)
        (instance.pk,) = cursor.fetchone()
    instance._state.adding = False
    instance._state.db = alias
