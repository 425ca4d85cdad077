"""Error pages that say what happened, what was saved and how to continue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", {"request_id": getattr(request, "request_id", "")}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def conflict(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 409)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def too_many_requests(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """The answer when a rate limit was passed, with the ``seconds`` to wait; the page keeps what was typed through the
    browser."""
    response = _page(request, 429)
    response["Retry-After"] = str(seconds)
    return response
