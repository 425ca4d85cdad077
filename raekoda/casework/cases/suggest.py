"""Which services a text is likely about: offered to the person who reports, never chosen for them."""

from __future__ import annotations

from raekoda.platform.search import queries as search
from raekoda.registry.services import queries as services
from raekoda.registry.services.models import Service

LOOKED_AT = 20
READ_CHARACTERS = 600


def likely_services(text: str, language: str, limit: int = 4) -> list[Service]:
    """Public services that take reports and fit ``text``, best first; empty when nothing fits."""
    hits = search.search(text[:READ_CHARACTERS], language, kinds=["service"], limit=LOOKED_AT).hits
    keys = [int(hit.key) for hit in hits]
    found = services.taking_reports().in_bulk(keys)
    return [found[key] for key in keys if key in found][:limit]
