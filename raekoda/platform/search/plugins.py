"""What search adds to Django."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def search_vectors_of_one_municipality(sender: Any, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let the vector index continue until it has enough results in the requested municipality."""
    with connection.cursor() as cursor:
        cursor.execute("SET hnsw.iterative_scan = relaxed_order; SET hnsw.ef_search = 120")


connection_created.connect(search_vectors_of_one_municipality, dispatch_uid="search_vectors")
