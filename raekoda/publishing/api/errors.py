"""The common format of errors: ``{"error": {"status", "code", "message", "details", "request_id"}}``."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from raekoda.platform.core.bounds import UNSTORABLE_ERRORS

log = structlog.get_logger(__name__)
WAIT = {"Retry-After": "60"}
LOCATION_PARTS = frozenset({"query", "path", "body", "filters", "paging", "params", "asked"})
CODES = {
    400: "unreadable",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "invalid_parameters",
    429: "too_many_requests",
    500: "server_error",
}
MESSAGES = {
    400: "The body cannot be read; it must be JSON.",
    404: "There is nothing here.",
    405: "This address does not take this method.",
    413: "The body is too large.",
    422: "Some parameters cannot be used; see details.",
    429: "Too many requests. Wait a minute and go on more slowly.",
    500: "Something broke on our side. It is in the log under the request id.",
}


class Detail(Schema):
    """What is wrong with one parameter."""

    field: str = Field(description="Name of the parameter")
    message: str


class Problem(Schema):
    status: int = Field(description="HTTP status")
    code: str = Field(description="A word for programs: " + ", ".join(CODES.values()))
    message: str = Field(description="A sentence for people")
    details: list[Detail] = []
    request_id: str = Field(description="Name it when you write to us; also in the header X-Request-ID")


class Error(Schema):
    error: Problem


class InvalidParameter(Exception):
    """A parameter has an invalid value."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.detail = {"field": field, "message": message}


def json_error(
    request: HttpRequest,
    status: int,
    details: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JsonResponse:
    """An error response in the common format."""
    body = {
        "status": status,
        "code": CODES.get(status, "error"),
        "message": MESSAGES.get(status, "The request cannot be answered."),
        "details": details or [],
        "request_id": getattr(request, "request_id", ""),
    }
    return JsonResponse({"error": body}, status=status, headers=headers)


def install_handlers(api: NinjaAPI) -> None:
    """Register handlers so that every error of ``api`` has the common format."""

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Exception) -> HttpResponse:
        return json_error(request, 404)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return json_error(request, error.status_code, headers=WAIT if error.status_code == 429 else None)

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
        return json_error(request, 413)

    @api.exception_handler(InvalidParameter)
    def unusable(request: HttpRequest, error: InvalidParameter) -> HttpResponse:
        return json_error(request, 422, [error.detail])

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return json_error(request, 422, [_detail(each) for each in error.errors])

    def out_of_range(request: HttpRequest, error: Exception) -> HttpResponse:
        return json_error(request, 422)

    for kind in UNSTORABLE_ERRORS:
        api.exception_handler(kind)(out_of_range)

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("api_error", exc_info=error)
        return json_error(request, 500)


def _detail(error: dict[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error.get("loc", ()) if part not in LOCATION_PARTS]
    return {"field": ".".join(place), "message": str(error.get("msg", ""))}
