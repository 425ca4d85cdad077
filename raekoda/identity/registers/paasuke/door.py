"""The services that Pääsuke consumes: mandates of a delegate, of a representee, one added or ended, the roles."""

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

from raekoda.identity.accesslog.looks import looked
from raekoda.identity.persons.models import Person
from raekoda.identity.registers.paasuke import keeping, roles
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.xroad import doors
from raekoda.platform.core.xroad.doors import XRoadError

MOST_BYTES = 64 * 1024
log = structlog.get_logger(__name__)
View = Callable[..., HttpResponse]


def service(*methods: str) -> Callable[[View], View]:
    """Let Pääsuke in, answer, or say what is wrong as a problem (RFC 7807)."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @require_http_methods(list(methods))
        @wraps(view)
        def guarded(request: HttpRequest, **given: str) -> HttpResponse:
            try:
                doors.must_be_let_in(
                    request, request.headers.get("X-Road-Client", ""), settings.RAEKODA_PAASUKE_CLIENTS
                )
                response = view(request, **given)
            except XRoadError as refusal:
                log.warning("paasuke_refused", status=refusal.status)
                response = _problem(refusal)
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


@service("GET", "HEAD")
def of_delegate(request: HttpRequest, delegate: str) -> HttpResponse:
    """Whom a delegate may represent by mandates kept here."""
    person = keeping.known(delegate)
    _look(person, request)
    return _json(keeping.triplets(delegate=person))


@service("GET", "HEAD")
def of_representee(request: HttpRequest, representee: str) -> HttpResponse:
    """Who may represent somebody by mandates kept here; ``delegate`` narrows down, sub-delegated ones there are none."""
    person = keeping.known(representee)
    _look(person, request)
    if request.GET.get("subDelegatedBy"):
        return _json([])
    wanted = request.GET.get("delegate", "")
    if not wanted:
        return _json(keeping.triplets(representee=person))
    try:
        delegate = keeping.known(wanted)
    except XRoadError as refusal:
        if refusal.status == 404:
            return _json([])
        raise
    return _json(keeping.triplets(representee=person, delegate=delegate))


@service("POST")
def add(request: HttpRequest, representee: str, delegate: str) -> HttpResponse:
    """A mandate was given in Pääsuke."""
    body = _body(request)
    giver = keeping.named(representee, body.get("representee"))
    taker = keeping.named(delegate, body.get("delegate"))
    for name, who in (("representee", giver), ("delegate", taker)):
        said = body.get(name)
        if isinstance(said, dict) and said.get("identifier") not in (None, who.identifier):
            raise XRoadError(400, f"{name} of the address and of the body differ.")
    keeping.add(giver, taker, body.get("mandate"), _by(request))
    return HttpResponse(status=201)


@service("PUT")
def edit(request: HttpRequest, representee: str, delegate: str, mandate: str) -> HttpResponse:
    """A mandate was ended in Pääsuke."""
    if _body(request).get("action") != "DELETE":
        raise XRoadError(501, "Only ending a mandate is supported.")
    keeping.end(representee, delegate, mandate)
    return HttpResponse(status=200)


@service("POST")
def sub_delegate(request: HttpRequest, representee: str, delegate: str, mandate: str) -> HttpResponse:
    """Mandates kept here cannot be delegated further."""
    raise XRoadError(501, "Mandates kept here cannot be delegated further.")


@service("GET", "HEAD")
def list_roles(request: HttpRequest) -> HttpResponse:
    """The roles for which mandates can be given."""
    return _json(roles.definitions())


def _look(person: Person, request: HttpRequest) -> None:
    looked(person, _by(request), "registers.paasuke")


def _by(request: HttpRequest) -> Actor:
    return Actor(Kind.INTEGRATION, request_id=getattr(request, "request_id", ""))


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        content = json.loads(request.read(MOST_BYTES))
    except (ValueError, RecursionError) as error:
        raise XRoadError(400, "The body is no JSON.") from error
    if not isinstance(content, dict):
        raise XRoadError(400, "The body is no JSON object.")
    return content


def _json(content: Any) -> HttpResponse:
    return JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False})


def _problem(refusal: XRoadError) -> HttpResponse:
    told = {
        "type": "about:blank", "title": refusal.words, "instance": f"urn:uuid:{uuid4()}",
        "translation": {"et": refusal.words, "en": refusal.words},
    }  # fmt: skip
    return JsonResponse([told], safe=False, status=refusal.status)


urlpatterns = [
    path("delegates/<str:delegate>/representees/mandates", of_delegate, name="paasuke_delegate"),
    path("representees/<str:representee>/delegates/mandates", of_representee, name="paasuke_representee"),
    path("representees/<str:representee>/delegates/<str:delegate>/mandates", add, name="paasuke_add"),
    path("representees/<str:representee>/delegates/<str:delegate>/mandates/<str:mandate>", edit, name="paasuke_edit"),
    path(
        "representees/<str:representee>/delegates/<str:delegate>/mandates/<str:mandate>/subdelegates", sub_delegate,
        name="paasuke_sub_delegate",
    ),
    path("roles", list_roles, name="paasuke_roles"),
]  # fmt: skip
