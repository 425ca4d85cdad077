"""The browser's half of a sign-in: one cookie for each, so that two tabs do not take each other's."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from raekoda.identity.signin.actions import ATTEMPT_MINUTES, Begun


def give(response: HttpResponse, begun: Begun) -> None:
    """Let the browser keep its half until it comes back."""
    response.set_cookie(
        name_for(begun.state), begun.browser, max_age=ATTEMPT_MINUTES * 60, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path="/",
    )  # fmt: skip


def read(request: HttpRequest, state: str) -> str:
    """The browser's half of the sign-in with this state; "" when it has none."""
    return request.COOKIES.get(name_for(state), "")


def drop(response: HttpResponse, state: str) -> None:
    """The half was used."""
    response.delete_cookie(name_for(state), path="/", samesite="Lax")


def name_for(state: str) -> str:
    """Its name; over https one that no neighbouring host can set (``__Host-``)."""
    prefix = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}rk-signin-{''.join(each for each in state[:12] if each.isalnum())}"


def host_name(url: str) -> str:
    """The host of an address, without port."""
    return (urlsplit(url).hostname or "").lower()
