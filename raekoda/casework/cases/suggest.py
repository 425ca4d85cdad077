"""The services that a text is likely about: suggestions for the person who reports."""

from __future__ import annotations

from raekoda.platform.search import queries as search
from raekoda.registry.services import queries as services
from raekoda.registry.services.models import Service

MOST_HITS = 20
MOST_CHARACTERS = 600


def likely_services(text: str, language: str, limit: int = 4) -> list[Service]:
    """Public services that accept reports and match ``text``, best first; empty when none matches."""
    hits = search.search(text[:MOST_CHARACTERS], language, kinds=["service"], limit=MOST_HITS).hits
    keys = [int(hit.key) for hit in hits]
    found = services.taking_reports().in_bulk(keys)
    return [found[key] for key in keys if key in found][:limit]
