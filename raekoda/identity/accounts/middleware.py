"""Treats a user without a role in the municipality as anonymous."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core.actor import Actor


class MembershipMiddleware:
    """Replaces a user without a role in the request's municipality by ``AnonymousUser``. Superusers (platform
    operators) stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not hasattr(request, "municipality"):
            return self.get_response(request)
        signed_in = request.user

        def member() -> object:
            if not signed_in.is_authenticated:
                return signed_in
            user = getattr(signed_in, "_wrapped", signed_in)
            known = user.is_superuser or bool(rights_of(Actor.staff(user)).grants)
            return user if known else AnonymousUser()

        request.user = SimpleLazyObject(member)  # type: ignore[assignment]
        return self.get_response(request)
