"""REST: findUsage, usagePeriod, heartbeat (dumonitor-openapi 2.1.0)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import structlog
from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from raekoda.identity.accesslog.datatracker import usage
from raekoda.identity.accesslog.datatracker.usage import MAX_ROWS
from raekoda.platform.core.xroad.authentication import XRoadError

MAX_OFFSET = 2**31 - 1
log = structlog.get_logger(__name__)


def endpoint(view: Callable[[HttpRequest], dict[str, Any]]) -> Callable[[HttpRequest], JsonResponse]:
    """Decorator of a REST endpoint: authenticates the caller and turns :class:`XRoadError` into a JSON error."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest) -> JsonResponse:
        try:
            usage.authenticate(request, request.headers.get("X-Road-Client", ""))
            response = JsonResponse(view(request), json_dumps_params={"ensure_ascii": False})
        except XRoadError as refusal:
            log.warning("tracker_refused", status=refusal.status)
            response = JsonResponse({"message": refusal.message}, status=refusal.status)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@endpoint
def find_usage(request: HttpRequest) -> dict[str, Any]:
    """Uses of the data of ``userCode``, newest first, paged by ``offset`` and ``limit``, with their total count."""
    if not request.headers.get("X-Road-UserId", "").strip():
        raise XRoadError(400, "X-Road-UserId is missing.")
    found = usage.find_entries(request.GET.get("userCode", ""))
    start, end = _parse_datetime(request, "periodStart"), _parse_datetime(request, "periodEnd")
    if start is not None:
        found = found.filter(at__gte=start)
    if end is not None:
        found = found.filter(at__lte=end)
    offset = _parse_number(request, "offset", 0, MAX_OFFSET)
    limit = min(_parse_number(request, "limit", MAX_ROWS, MAX_OFFSET), MAX_ROWS)
    rows = usage.present_usages(list(found[offset : offset + limit]))
    return {"totalUsages": found.count(), "usages": [_row(row) for row in rows]}


@endpoint
def usage_period(request: HttpRequest) -> dict[str, Any]:
    """The start of the period for which uses are stored; it has no end."""
    return {"periodStart": usage.rfc3339(usage.get_retention_start())}


@endpoint
def heartbeat(request: HttpRequest) -> dict[str, Any]:
    """Whether findUsage can be answered now."""
    try:
        usage.get_receiver()
    except XRoadError as refusal:
        return {"status": "FAIL", "message": refusal.message}
    return {"status": "OK", "message": "API is ready"}


def _row(row: usage.Usage) -> dict[str, str]:
    return {
        "logtime": usage.rfc3339(row.at), "action": row.action, "receiverCode": row.receiver_code,
        "receiverName": row.receiver_name, "receiverSystem": row.system,
    }  # fmt: skip


def _parse_datetime(request: HttpRequest, name: str) -> datetime | None:
    """A query parameter as a datetime with time zone (RFC 3339); None when it is missing. Raises :class:`XRoadError`."""
    text = request.GET.get(name, "")
    if name not in request.GET:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise XRoadError(400, f"{name} is no moment with its time zone, as in 2021-01-31T10:20:30Z.")
    return moment


def _parse_number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= most):
        raise XRoadError(400, f"{name} is no number of rows.")
    return int(text)
