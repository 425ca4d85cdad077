"""GeoReport v2 over HTTP: each view parses, calls and renders."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_from_request, get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from raekoda.channels.open311 import actions, own_updates, queries, receiving, rules
from raekoda.channels.open311.errors import Open311Error
from raekoda.channels.open311.formats import build_response
from raekoda.channels.open311.submissions import read_submission
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys import wrong_key
from raekoda.platform.core.bounds import UNSTORABLE_ERRORS
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current

log = structlog.get_logger(__name__)

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, str, Parameters], HttpResponse]
FORMATS = ("json", "xml")
READ_METHODS = ("GET", "HEAD", "OPTIONS")


def endpoint(*methods: str) -> Callable[[View[Parameters]], Callable[..., HttpResponse]]:
    """A view of the endpoint: right format, method, language and jurisdiction, errors as the specification requires."""

    def decorate(view: View[Parameters]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, form: str = "", **parameters: Any) -> HttpResponse:
            with override(get_language(request)):
                response_format = form if form in FORMATS else preferred_format(request)
                try:
                    call = partial(view, request, response_format, **parameters)
                    response = _respond(request, response_format, methods, call)
                except Open311Error as error:
                    response = build_error(error, response_format)
                except UNSTORABLE_ERRORS:
                    response = build_error(Open311Error(400, _("A parameter is out of range.")), response_format)
                except Exception:
                    log.exception("open311_failed", path=request.path)
                    response = build_error(
                        Open311Error(500, _("Something went wrong on our side. Please try again.")), response_format
                    )
            if request.method in READ_METHODS:
                response["Access-Control-Allow-Origin"] = "*"
            return response

        return guarded

    return decorate


def _respond(
    request: HttpRequest, form: str, methods: tuple[str, ...], view: Callable[[], HttpResponse]
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join((*methods, "OPTIONS")), **PREFLIGHT_HEADERS})
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        response = build_error(
            Open311Error(405, _("This address answers to %(methods)s.") % {"methods": ", ".join(methods)}), form
        )
        response["Allow"] = ", ".join((*methods, "OPTIONS"))
        return response
    if request.method != "POST":
        check_jurisdiction(request.GET.get("jurisdiction_id", ""))
    return view()


PREFLIGHT_HEADERS = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "86400"}


def build_error(error: Open311Error, form: str) -> HttpResponse:
    """The error answer: a list of code and description under the HTTP status."""
    errors = [{"code": error.status, "description": description} for description in error.descriptions]
    response = build_response(errors, "errors", form, error.status)
    if error.retry_after:
        response["Retry-After"] = str(error.retry_after)
    return response


def early_error_response(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """The error answer to a request that was rejected before its view."""
    form = next((form for form in FORMATS if request.path_info.endswith(f".{form}")), preferred_format(request))
    return build_error(Open311Error(status, message), form)


def get_language(request: HttpRequest) -> str:
    """The language of names and errors: ``locale``, else Accept-Language, else Estonian."""
    requested = request.GET.get("locale", "")
    if requested:
        try:
            return get_supported_language_variant(requested[:20])
        except LookupError:
            return settings.LANGUAGE_CODE
    return get_language_from_request(request) if "HTTP_ACCEPT_LANGUAGE" in request.META else settings.LANGUAGE_CODE


def preferred_format(request: HttpRequest) -> str:
    """The format of an address without an ending: XML when that is asked for, otherwise JSON."""
    return (
        "xml"
        if request.get_preferred_type(["application/json", "text/xml", "application/xml"]) != "application/json"
        else "json"
    )


def check_jurisdiction(name: str) -> None:
    """Raises :class:`Open311Error` (404) for another jurisdiction; a missing one means this municipality."""
    if name.strip() and not queries.is_jurisdiction(current(), name):
        raise Open311Error(404, _("jurisdiction_id %(name)s was not found.") % {"name": name[:80]})


@endpoint("GET")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """The service discovery document."""
    municipality = current()
    url = site_url(municipality) + reverse("open311:root")
    return build_response(queries.discovery(municipality, url), "discovery", form)


@endpoint("GET")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """The services that take reports."""
    return build_response(queries.service_list(current()), "services", form)


@endpoint("GET")
def service(request: HttpRequest, form: str, *, code: str) -> HttpResponse:
    """The attributes of one service."""
    service = queries.services.get(current().pk).get(code)
    if service is None:
        raise Open311Error(404, _("service_code %(code)s was not found.") % {"code": code[:60]})
    return build_response(queries.service_definition(service), "service_definition", form)


@endpoint("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """GET: a list of requests. POST: a new request."""
    return create(request, form) if request.method == "POST" else list_requests(request, form)


def list_requests(request: HttpRequest, form: str) -> HttpResponse:
    """A page of requests; ``Link: rel="next"`` is the URL of the next page."""
    municipality = current()
    filters = queries.parse_filters(request.GET)
    page = queries.requests(reader(request), filters, get_partner_id(request))
    content = [queries.describe_request(case, municipality, extensions=filters.extensions) for case in page.cases]
    response = build_response(content, "service_requests", form)
    if page.next_cursor:
        parameters = request.GET.copy()
        parameters.pop("page", None)
        parameters.pop("api_key", None)
        parameters["cursor"] = page.next_cursor
        response["Link"] = f'<{site_url(municipality)}{request.path}?{parameters.urlencode()}>; rel="next"'
    return response


def create(request: HttpRequest, form: str) -> HttpResponse:
    """A new request becomes a case; the answer has its number."""
    submission = read_submission(request)
    check_jurisdiction(submission["jurisdiction_id"] or request.GET.get("jurisdiction_id", ""))
    key = require_key(request, submission["api_key"])
    case = actions.create_request(
        current(),
        submission,
        key_id=key.id,
        partner_id=key.partner_id,
        idempotency_key=request.headers.get("Idempotency-Key", "").strip(),
        language=get_language(request),
        request_id=getattr(request, "request_id", ""),
    )
    content = [{"service_request_id": case.number, "service_notice": None, "account_id": None}]
    return build_response(content, "service_requests", form)


@endpoint("GET")
def request_by_id(request: HttpRequest, form: str, *, number: str) -> HttpResponse:
    """One request."""
    municipality = current()
    case = queries.request_by_number(reader(request), number, get_partner_id(request))
    if case is None:
        raise Open311Error(404, _("service_request_id %(id)s was not found.") % {"id": number[:60]})
    extensions = queries.parse_filters(request.GET).extensions
    return build_response(
        [queries.describe_request(case, municipality, extensions=extensions)], "service_requests", form
    )


@endpoint("GET")
def token(request: HttpRequest, form: str, *, token: str) -> HttpResponse:
    """The number that belongs to a token (the public reference of a request)."""
    case = queries.request_by_token(reader(request), token)
    if case is None:
        raise Open311Error(404, _("token %(token)s was not found.") % {"token": token[:60]})
    return build_response([{"service_request_id": case.number, "token": token}], "service_requests", form)


@endpoint("GET", "POST")
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """GET: updates of the reports that a partner made here. POST: a partner's update of a report it has or made."""
    municipality = current()
    if request.method == "POST":
        submission = read_submission(request)
        check_jurisdiction(submission["jurisdiction_id"] or request.GET.get("jurisdiction_id", ""))
        partner_id = require_partner(require_key(request, submission["api_key"]))
        return build_response(
            [{"update_id": receiving.receive_update(partner_id, submission)}], "service_request_updates", form
        )
    partner_id = require_partner(require_key(request))
    filters = queries.parse_filters(request.GET)
    start, end = rules.date_range(filters.start, filters.end, clock.now())
    content = own_updates.updates(partner_id, municipality, start, end, filters.keys)
    return build_response(content, "service_request_updates", form)


@endpoint("GET", "POST")
def not_found(request: HttpRequest, form: str) -> HttpResponse:
    """Any other address under the endpoint."""
    raise Open311Error(404, _("There is nothing at this address."))


def reader(request: HttpRequest) -> Actor:
    """The actor of reads: everybody sees the same public requests."""
    return Actor.resident(getattr(request, "request_id", ""))


def get_partner_id(request: HttpRequest) -> int | None:
    """The partner whose key a read carries; None without a valid one: reads need no key."""
    plain_key = request.headers.get("X-Api-Key", "") or request.GET.get("api_key", "")
    key = queries.find_key(plain_key.strip()[:200]) if plain_key else None
    return key.partner_id if key is not None and key.municipality_id == current().pk else None


def require_partner(key: queries.KnownKey) -> int:
    """The partner of a key. Raises :class:`Open311Error` (403) for a key without a partner."""
    if key.partner_id is None:
        raise Open311Error(403, _("This api_key is not a partner's: it cannot read or send updates."))
    return key.partner_id


def require_key(request: HttpRequest, sent: str = "") -> queries.KnownKey:
    """The API key of a request, from the header ``X-Api-Key``, the body (``sent``), or the parameter ``api_key``.

    Raises :class:`Open311Error` (403, after too many wrong keys 429).
    """
    plain_key = request.headers.get("X-Api-Key", "") or sent or request.GET.get("api_key", "")
    if not plain_key:
        raise Open311Error(403, _("api_key was not provided."))
    key = queries.find_key(plain_key.strip()[:200])
    if key is None or key.municipality_id != current().pk:
        if seconds := wrong_key(request, plain_key.strip()):
            raise Open311Error(429, _("Too many wrong keys. Please wait."), retry_after=seconds)
        raise Open311Error(403, _("api_key is not valid here."))
    return key
