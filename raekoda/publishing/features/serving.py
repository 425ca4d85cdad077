"""Common handling of requests: methods, rate limit, format, errors, conditional GET, compression."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page

from raekoda.platform.core.bounds import UNSTORABLE_ERRORS
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.publishing.features.documents import GEOJSON, HTML, JSON, OPENAPI
from raekoda.publishing.features.errors import FeaturesError, InvalidParameter
from raekoda.publishing.features.parameters import FORMATS

log = structlog.get_logger(__name__)

PER_MINUTE = 600
METHODS = "GET, HEAD, OPTIONS"
EXPOSED_HEADERS = "Content-Crs, Link, ETag"
View = Callable[..., HttpResponse]


def served(view: View) -> View:
    """Wrap a view that takes the request, the format and path parameters."""
    reading = conditional_page(with_format(view))

    @csrf_exempt
    @gzip_page
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _respond(request, reading, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


def with_format(view: View) -> View:
    """Wrap a view with format negotiation and error handling."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = "json"
        try:
            form = requested_format(request)
            return view(request, form, *args, **kwargs)
        except FeaturesError as refusal:
            return error_page_or_json(request, refusal, form)
        except UNSTORABLE_ERRORS:
            return early_error(request, 400, _("A parameter is out of range."))
        except Exception:
            log.exception("features_failed", path=request.path)
            words = _("Something went wrong on our side. Please try again.")
            return error_page_or_json(request, FeaturesError(500, "ServerError", words), form)

    return answer


def _respond(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS, "Access-Control-Allow-Methods": METHODS})
    if request.method not in ("GET", "HEAD"):
        words = _("This address answers to %(methods)s.") % {"methods": METHODS}
        response = error_page_or_json(request, FeaturesError(405, "MethodNotAllowed", words), "json")
        response["Allow"] = METHODS
        return response
    if not allow("features", client_address(request), PER_MINUTE, 60):
        words = _("Too many requests in a short time. Please wait a minute.")
        response = error_page_or_json(request, FeaturesError(429, "TooManyRequests", words), "json")
        response["Retry-After"] = "60"
        return response
    return _read(request, view, *args, **kwargs)


def _read(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    is_head = request.method == "HEAD"
    request.method = "GET"
    response = view(request, *args, **kwargs)
    if response.status_code == 200 and not response["Content-Type"].startswith(HTML):
        patch_cache_control(response, public=True, max_age=30)
    if is_head:
        request.method = "HEAD"
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)
    return response


def requested_format(request: HttpRequest) -> str:
    """The format: parameter ``f``, else by the Accept header, JSON by default."""
    asked = request.GET.get("f")
    if asked is not None:
        if asked not in FORMATS:
            raise InvalidParameter(_("f has to be one of: %(known)s.") % {"known": ", ".join(FORMATS)})
        return asked
    best = request.get_preferred_type([JSON, GEOJSON, OPENAPI, HTML])
    return "html" if best == HTML else "json"


def as_json(document: Any, kind: str = JSON) -> HttpResponse:
    """``document`` as JSON of this media type."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return HttpResponse(body, content_type=kind)


def early_error(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """The error response to a request rejected before it reached a view."""
    return error_page_or_json(
        request, FeaturesError(status, "InvalidParameterValue" if status == 400 else "NotFound", words), "json"
    )


def error_page_or_json(request: HttpRequest, refusal: FeaturesError, form: str) -> HttpResponse:
    """An error response: the exception schema of OGC API - Features, or a page."""
    if form == "html":
        return render(request, "features/error.html", {"words": refusal.words}, status=refusal.status)
    body = {"code": refusal.code, "description": refusal.words, "request_id": getattr(request, "request_id", "")}
    response = as_json(body)
    response.status_code = refusal.status
    return response
