"""Cookies that bind an attempt to the browser: one per attempt, so that tabs do not interfere."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from raekoda.identity.signin.actions import ATTEMPT_MINUTES, StartedAttempt


def set_cookie(response: HttpResponse, begun: StartedAttempt) -> None:
    """Set the attempt's cookie."""
    response.set_cookie(
        get_cookie_name(begun.state), begun.browser, max_age=ATTEMPT_MINUTES * 60, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path="/",
    )  # fmt: skip


def read_cookie(request: HttpRequest, state: str) -> str:
    """The secret in the cookie of the attempt with this state; "" when there is none."""
    return request.COOKIES.get(get_cookie_name(state), "")


def delete_cookie(response: HttpResponse, state: str) -> None:
    """Delete the attempt's cookie."""
    response.delete_cookie(get_cookie_name(state), path="/", samesite="Lax")


def get_cookie_name(state: str) -> str:
    """Name of the cookie; with https a ``__Host-`` name that other hosts cannot set."""
    prefix = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}rk-signin-{''.join(each for each in state[:12] if each.isalnum())}"


def get_host_name(url: str) -> str:
    """Host name of a URL, without port."""
    return (urlsplit(url).hostname or "").lower()
