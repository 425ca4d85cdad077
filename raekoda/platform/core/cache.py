"""Configuration of a municipality that is read at every request, cached in each process."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save

FRESH_SECONDS = 10
Value = TypeVar("Value")


class MunicipalityCache(Generic[Value]):
    """A value for each municipality, built by ``build(municipality_id)`` and cached in each process.

    Saving or deleting a row of one of ``models`` empties it: in this process at once, in others within
    ``FRESH_SECONDS``. ``name`` is the key in Django's cache, unique in the project.
    """

    def __init__(self, name: str, build: Callable[[int], Value], *models: type) -> None:
        self._name, self._build = name, build
        self._values: dict[int, tuple[str, Value]] = {}
        for model in models:
            post_save.connect(self._changed, sender=model, weak=False)
            post_delete.connect(self._changed, sender=model, weak=False)

    def get(self, municipality_id: int) -> Value:
        """The value for the municipality whose scope is open."""
        stamp = cache.get(self._key(municipality_id))
        cached = self._values.get(municipality_id)
        if stamp is None or cached is None or cached[0] != stamp:
            stamp = secrets.token_hex(8)
            cached = (stamp, self._build(municipality_id))
            self._values[municipality_id] = cached
            cache.set(self._key(municipality_id), stamp, FRESH_SECONDS)
        return cached[1]

    def _key(self, municipality_id: int) -> str:
        return f"kept:{self._name}:{municipality_id}"

    def _changed(self, instance: Any, **_: Any) -> None:
        changed_in = getattr(instance, "municipality_id", None)
        for municipality_id in list(self._values) if changed_in is None else [changed_in]:
            cache.delete(self._key(municipality_id))
