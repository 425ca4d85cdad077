"""Registrations with other apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from raekoda.platform.core.bounds import ErrorResponse, error_responses


def early_error(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """The error response to a request rejected before it reached an endpoint."""
    from raekoda.publishing.api.errors import json_error

    if status == 400:
        return json_error(request, 422, [{"field": "query", "message": message}])
    return json_error(request, status)


error_responses.register(ErrorResponse("/api/v1/", early_error))
