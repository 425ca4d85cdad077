"""When a form's own token no longer fits (session ended, cookies cleared): what was typed is shown and can be sent again."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.views.decorators.cache import never_cache

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
SECRET = re.compile("password|passphrase|secret|_key$")
LONGEST_SHOWN = 20_000
SHORT = 60


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page in place of a refused form. It offers to send again only what came from a page of ours."""
    fields = typed(request)
    context = {
        "fields": fields,
        "long_fields": [(name, value) for name, value in fields if len(value) > SHORT or "\n" in value],
        "action": request.get_full_path() if is_ours(request) else "",
        "had_files": had_files(request),
    }
    return render(request, "403_csrf.html", context, status=403)


def typed(request: HttpRequest, longest: int | None = LONGEST_SHOWN) -> list[tuple[str, str]]:
    """Names and values of a sent form, without its token, passwords and secrets; what is longer than ``longest`` is cut."""
    try:
        lists = request.POST.lists()
    except (UnreadablePostError, OSError):
        return []
    visible = [(name, values) for name, values in lists if name != TOKEN and not SECRET.search(name)]
    return [(name, value[:longest]) for name, values in visible for value in values]


def had_files(request: HttpRequest) -> bool:
    """Whether files were sent along."""
    try:
        return bool(request.FILES)
    except (UnreadablePostError, OSError):
        return False


def is_ours(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this site: by request headers, never by form content."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
