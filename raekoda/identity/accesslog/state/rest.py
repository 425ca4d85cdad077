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

from raekoda.identity.accesslog.state import usage
from raekoda.identity.accesslog.state.usage import MOST
from raekoda.platform.core.xroad.doors import XRoadError

MOST_SKIPPED = 2**31 - 1
log = structlog.get_logger(__name__)


def answered(view: Callable[[HttpRequest], dict[str, Any]]) -> Callable[[HttpRequest], JsonResponse]:
    """Let in, answer, or say what is wrong."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest) -> JsonResponse:
        try:
            usage.let_in(request, request.headers.get("X-Road-Client", ""))
            response = JsonResponse(view(request), json_dumps_params={"ensure_ascii": False})
        except XRoadError as refusal:
            log.warning("tracker_refused", status=refusal.status)
            response = JsonResponse({"message": refusal.words}, status=refusal.status)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@answered
def find_usage(request: HttpRequest) -> dict[str, Any]:
    """Uses of the data of ``userCode``, the newest first, a page by ``offset`` and ``limit``; their count over all pages."""
    if not request.headers.get("X-Road-UserId", "").strip():
        raise XRoadError(400, "X-Road-UserId is missing.")
    found = usage.of_person(request.GET.get("userCode", ""))
    start, end = _moment(request, "periodStart"), _moment(request, "periodEnd")
    if start is not None:
        found = found.filter(at__gte=start)
    if end is not None:
        found = found.filter(at__lte=end)
    offset = _number(request, "offset", 0, MOST_SKIPPED)
    limit = min(_number(request, "limit", MOST, MOST_SKIPPED), MOST)
    rows = usage.told(list(found[offset : offset + limit]))
    return {"totalUsages": found.count(), "usages": [_row(row) for row in rows]}


@answered
def usage_period(request: HttpRequest) -> dict[str, Any]:
    """From when uses are kept; without an end: until now."""
    return {"periodStart": usage.rfc3339(usage.kept_since())}


@answered
def heartbeat(request: HttpRequest) -> dict[str, Any]:
    """Whether findUsage would answer now."""
    try:
        usage.receiver()
    except XRoadError as refusal:
        return {"status": "FAIL", "message": refusal.words}
    return {"status": "OK", "message": "API is ready"}


def _row(row: usage.Usage) -> dict[str, str]:
    return {
        "logtime": usage.rfc3339(row.at), "action": row.action, "receiverCode": row.receiver_code,
        "receiverName": row.receiver_name, "receiverSystem": row.system,
    }  # fmt: skip


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """A moment with its time zone (RFC 3339); None when it was not given. Raises :class:`XRoadError`."""
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


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= most):
        raise XRoadError(400, f"{name} is no number of rows.")
    return int(text)
