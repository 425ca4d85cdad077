"""Sets the signed-in resident on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from raekoda.identity.persons.access import get_resident


class ResidentMiddleware:
    """``request.resident``: the signed-in resident or ``None``, read lazily."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.resident = SimpleLazyObject(lambda: get_resident(request))  # type: ignore[attr-defined]
        return self.get_response(request)
