"""Authentication of phone exchanges: requests are signed with HMAC and have a timestamp."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import IO

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from raekoda.channels.calls import queries
from raekoda.channels.calls.actions import get_secret
from raekoda.channels.calls.models import ExchangeKey
from raekoda.channels.calls.rules import compute_signature
from raekoda.platform.core import clock
from raekoda.platform.core.api_errors import ApiError, error_response
from raekoda.platform.core.ratelimit import allow, client_address

MAX_CLOCK_SKEW = 300
"""Maximum difference between the timestamp of a message and our clock."""
PER_MINUTE = 1200
WRONG_PER_MINUTE = 20
CHUNK = 256 * 1024
MESSAGES = {
    400: ("bad_request", "The request cannot be read."),
    401: (
        "not_signed",
        "The key or the signature is missing or wrong, or the time is too far from ours; see docs/calls.md.",
    ),
    403: ("not_agreed", "The caller did not agree that the recording is used. It was not kept; delete it."),
    404: ("not_found", "No such call is known here."),
    405: ("method_not_allowed", "This address takes POST only."),
    409: (
        "not_yet",
        "The note of this call is not written yet, so nobody knows whether the caller agreed. Try again later.",
    ),
    413: ("too_large", "The message is too large."),
    422: ("invalid_parameters", "Some values cannot be used; see details."),
    429: ("too_many_requests", "Too many messages. Wait a minute and go on more slowly."),
    500: ("server_error", "Something broke on our side. It is in the log under the request id."),
}
log = structlog.get_logger(__name__)


def signature_required(
    most_bytes: Callable[[], int],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator of views for exchanges: passes the key, the body as a file and its signature; renders API errors in English."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            with override("en"):
                try:
                    if request.method != "POST":
                        raise ApiError(405)
                    with tempfile.SpooledTemporaryFile(max_size=CHUNK) as body:
                        key, signature = _authenticate(request, body, most_bytes())
                        response = view(request, key, body, signature)
                except ApiError as refusal:
                    response = error_response(request, refusal.status, MESSAGES, details=refusal.details)
                except Exception as error:
                    log.error("calls_api_failed", exc_info=error)
                    response = error_response(request, 500, MESSAGES)
            response["Cache-Control"] = "private, no-store"
            return response

        return guarded

    return decorate


def _authenticate(request: HttpRequest, body: IO[bytes], limit: int) -> tuple[ExchangeKey, str]:
    """Read the request into ``body`` and verify it; return its key and signature. Raises :class:`ApiError`."""
    timestamp = request.headers.get("X-Raekoda-Timestamp", "")
    signature = request.headers.get("X-Raekoda-Signature", "").removeprefix("sha256=").lower()
    key = queries.find_active_key(request.headers.get("X-Raekoda-Key", "")[:10])
    if key is None or not _is_recent(timestamp):
        raise _unauthorized(request)
    _read_body(body, request, limit)
    expected = compute_signature(get_secret(key), timestamp, request.get_full_path(), body.read())
    if not compare_digest(expected.encode(), signature.encode()):
        raise _unauthorized(request)
    if not allow("calls-key", str(key.pk), PER_MINUTE, 60):
        raise ApiError(429)
    body.seek(0)
    return key, expected


def _is_recent(timestamp: str) -> bool:
    is_number = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 13
    return is_number and abs(int(timestamp) - clock.now().timestamp()) <= MAX_CLOCK_SKEW


def _unauthorized(request: HttpRequest) -> ApiError:
    limited = not allow("calls-not-signed", client_address(request), WRONG_PER_MINUTE, 60)
    return ApiError(429 if limited else 401)


def _read_body(body: IO[bytes], request: HttpRequest, limit: int) -> None:
    left = limit
    try:
        while chunk := request.read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise ApiError(413)
            body.write(chunk)
    except (UnreadablePostError, RequestDataTooBig) as error:
        raise ApiError(400) from error
    body.seek(0)
