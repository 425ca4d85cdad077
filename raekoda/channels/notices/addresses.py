"""Addresses of notices and of what a subscriber may do, in the reader's language."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from raekoda.channels.notices.models import Notice
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality


def _path(language: str, name: str, *args: str) -> str:
    with override(language):
        return reverse(name, args=args)


def notice_path(notice: Notice, language: str) -> str:
    """The notice's page, beginning with a slash."""
    return _path(language, "notices:notice", notice.ref)


def notice_url(notice: Notice, language: str) -> str:
    """The full address of the notice's page."""
    return site_url(notice.municipality) + notice_path(notice, language)


def confirm(municipality: Municipality, token: str, language: str) -> str:
    """The link that confirms a subscription."""
    return site_url(municipality) + _path(language, "notices:confirm", token)


def manage(municipality: Municipality, token: str, language: str) -> str:
    """A subscriber's own page."""
    return site_url(municipality) + _path(language, "notices:manage", token)


def leave(municipality: Municipality, token: str, language: str) -> str:
    """Where a subscriber leaves: by a press on the page, or by the mail program's own button (RFC 8058)."""
    return site_url(municipality) + _path(language, "notices:leave", token)
