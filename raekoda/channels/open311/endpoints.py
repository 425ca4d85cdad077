"""GeoReport v2 over HTTP: each view reads, calls and renders."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_from_request, get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from raekoda.channels.open311 import actions, queries, receiving, rules, telling
from raekoda.channels.open311.errors import Open311Error
from raekoda.channels.open311.formats import answer
from raekoda.channels.open311.reading import read_submission
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys import wrong_key
from raekoda.platform.core.bounds import NOT_KEPT
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current

log = structlog.get_logger(__name__)

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, str, Parameters], HttpResponse]
FORMATS = ("json", "xml")
READING = ("GET", "HEAD", "OPTIONS")


def endpoint(*methods: str) -> Callable[[View[Parameters]], Callable[..., HttpResponse]]:
    """A view of the endpoint: right format, method, language and jurisdiction, errors as the specification wants them."""

    def decorate(view: View[Parameters]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, form: str = "", **parameters: Any) -> HttpResponse:
            with override(language_of(request)):
                chosen = form if form in FORMATS else preferred_format(request)
                try:
                    response = _answered(request, chosen, methods, lambda: view(request, chosen, **parameters))  # type: ignore[call-arg]
                except Open311Error as refusal:
                    response = refused(refusal, chosen)
                except NOT_KEPT:
                    response = refused(Open311Error(400, _("A parameter is out of range.")), chosen)
                except Exception:
                    log.exception("open311_failed", path=request.path)
                    response = refused(
                        Open311Error(500, _("Something went wrong on our side. Please try again.")), chosen
                    )
            if request.method in READING:
                response["Access-Control-Allow-Origin"] = "*"
            return response

        return guarded

    return decorate


def _answered(
    request: HttpRequest, form: str, methods: tuple[str, ...], view: Callable[[], HttpResponse]
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join((*methods, "OPTIONS")), **PREFLIGHT})
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        response = refused(
            Open311Error(405, _("This address answers to %(methods)s.") % {"methods": ", ".join(methods)}), form
        )
        response["Allow"] = ", ".join((*methods, "OPTIONS"))
        return response
    if request.method != "POST":
        check_jurisdiction(request.GET.get("jurisdiction_id", ""))
    return view()


PREFLIGHT = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "86400"}


def refused(refusal: Open311Error, form: str) -> HttpResponse:
    """The error answer: a list of code and description under the HTTP status."""
    errors = [{"code": refusal.status, "description": description} for description in refusal.descriptions]
    response = answer(errors, "errors", form, refusal.status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def refused_early(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """The error answer to a request that never came to a view."""
    form = next((form for form in FORMATS if request.path_info.endswith(f".{form}")), preferred_format(request))
    return refused(Open311Error(status, words), form)


def language_of(request: HttpRequest) -> str:
    """The language of names and errors: ``locale``, else Accept-Language, else Estonian."""
    asked = request.GET.get("locale", "")
    if asked:
        try:
            return get_supported_language_variant(asked[:20])
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
    """Raises :class:`Open311Error` (404) for another jurisdiction than the one served here; none given means this one."""
    if name.strip() and not queries.is_jurisdiction(current(), name):
        raise Open311Error(404, _("jurisdiction_id %(name)s was not found.") % {"name": name[:80]})


@endpoint("GET")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """What is offered here and in which formats."""
    municipality = current()
    url = site_url(municipality) + reverse("open311:root")
    return answer(queries.discovery(municipality, url), "discovery", form)


@endpoint("GET")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """The services that take reports."""
    return answer(queries.service_list(current()), "services", form)


@endpoint("GET")
def service(request: HttpRequest, form: str, *, code: str) -> HttpResponse:
    """The attributes of one service."""
    found = queries.services.get(current().pk).get(code)
    if found is None:
        raise Open311Error(404, _("service_code %(code)s was not found.") % {"code": code[:60]})
    return answer(queries.service_definition(found), "service_definition", form)


@endpoint("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """GET: the requests asked for. POST: a new one."""
    return create(request, form) if request.method == "POST" else listed(request, form)


def listed(request: HttpRequest, form: str) -> HttpResponse:
    """A page of requests; ``Link: rel="next"`` leads to the next one by key."""
    municipality = current()
    wanted = queries.asked(request.GET)
    found = queries.requests(reader(request), wanted, partner_of(request))
    content = [queries.described(case, municipality, extensions=wanted.extensions) for case in found.cases]
    response = answer(content, "service_requests", form)
    if found.next_cursor:
        parameters = request.GET.copy()
        parameters.pop("page", None)
        parameters.pop("api_key", None)
        parameters["cursor"] = found.next_cursor
        response["Link"] = f'<{site_url(municipality)}{request.path}?{parameters.urlencode()}>; rel="next"'
    return response


def create(request: HttpRequest, form: str) -> HttpResponse:
    """A new request becomes a case; the answer holds its number."""
    submission = read_submission(request)
    check_jurisdiction(submission["jurisdiction_id"] or request.GET.get("jurisdiction_id", ""))
    key = key_of(request, submission["api_key"])
    case = actions.create_request(
        current(),
        submission,
        key_id=key.id,
        partner_id=key.partner_id,
        idempotency_key=request.headers.get("Idempotency-Key", "").strip(),
        language=language_of(request),
        request_id=getattr(request, "request_id", ""),
    )
    content = [{"service_request_id": case.number, "service_notice": None, "account_id": None}]
    return answer(content, "service_requests", form)


@endpoint("GET")
def request_by_id(request: HttpRequest, form: str, *, number: str) -> HttpResponse:
    """One request."""
    municipality = current()
    case = queries.request_by_number(reader(request), number, partner_of(request))
    if case is None:
        raise Open311Error(404, _("service_request_id %(id)s was not found.") % {"id": number[:60]})
    extensions = queries.asked(request.GET).extensions
    return answer([queries.described(case, municipality, extensions=extensions)], "service_requests", form)


@endpoint("GET")
def token(request: HttpRequest, form: str, *, token: str) -> HttpResponse:
    """The number that belongs to a token (the public reference of a request)."""
    case = queries.request_by_token(reader(request), token)
    if case is None:
        raise Open311Error(404, _("token %(token)s was not found.") % {"token": token[:60]})
    return answer([{"service_request_id": case.number, "token": token}], "service_requests", form)


@endpoint("GET", "POST")
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """GET: what became of the reports that a partner made here. POST: what a partner says of a report it has or made."""
    municipality = current()
    if request.method == "POST":
        submission = read_submission(request)
        check_jurisdiction(submission["jurisdiction_id"] or request.GET.get("jurisdiction_id", ""))
        partner_id = needed_partner(key_of(request, submission["api_key"]))
        return answer([{"update_id": receiving.take(partner_id, submission)}], "service_request_updates", form)
    partner_id = needed_partner(key_of(request))
    wanted = queries.asked(request.GET)
    start, end = rules.span(wanted.start, wanted.end, clock.now())
    content = telling.updates(partner_id, municipality, start, end, wanted.keys)
    return answer(content, "service_request_updates", form)


@endpoint("GET", "POST")
def nothing_here(request: HttpRequest, form: str) -> HttpResponse:
    """Any other address under the endpoint."""
    raise Open311Error(404, _("There is nothing at this address."))


def reader(request: HttpRequest) -> Actor:
    """Reads are open to all: everybody sees the same public requests."""
    return Actor.resident(getattr(request, "request_id", ""))


def partner_of(request: HttpRequest) -> int | None:
    """The partner whose key a read carries; None without one: reads need no key, and a wrong one opens nothing more."""
    plain = request.headers.get("X-Api-Key", "") or request.GET.get("api_key", "")
    known = queries.key_of(plain.strip()[:200]) if plain else None
    return known.partner_id if known is not None and known.municipality_id == current().pk else None


def needed_partner(key: queries.KnownKey) -> int:
    """The partner of a key. Raises :class:`Open311Error` (403) for a key that is no partner's."""
    if key.partner_id is None:
        raise Open311Error(403, _("This api_key is not a partner's: it cannot read or send updates."))
    return key.partner_id


def key_of(request: HttpRequest, sent: str = "") -> queries.KnownKey:
    """The API key of a request, from the header ``X-Api-Key``, what was ``sent`` in the body, or the parameter ``api_key``.

    Raises :class:`Open311Error` (403, after too many wrong keys 429).
    """
    plain = request.headers.get("X-Api-Key", "") or sent or request.GET.get("api_key", "")
    if not plain:
        raise Open311Error(403, _("api_key was not provided."))
    known = queries.key_of(plain.strip()[:200])
    if known is None or known.municipality_id != current().pk:
        if seconds := wrong_key(request, plain.strip()):
            raise Open311Error(429, _("Too many wrong keys. Please wait."), retry_after=seconds)
        raise Open311Error(403, _("api_key is not valid here."))
    return known
