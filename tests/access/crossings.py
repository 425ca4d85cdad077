"""Records of one municipality that refer to records of another: there must be none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.apps import apps
from django.db import connection, models


def crossings() -> list[str]:
    """References between municipalities, as "app.Model.field"."""
    with connection.cursor() as cursor:
        cursor.execute(_query())
        return [name for (name,) in cursor.fetchall()]


@lru_cache(maxsize=1)
def _query() -> str:
    return " UNION ALL ".join(
        f"SELECT '{model._meta.label}.{field.name}' WHERE EXISTS (SELECT FROM \"{model._meta.db_table}\" a"
        f' JOIN "{field.related_model._meta.db_table}" b ON a."{field.column}" = b."{field.target_field.column}"'
        " WHERE a.municipality_id <> b.municipality_id)"
        for model, field in _references()
    )


def _references() -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    tenants = {model for model in apps.get_models() if any(each.name == "municipality" for each in model._meta.fields)}
    for model in tenants:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model in tenants:
                yield model, field
