"""Tells the rest of the house which resident a request is from."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from raekoda.identity.persons.access import resident_of


class ResidentMiddleware:
    """``request.resident``: the signed-in resident or ``None``, asked for only when a page looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.resident = SimpleLazyObject(lambda: resident_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
