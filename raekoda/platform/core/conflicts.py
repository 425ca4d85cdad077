"""Transactions that PostgreSQL gave up because of another one."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from raekoda.platform.core.bounds import get_answer

DEADLOCK_DETECTED, SERIALIZATION_FAILURE, LOCK_NOT_AVAILABLE = "40P01", "40001", "55P03"
CONFLICTS = frozenset({DEADLOCK_DETECTED, SERIALIZATION_FAILURE, LOCK_NOT_AVAILABLE})
log = structlog.get_logger(__name__)


class ConflictMiddleware:
    """Answers a deadlock or a serialization failure with 409, in words or in the endpoint's own shape. It is not tried again by
    itself: a view may have committed an earlier transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Error) or getattr(error.__cause__, "sqlstate", "") not in CONFLICTS:
            return None
        log.warning("conflict", route=request.resolver_match and request.resolver_match.route, exc_info=error)
        words = _(
            "Somebody changed the same thing at the same moment. Nothing was saved: look at it and send it again."
        )
        return get_answer(request)(request, 409, words)
