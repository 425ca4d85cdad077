"""Errors of interfaces for other systems, in one shape and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, JsonResponse

from raekoda.platform.core.errors import RequestError


class ApiError(RequestError):
    """A request of another system is not served: HTTP status, and what is wrong with which field."""

    def __init__(self, status: int, field: str = "", message: str = "") -> None:
        super().__init__(status, message, field)
        self.details = [{"field": field, "message": message}] if field else []


Words = Mapping[int, tuple[str, str]]
RETRY_SECONDS = 60


def error_response(
    request: HttpRequest,
    status: int,
    words: Words,
    *,
    message: str = "",
    details: Sequence[Mapping[str, str]] = (),
    methods: Sequence[str] = ("POST",),
) -> JsonResponse:
    """``{"error": {"status", "code", "message", "details", "request_id"}}`` with the headers of its status.

    ``words`` has the code and the message of each status; ``message`` stands in place of the latter. ``methods`` are those
    that the address takes.
    """
    code, usual = words[status]
    error = {
        "status": status, "code": code, "message": message or usual, "details": list(details),
        "request_id": getattr(request, "request_id", ""),
    }  # fmt: skip
    response = JsonResponse({"error": error}, status=status)
    if status == 405:
        response["Allow"] = ", ".join(methods)
    if status == 429:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response
