"""Payload of the webhook event ``notice.published``."""

from __future__ import annotations

from typing import Any

from raekoda.channels.notices import addresses
from raekoda.channels.notices.models import Notice

LANGUAGES = ("et", "en", "ru")


def webhook_payload(notice: Notice) -> dict[str, Any]:
    """Estonian texts and URL, kind, times (ISO 8601), place, districts, topics, and the texts of each language."""
    return {
        "title": notice.title_et,  # type: ignore[attr-defined]
        "text": notice.text_et,  # type: ignore[attr-defined]
        "url": addresses.notice_url(notice, "et"),
        "language": "et",
        "ref": notice.ref,
        "kind": notice.kind,
        "starts_at": notice.starts_at.isoformat() if notice.starts_at else None,
        "ends_at": notice.ends_at.isoformat() if notice.ends_at else None,
        "place": notice.place,
        "link": notice.url,
        "areas": [area.name for area in notice.areas.all()],
        "topics": [topic.slug for topic in notice.topics.all()],
        "words": {
            language: {
                "title": getattr(notice, f"title_{language}"),
                "text": getattr(notice, f"text_{language}"),
                "url": addresses.notice_url(notice, language),
            }
            for language in LANGUAGES
            if getattr(notice, f"title_{language}")
        },
    }
