"""URLs of notices and of the pages of a subscriber, by language."""

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
    """Path of the notice's page, beginning with a slash."""
    return _path(language, "notices:notice", notice.ref)


def notice_url(notice: Notice, language: str) -> str:
    """Full URL of the notice's page."""
    return site_url(notice.municipality) + notice_path(notice, language)


def confirm_url(municipality: Municipality, token: str, language: str) -> str:
    """URL that confirms a subscription."""
    return site_url(municipality) + _path(language, "notices:confirm", token)


def manage_url(municipality: Municipality, token: str, language: str) -> str:
    """URL of a subscriber's page."""
    return site_url(municipality) + _path(language, "notices:manage", token)


def leave_url(municipality: Municipality, token: str, language: str) -> str:
    """URL to unsubscribe, by a form or by the one-click button of mail programs (RFC 8058)."""
    return site_url(municipality) + _path(language, "notices:leave", token)
