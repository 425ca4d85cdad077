"""Banners of notices, stored on the municipality, which every page loads anyway."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import override

from raekoda.channels.notices.addresses import notice_path
from raekoda.channels.notices.models import Notice
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

LANGUAGES = ("et", "en", "ru")
LONGEST_TEXT = 300


@transaction.atomic
def refresh(municipality: Municipality) -> None:
    """Store the banners of notices that have not expired, newest first, on the municipality."""
    row = Municipality.objects.select_for_update().get(pk=municipality.pk)
    active = Notice.objects.filter(status=Notice.Status.PUBLISHED, banner_until__gt=clock.now()).exclude(banner_tone="")
    banners = [_banner(notice) for notice in active.order_by("-published_at", "-pk")]
    if banners != row.notice.get("notices", []):
        rest = {name: value for name, value in row.notice.items() if name != "notices"}
        row.notice = {**rest, "notices": banners} if banners else rest
        row.save(update_fields=["notice"])
        municipality.notice = row.notice


def _banner(notice: Notice) -> dict[str, Any]:
    assert notice.banner_until is not None
    return {"tone": notice.banner_tone, "until": notice.banner_until.isoformat()} | {
        language: _texts(notice, language) for language in LANGUAGES
    }


def _texts(notice: Notice, language: str) -> dict[str, str]:
    with override(language):
        text = notice.text if len(notice.text) <= LONGEST_TEXT else f"{notice.text[: LONGEST_TEXT - 1].rstrip()}…"
        return {"title": notice.title, "text": text, "url": notice_path(notice, language)}
