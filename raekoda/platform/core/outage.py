"""Responses while the database is unreachable or the disk is full: 503 with Retry-After, rendered without the database.

A form that was sent meanwhile is not lost: the page holds what was typed and offers to send it again.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_path, override
from procrastinate.exceptions import ConnectorException

from raekoda.platform.core import error_pages
from raekoda.platform.core.csrf import SHORT, TOKEN, had_files, is_ours, typed
from raekoda.platform.core.theme import version

UNREACHABLE, DISK_FULL = "database", "disk"
RETRY_SECONDS = {UNREACHABLE: 15, DISK_FULL: 300}
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
UNREACHABLE_STATES = ("08", "57P", "53300")
"""SQLSTATE prefixes: connection exceptions, a server that shuts down or starts up, too many connections."""
DISK_FULL_STATE = "53100"


def find_outage(error: BaseException | None) -> str:
    """:data:`UNREACHABLE` or :data:`DISK_FULL` when ``error`` comes of one, else ""."""
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return DISK_FULL
    if not isinstance(error, OperationalError | InterfaceError | ConnectorException):
        return ""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state == DISK_FULL_STATE:
        return DISK_FULL
    return UNREACHABLE if not state or state.startswith(UNREACHABLE_STATES) else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """The project's ``handler500``: Django calls it while the error is being handled."""
    outage = find_outage(sys.exc_info()[1])
    return unavailable(request, outage) if outage else error_pages.server_error(request)


class OutageMiddleware:
    """Turns a 500 into a 503 while the database is unreachable: endpoints answer every error themselves, and the error page
    of a page may itself need the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 500 or _database_answers():
            return response
        if response.get("Content-Type", "").startswith("text/html"):
            return unavailable(request, UNREACHABLE)
        response.status_code = 503
        response["Retry-After"] = str(RETRY_SECONDS[UNREACHABLE])
        return response


def unavailable(request: HttpRequest, outage: str) -> HttpResponse:
    """A page that says what is wrong and when to come back, with the fields of a sent form and a button to send them again.

    Passwords are left out, files have to be chosen again. A form of another site is shown, but not offered to be sent.
    """
    fields = typed(request, longest=None) if request.method == "POST" else []
    is_own_form = bool(fields) and is_ours(request)
    municipality = getattr(request, "municipality", None)
    theme = municipality.theme if municipality else {}
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        page = render_to_string(
            "503.html",
            {
                "outage": outage,
                "seconds": RETRY_SECONDS[outage],
                "municipality": municipality,
                "theme": theme,
                "theme_url": f"{reverse('theme')}?v={version(theme)}",
                "request_id": getattr(request, "request_id", ""),
                "is_form": request.method == "POST",
                "fields": fields,
                "long_fields": [value for _, value in fields if len(value) > SHORT or "\n" in value],
                "action": request.get_full_path() if is_own_form else "",
                "token": request.POST.get(TOKEN, "") if is_own_form else "",
                "file_fields": list(request.FILES.lists()) if is_own_form and had_files(request) else [],
            },
        )
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_SECONDS[outage])
    add_never_cache_headers(response)
    return response


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:  # inside a broken transaction the database did answer
        return find_outage(error) != UNREACHABLE
    return True
