"""Locks of rows in one order for the whole installation, so that two transactions do not wait for each other."""

from __future__ import annotations

from itertools import groupby

from django.apps import apps
from django.db import models


def lock(*rows: models.Model) -> None:
    """Lock ``rows`` of one or more tables until the end of the transaction: by the place of the app in ``INSTALLED_APPS``, by
    table, by key. Whatever locks more than one row names all of them in one call, before it locks anything else. The caller
    refreshes what was read before."""
    for _table, same_table in groupby(sorted(rows, key=_place), key=lambda row: row._meta.db_table):
        together = list(same_table)
        keys = [row.pk for row in together]
        locked = (
            type(together[0])
            ._base_manager.filter(pk__in=keys)
            .order_by("pk")
            .select_for_update(of=("self",), no_key=True)
        )
        list(locked.values_list("pk", flat=True))


def _place(row: models.Model) -> tuple[int, str, int]:
    return list(apps.app_configs).index(row._meta.app_label), row._meta.db_table, row.pk
