"""What the API adds to other apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from raekoda.platform.core.bounds import ErrorResponse, error_responses


def refused_early(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """The error response to a request that never came to an endpoint."""
    from raekoda.publishing.api.errors import problem

    return problem(request, 422 if status == 400 else status)


error_responses.register(ErrorResponse("/api/v1/", refused_early))
