"""Absolute addresses of pages that letters link to, in the reader's language."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.cases.models import Case, Follower
from raekoda.platform.core.links import site_url


def _page(case: Case, language: str, name: str, *args: str) -> str:
    with override(language):
        return site_url(case.municipality) + reverse(name, args=args)


def status(case: Case, language: str) -> str:
    """The sender's private page: only for the sender."""
    return _page(case, language, "cases:status", case.token)


def rating(case: Case, language: str) -> str:
    """The page where the sender rates the answer."""
    return _page(case, language, "cases:rate", case.token)


def public(case: Case, language: str) -> str:
    """The public page of a report; empty for a case that is not public."""
    return _page(case, language, "cases:public", case.ref) if case.is_public else ""


def confirm(follower: Follower) -> str:
    """The link that confirms a follower's address."""
    return _page(follower.case, follower.language, "cases:confirm_follow", follower.token)


def leave(follower: Follower) -> str:
    """The link that ends following."""
    return _page(follower.case, follower.language, "cases:leave_follow", follower.token)


def desk(case: Case) -> str:
    """The staff page of a case."""
    return _page(case, "et", "cases_desk:case", case.number)
