"""Enforces the second factor for roles that require it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from raekoda.identity.signin import factors
from raekoda.platform.core.actor import Actor

ALLOWED_VIEWS = frozenset(
    {
        "signin_desk:step", "signin_desk:own", "signin_desk:add_app", "signin_desk:add_passkey", "signin_desk:codes",
        "desk:login", "desk:logout",
    }
)  # fmt: skip
"""Views that are allowed before verification: setting up and verifying the second factor."""
STAFF_PATHS = ("/toolaud/", "/haldus/")


class SecondFactorMiddleware:
    """Redirects users without a required second factor to its page; on public pages they are anonymous."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """A redirect instead of the view; None to continue."""
        municipality = getattr(request, "municipality", None)
        if municipality is None or not municipality.second_factor_roles or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if (match is not None and match.view_name in ALLOWED_VIEWS) or factors.is_verified(request):
            return None
        if not factors.is_required(Actor.of(request)):
            return None
        path = request.path.removeprefix("/en").removeprefix("/ru")
        if not path.startswith(STAFF_PATHS):
            request.user = AnonymousUser()
            return None
        onward = request.get_full_path() if request.method == "GET" else reverse("desk:home")
        address = f"{reverse('signin_desk:own')}?{urlencode({'next': onward})}"
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)
