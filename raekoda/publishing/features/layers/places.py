"""The municipality's addresses, from the address search."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from raekoda.identity.places.models import Address
from raekoda.publishing.features.registry import Collection, Feature, Property


class Places(Collection):
    """Addresses with their locations; no personal data."""

    id = "places"
    title = _("Places")
    description = _("Addresses of the municipality.")
    properties = (
        Property("title", _("address")),
        Property("external_id", _("identifier in the address register"), is_filter=True),
    )

    def rows(self) -> QuerySet[Address]:
        return Address.objects.only("text", "point", "external_id")

    def get(self, key: str) -> Feature | None:
        return super().get(key) if key.isascii() and key.isdigit() and len(key) < 18 else None

    key = "pk"

    def features(self, rows: list[Any]) -> list[Feature]:
        return [
            Feature(str(row.pk), {"title": row.text, "external_id": row.external_id or None}, point=row.point)
            for row in rows
        ]
