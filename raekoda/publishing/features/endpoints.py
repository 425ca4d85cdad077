"""OGC API - Features over HTTP: each view reads, calls and renders."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from raekoda.platform.core.tenancy import current
from raekoda.publishing.features import documents, openapi, parameters, shown
from raekoda.publishing.features.crs import Crs
from raekoda.publishing.features.documents import GEOJSON, OPENAPI, Links
from raekoda.publishing.features.errors import FeaturesError
from raekoda.publishing.features.registry import Collection, collections
from raekoda.publishing.features.serving import as_json, served


@served
def landing(request: HttpRequest, form: str) -> HttpResponse:
    """Where a client begins."""
    parameters.check(request.GET)
    links = links_of(request)
    document = documents.landing(links, current(), form)
    return answer(request, form, document, "landing", {"layers": collections().values(), "address": f"{links.root}/"})


@served
def api(request: HttpRequest, form: str) -> HttpResponse:
    """The API description, for programs or people."""
    parameters.check(request.GET)
    document = openapi.description(links_of(request).root, current(), list(collections().values()))
    if form == "json":
        return as_json(document, OPENAPI)
    return api_page(request, document)


@served
def api_html(request: HttpRequest, form: str) -> HttpResponse:
    """The API description for people, whatever format is liked."""
    parameters.check(request.GET)
    return api_page(request, openapi.description(links_of(request).root, current(), list(collections().values())))


def api_page(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    return render(request, "features/api.html", {"description": document, "operations": shown.operations(document)})


@served
def conformance(request: HttpRequest, form: str) -> HttpResponse:
    """What is implemented."""
    parameters.check(request.GET)
    return answer(request, form, documents.conformance(links_of(request), form), "conformance")


@served
def collection_list(request: HttpRequest, form: str) -> HttpResponse:
    """All map layers."""
    parameters.check(request.GET)
    document = documents.collections(links_of(request), current(), collections().values(), form)
    return answer(request, form, document, "collections")


@served
def collection(request: HttpRequest, form: str, name: str) -> HttpResponse:
    """One map layer."""
    parameters.check(request.GET)
    one = found(name)
    document = documents.collection(links_of(request), current(), one, form)
    return answer(request, form, document, "collection", {"layer": one})


@served
def items(request: HttpRequest, form: str, name: str) -> HttpResponse:
    """A page of features."""
    one = found(name)
    asked, crs = parameters.asked(request.GET, one)
    links = links_of(request)
    page = one.page(asked)
    document = documents.features(links, one, page, crs, form, begins=not asked.cursor)
    more = {"layer": one, **shown.features(document, one, links)} if form == "html" else {}
    return with_crs(answer(request, form, document, "items", more, GEOJSON), crs)


@served
def item(request: HttpRequest, form: str, name: str, key: str) -> HttpResponse:
    """One feature."""
    one = found(name)
    crs = parameters.coordinate_system(parameters.check(request.GET, "crs"), "crs")
    feature = None if "\x00" in key else one.one(key)
    if feature is None:
        raise FeaturesError(404, "NotFound", _("There is no such feature here."))
    document = documents.feature(links_of(request), one, feature, crs, form)
    more = {"layer": one, **shown.feature(document, one)} if form == "html" else {}
    return with_crs(answer(request, form, document, "item", more, GEOJSON), crs)


@served
def nothing_here(request: HttpRequest, form: str, **_path: Any) -> HttpResponse:
    """Every other address under the service."""
    raise FeaturesError(404, "NotFound", _("There is nothing at this address."))


def found(name: str) -> Collection:
    """The collection of this identifier. Raises ``FeaturesError`` (404) when there is none."""
    one = collections().get(name)
    if one is None:
        raise FeaturesError(404, "NotFound", _("There is no such map layer here."))
    return one


def links_of(request: HttpRequest) -> Links:
    """Links for this answer, in the language of its path and at the host that was asked."""
    return Links(request.build_absolute_uri(reverse("features:landing")).rstrip("/"), request.GET)


def answer(
    request: HttpRequest, form: str, document: dict[str, Any], page: str, more: Any = None, kind: str = documents.JSON
) -> HttpResponse:
    """The document as JSON, or as the page that shows it."""
    if form == "json":
        return as_json(document, kind)
    return render(request, f"features/{page}.html", {"document": document, **(more or {})})


def with_crs(response: HttpResponse, crs: Crs) -> HttpResponse:
    """Says in which system the coordinates are (Part 2, /req/crs/ogc-crs-header)."""
    response["Content-Crs"] = f"<{crs.uri}>"
    return response
