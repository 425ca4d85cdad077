"""What every answer of the API shares: rate limit, HEAD, 304 for the unchanged, errors in one shape, readable anywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.publishing.api.errors import WAIT, problem

PER_MINUTE = 300
READING = ("GET", "HEAD")
SENDING = ("POST",)
SENT_TO = frozenset({"ask"})
View = Callable[..., HttpResponse]


def served(view: View, methods: tuple[str, ...] = READING) -> View:
    """Wrap a view of the API that takes ``methods``."""
    conditional = conditional_page(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(request, conditional, methods, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return answer


def _answer(request: HttpRequest, view: View, methods: tuple[str, ...], *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight(methods)
    if request.method not in methods:
        return problem(request, 405, headers={"Allow": _named(methods)})
    if not allow("api", client_address(request), PER_MINUTE, 60):
        return problem(request, 429, headers=WAIT)
    if methods is SENDING:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True)
        return response
    return _read(request, view, *args, **kwargs)


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    """What a browser asks before a page of another site may send something here."""
    headers = {"Allow": _named(methods), "Access-Control-Allow-Methods": _named(methods)}
    if methods is SENDING:
        headers["Access-Control-Allow-Headers"] = "Content-Type"
    return HttpResponse(status=204, headers=headers)


def _named(methods: tuple[str, ...]) -> str:
    return ", ".join([*methods, "OPTIONS"])


def _read(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    is_head = request.method == "HEAD"
    request.method = "GET"
    response = view(request, *args, **kwargs)
    if response.status_code == 200:
        patch_cache_control(response, public=True, max_age=30)
    if is_head:
        request.method = "HEAD"
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)
    return response


def wrapped(patterns: list[Any]) -> list[URLPattern]:
    """The patterns with every view served."""
    for pattern in patterns:
        pattern.callback = served(pattern.callback, SENDING if str(pattern.pattern) in SENT_TO else READING)
    return patterns


@csrf_exempt
def nothing_here(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Every other path under the API."""
    return problem(request, 404)
