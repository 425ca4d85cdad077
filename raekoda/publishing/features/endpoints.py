"""OGC API - Features over HTTP: each view reads, calls and renders."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from raekoda.platform.core.tenancy import current
from raekoda.publishing.features import documents, openapi, parameters, presenters
from raekoda.publishing.features.crs import Crs
from raekoda.publishing.features.documents import GEOJSON, OPENAPI, Links
from raekoda.publishing.features.errors import FeaturesError
from raekoda.publishing.features.registry import Collection, collections
from raekoda.publishing.features.serving import as_json, served


@served
def landing(request: HttpRequest, form: str) -> HttpResponse:
    """The landing page."""
    parameters.check(request.GET)
    links = links_for(request)
    document = documents.landing(links, current(), form)
    return answer(request, form, document, "landing", {"layers": collections().values(), "address": f"{links.root}/"})


@served
def api(request: HttpRequest, form: str) -> HttpResponse:
    """The API description, for programs or people."""
    parameters.check(request.GET)
    document = openapi.description(links_for(request).root, current(), list(collections().values()))
    if form == "json":
        return as_json(document, OPENAPI)
    return api_page(request, document)


@served
def api_html(request: HttpRequest, form: str) -> HttpResponse:
    """The API description as HTML."""
    parameters.check(request.GET)
    return api_page(request, openapi.description(links_for(request).root, current(), list(collections().values())))


def api_page(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    return render(
        request, "features/api.html", {"description": document, "operations": presenters.operations_context(document)}
    )


@served
def conformance(request: HttpRequest, form: str) -> HttpResponse:
    """The conformance classes."""
    parameters.check(request.GET)
    return answer(request, form, documents.conformance(links_for(request), form), "conformance")


@served
def collection_list(request: HttpRequest, form: str) -> HttpResponse:
    """All map layers."""
    parameters.check(request.GET)
    document = documents.collections(links_for(request), current(), collections().values(), form)
    return answer(request, form, document, "collections")


@served
def collection(request: HttpRequest, form: str, name: str) -> HttpResponse:
    """One map layer."""
    parameters.check(request.GET)
    layer = get_collection(name)
    document = documents.collection(links_for(request), current(), layer, form)
    return answer(request, form, document, "collection", {"layer": layer})


@served
def items(request: HttpRequest, form: str, name: str) -> HttpResponse:
    """A page of features."""
    layer = get_collection(name)
    page_request, crs = parameters.page_request(request.GET, layer)
    links = links_for(request)
    page = layer.page(page_request)
    document = documents.features(links, layer, page, crs, form, is_first=not page_request.cursor)
    more = {"layer": layer, **presenters.features_context(document, layer, links)} if form == "html" else {}
    return with_crs(answer(request, form, document, "items", more, GEOJSON), crs)


@served
def item(request: HttpRequest, form: str, name: str, key: str) -> HttpResponse:
    """One feature."""
    layer = get_collection(name)
    crs = parameters.coordinate_system(parameters.check(request.GET, "crs"), "crs")
    feature = None if "\x00" in key else layer.get(key)
    if feature is None:
        raise FeaturesError(404, "NotFound", _("There is no such feature here."))
    document = documents.feature(links_for(request), layer, feature, crs, form)
    more = {"layer": layer, **presenters.feature_context(document, layer)} if form == "html" else {}
    return with_crs(answer(request, form, document, "item", more, GEOJSON), crs)


@served
def not_found(request: HttpRequest, form: str, **_path: Any) -> HttpResponse:
    """404 for every other path."""
    raise FeaturesError(404, "NotFound", _("There is nothing at this address."))


def get_collection(name: str) -> Collection:
    """The collection of this identifier. Raises ``FeaturesError`` (404) when there is none."""
    layer = collections().get(name)
    if layer is None:
        raise FeaturesError(404, "NotFound", _("There is no such map layer here."))
    return layer


def links_for(request: HttpRequest) -> Links:
    """Links for this response, in the language of its path and at the host of the request."""
    return Links(request.build_absolute_uri(reverse("features:landing")).rstrip("/"), request.GET)


def answer(
    request: HttpRequest, form: str, document: dict[str, Any], page: str, more: Any = None, kind: str = documents.JSON
) -> HttpResponse:
    """The document as JSON, or as the page that shows it."""
    if form == "json":
        return as_json(document, kind)
    return render(request, f"features/{page}.html", {"document": document, **(more or {})})


def with_crs(response: HttpResponse, crs: Crs) -> HttpResponse:
    """Set the coordinate system header (Part 2, /req/crs/ogc-crs-header)."""
    response["Content-Crs"] = f"<{crs.uri}>"
    return response
