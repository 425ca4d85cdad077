"""Endpoints that Pääsuke calls: mandates of a delegate and of a representee, adding, ending, roles."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.persons.models import Person
from raekoda.identity.registers.paasuke import mandates, roles
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.xroad import authentication
from raekoda.platform.core.xroad.authentication import XRoadError

MAX_BYTES = 64 * 1024
log = structlog.get_logger(__name__)
View = Callable[..., HttpResponse]


def endpoint(*methods: str) -> Callable[[View], View]:
    """Decorator of an endpoint: authenticates Pääsuke and returns errors as problems (RFC 7807)."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @require_http_methods(list(methods))
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
            try:
                authentication.require_allowed(
                    request, request.headers.get("X-Road-Client", ""), settings.RAEKODA_PAASUKE_CLIENTS
                )
                response = view(request, **kwargs)
            except XRoadError as refusal:
                log.warning("paasuke_refused", status=refusal.status)
                response = _problem(refusal)
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


@endpoint("GET", "HEAD")
def delegate_mandates(request: HttpRequest, delegate: str) -> HttpResponse:
    """Mandates of a delegate."""
    person = mandates.get_person(delegate)
    _log_access(person, request)
    return _json(mandates.list_mandates(delegate=person))


@endpoint("GET", "HEAD")
def representee_mandates(request: HttpRequest, representee: str) -> HttpResponse:
    """Mandates of a representee, optionally of one ``delegate``; there are no sub-delegated ones."""
    person = mandates.get_person(representee)
    _log_access(person, request)
    if request.GET.get("subDelegatedBy"):
        return _json([])
    identifier = request.GET.get("delegate", "")
    if not identifier:
        return _json(mandates.list_mandates(representee=person))
    try:
        delegate = mandates.get_person(identifier)
    except XRoadError as refusal:
        if refusal.status == 404:
            return _json([])
        raise
    return _json(mandates.list_mandates(representee=person, delegate=delegate))


@endpoint("POST")
def add(request: HttpRequest, representee: str, delegate: str) -> HttpResponse:
    """Add a mandate that was given in Pääsuke."""
    body = _body(request)
    giver = mandates.parse_identifier(representee, body.get("representee"))
    taker = mandates.parse_identifier(delegate, body.get("delegate"))
    for name, who in (("representee", giver), ("delegate", taker)):
        value = body.get(name)
        if isinstance(value, dict) and value.get("identifier") not in (None, who.identifier):
            raise XRoadError(400, f"{name} of the address and of the body differ.")
    mandates.add(giver, taker, body.get("mandate"), _get_actor(request))
    return HttpResponse(status=201)


@endpoint("PUT")
def edit(request: HttpRequest, representee: str, delegate: str, mandate: str) -> HttpResponse:
    """End a mandate that was ended in Pääsuke."""
    if _body(request).get("action") != "DELETE":
        raise XRoadError(501, "Only ending a mandate is supported.")
    mandates.end(representee, delegate, mandate)
    return HttpResponse(status=200)


@endpoint("POST")
def sub_delegate(request: HttpRequest, representee: str, delegate: str, mandate: str) -> HttpResponse:
    """Sub-delegation is not supported (501)."""
    raise XRoadError(501, "Mandates kept here cannot be delegated further.")


@endpoint("GET", "HEAD")
def list_roles(request: HttpRequest) -> HttpResponse:
    """The roles for which mandates can be given."""
    return _json(roles.definitions())


def _log_access(person: Person, request: HttpRequest) -> None:
    log_access(person, _get_actor(request), "registers.paasuke")


def _get_actor(request: HttpRequest) -> Actor:
    return Actor(Kind.INTEGRATION, request_id=getattr(request, "request_id", ""))


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        content = json.loads(request.read(MAX_BYTES))
    except (ValueError, RecursionError) as error:
        raise XRoadError(400, "The body is no JSON.") from error
    if not isinstance(content, dict):
        raise XRoadError(400, "The body is no JSON object.")
    return content


def _json(content: Any) -> HttpResponse:
    return JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False})


def _problem(refusal: XRoadError) -> HttpResponse:
    problem = {
        "type": "about:blank", "title": refusal.message, "instance": f"urn:uuid:{uuid4()}",
        "translation": {"et": refusal.message, "en": refusal.message},
    }  # fmt: skip
    return JsonResponse([problem], safe=False, status=refusal.status)


urlpatterns = [
    path("delegates/<str:delegate>/representees/mandates", delegate_mandates, name="paasuke_delegate"),
    path("representees/<str:representee>/delegates/mandates", representee_mandates, name="paasuke_representee"),
    path("representees/<str:representee>/delegates/<str:delegate>/mandates", add, name="paasuke_add"),
    path("representees/<str:representee>/delegates/<str:delegate>/mandates/<str:mandate>", edit, name="paasuke_edit"),
    path(
        "representees/<str:representee>/delegates/<str:delegate>/mandates/<str:mandate>/subdelegates", sub_delegate,
        name="paasuke_sub_delegate",
    ),
    path("roles", list_roles, name="paasuke_roles"),
]  # fmt: skip
