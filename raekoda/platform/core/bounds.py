"""How long the parts of a request may be, checked in one place before anything reads them.

A path or a query that is too long, or that holds what no address holds (NUL, half a character), is answered at once: a path
with 404, a query with 400. NUL is taken out of the fields of forms, where it comes along with text that was pasted. Values
that pass and still fit nothing that is kept (the year 9999 and a day more) are answered with 400 as well.
docs/security.md lists the limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

import structlog
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from raekoda.platform.core.error_pages import bad_request, conflict, page_not_found
from raekoda.platform.core.files import pixels_together
from raekoda.platform.core.registry import Registry

LONGEST_PATH = 2_000
LONGEST_QUERY = 16_000
MOST_PARAMETERS = 300
LONGEST_NAME = 200
LONGEST_VALUE = 4_000
LONGEST_FIELD = 500_000
LONGEST_HEADER = 8_000
BROKEN = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
READING = frozenset({"GET", "HEAD"})
PAGES = {400: bad_request, 404: page_not_found, 409: conflict}
UNSTORABLE_ERRORS = (OverflowError, DataError, UnicodeEncodeError)

Answer = Callable[[HttpRequest, int, str], HttpResponse]
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ErrorResponse:
    """Requests to paths that begin with ``prefix`` are refused by ``answer(request, status, message)``."""

    prefix: str
    answer: Answer


error_responses: Registry[ErrorResponse] = Registry(
    f"{__name__}.error_responses",
    ErrorResponse,
    "Responses to requests that are refused early, for endpoints whose errors have a shape of their own",
    key=lambda response: response.prefix,
)


def path_is_sound(path: str) -> bool:
    """Whether a path can match any URL."""
    return len(path) <= LONGEST_PATH and not BROKEN.search(path)


def query_is_sound(text: str) -> bool:
    """Whether a query string as it came is short enough, and so is every name and value in it."""
    if len(text) > LONGEST_QUERY or text.count("&") >= MOST_PARAMETERS:
        return False
    return all(_pair_is_sound(*pair.partition("=")[::2]) for pair in text.split("&"))


def _pair_is_sound(name: str, value: str) -> bool:
    name, value = (unquote(part.replace("+", " ")) for part in (name, value))
    return len(name) <= LONGEST_NAME and len(value) <= LONGEST_VALUE and not BROKEN.search(name + value)


class BoundsMiddleware:
    """Refuses requests whose path or query is malformed or too long; cleans form fields before a view reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not path_is_sound(request.path_info):
            answer = get_answer(request)
            request.path = request.path_info = "/"
            request.META["QUERY_STRING"] = ""
            return answer(request, 404, _("There is nothing at this address."))
        if not query_is_sound(request.META.get("QUERY_STRING", "")):
            request.META["QUERY_STRING"] = ""
            message = _("A parameter is too long or holds characters that cannot be read.")
            return get_answer(request)(request, 400, message)
        if any(len(value) > LONGEST_HEADER for name, value in request.META.items() if name.startswith("HTTP_")):
            return get_answer(request)(request, 400, _("A header of the request is too long."))
        with pixels_together():
            return self.get_response(request)


class FieldsMiddleware:
    """Cleans the fields of a form before its view reads them; answers values that cannot be stored with 400.

    Stands last, so that a view's own way of reading a body (an endpoint's, an upload's) is left to it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> None:
        if request.method == "POST" and request.content_type in FORM_TYPES and not getattr(view, "csrf_exempt", False):
            clean_fields(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if request.method not in READING or not isinstance(error, UNSTORABLE_ERRORS):
            return None
        log.warning("value_out_of_range", route=request.resolver_match and request.resolver_match.route, exc_info=error)
        return get_answer(request)(request, 400, _("A parameter is out of range."))


def clean_fields(request: HttpRequest) -> None:
    """Remove characters that cannot be stored from the fields of a form. Raises ``BadRequest`` for a field that is far
    too long."""
    for name, values in request.POST.lists():
        if len(name) > LONGEST_NAME or any(len(value) > LONGEST_FIELD for value in values):
            raise BadRequest(f"The field {name[:60]} is too long.")
    if any(BROKEN.search(value) for _, values in request.POST.lists() for value in values):
        request.POST = _cleaned(request.POST)  # type: ignore[assignment]


def _cleaned(fields: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True)
    for name, values in fields.lists():
        cleaned.setlist(BROKEN.sub("", name), [BROKEN.sub("", value) for value in values])
    cleaned._mutable = False
    return cleaned


def get_answer(request: HttpRequest) -> Answer:
    """How a request is refused: in the shape of its endpoint, or by a page."""
    return next((each.answer for each in error_responses if request.path_info.startswith(each.prefix)), _page)


def _page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    with override(get_language_from_request(request, check_path=True)):
        return PAGES[status](request, BadRequest(message))
