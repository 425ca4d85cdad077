"""Common handling of API requests: rate limit, HEAD, conditional GET, error format, CORS."""

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
from raekoda.publishing.api.errors import WAIT, json_error

PER_MINUTE = 300
READ_METHODS = ("GET", "HEAD")
POST_METHODS = ("POST",)
POST_PATHS = frozenset({"ask"})
View = Callable[..., HttpResponse]


def served(view: View, methods: tuple[str, ...] = READ_METHODS) -> View:
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
        return json_error(request, 405, headers={"Allow": _allow_header(methods)})
    if not allow("api", client_address(request), PER_MINUTE, 60):
        return json_error(request, 429, headers=WAIT)
    if methods is POST_METHODS:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True)
        return response
    return _read(request, view, *args, **kwargs)


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    """Response to a CORS preflight request."""
    headers = {"Allow": _allow_header(methods), "Access-Control-Allow-Methods": _allow_header(methods)}
    if methods is POST_METHODS:
        headers["Access-Control-Allow-Headers"] = "Content-Type"
    return HttpResponse(status=204, headers=headers)


def _allow_header(methods: tuple[str, ...]) -> str:
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


def wrap_patterns(patterns: list[Any]) -> list[URLPattern]:
    """Wrap the view of every pattern with :func:`served`."""
    for pattern in patterns:
        pattern.callback = served(
            pattern.callback, POST_METHODS if str(pattern.pattern) in POST_PATHS else READ_METHODS
        )
    return patterns


@csrf_exempt
def not_found(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """404 for every other path under the API."""
    return json_error(request, 404)
