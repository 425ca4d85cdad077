"""Documents of OGC API - Features as JSON values: landing page, conformance, collections, features, with their links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any
from urllib.parse import quote

from django.http import QueryDict
from django.utils.translation import gettext as _

from raekoda.identity.places.queries import bounds
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.publishing.features import crs as systems
from raekoda.publishing.features.crs import KNOWN, Crs
from raekoda.publishing.features.layers.reports import moment
from raekoda.publishing.features.registry import Collection, Feature, FeaturePage

Document = dict[str, Any]
JSON, HTML, GEOJSON = "application/json", "text/html", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
FEATURES_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
FEATURES_2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf"
CONFORMS_TO = (
    f"{FEATURES_1}/core", f"{FEATURES_1}/oas30", f"{FEATURES_1}/html", f"{FEATURES_1}/geojson", f"{FEATURES_2}/crs",
)  # fmt: skip
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


class Links:
    """Links among the documents of one site, at the host of the request. ``root`` has no trailing slash."""

    def __init__(self, root: str, query: QueryDict | None = None) -> None:
        self.root = root
        self._query = query or QueryDict()

    def both(self, path: str, title: str, form: str, kind: str = JSON) -> list[Document]:
        """The document itself and the same one in the other format."""
        forms = {"json": kind, "html": HTML}
        return [
            self.link(self.with_query(path, f=name), "self" if name == form else "alternate", forms[name], title)
            for name in sorted(forms, key=lambda name: name != form)
        ]

    def link(self, path: str, rel: str, kind: str = "", title: str = "") -> Document:
        link = {"href": f"{self.root}{path}", "rel": rel, "type": kind, "title": title}
        return {name: value for name, value in link.items() if value}

    @staticmethod
    def item(collection: str, key: str) -> str:
        """The path of one feature."""
        return f"/collections/{collection}/items/{quote(key, safe='')}"

    def with_query(self, path: str, **changed: str) -> str:
        """The path with the query of the request and ``changed`` parameters."""
        query = self._query.copy()
        for name, value in changed.items():
            query[name] = value
        return f"{path}?{query.urlencode()}" if query else path


def landing(links: Links, municipality: Municipality, form: str) -> Document:
    """The landing page."""
    return {
        "title": _("%(name)s: map data") % {"name": municipality.name},
        "description": _(
            "Public reports, areas and places of the municipality as map layers, free to use, without a key."
        ),
        "links": [
            *links.both("/", _("This page"), form),
            links.link("/api", "service-desc", OPENAPI, _("Description for programs (OpenAPI)")),
            links.link("/api.html", "service-doc", HTML, _("Description for people")),
            links.link("/conformance", "conformance", JSON, _("What this service keeps to")),
            links.link("/collections", "data", JSON, _("Map layers")),
        ],
    }


def conformance(links: Links, form: str) -> Document:
    """The conformance classes that are implemented, and no others."""
    title = _("What this service keeps to")
    return {"conformsTo": list(CONFORMS_TO), "links": links.both("/conformance", title, form)}


def collections(links: Links, municipality: Municipality, found: Iterable[Collection], form: str) -> Document:
    """All map layers."""
    return {
        "links": links.both("/collections", _("Map layers"), form),
        "collections": [_collection(links, municipality, each) for each in found],
    }


def collection(links: Links, municipality: Municipality, one: Collection, form: str) -> Document:
    """One map layer."""
    document = _collection(links, municipality, one)
    document["links"] = [*links.both(f"/collections/{one.id}", str(one.title), form), *document["links"]]
    return document


def _collection(links: Links, municipality: Municipality, one: Collection) -> Document:
    path, title = f"/collections/{one.id}", str(one.title)
    extent: Document = {"spatial": {"bbox": [list(bounds(municipality))], "crs": systems.CRS84.uri}}
    if one.moment:
        extent["temporal"] = {"interval": [[moment(one.earliest()), None]], "trs": GREGORIAN}
    return {
        "id": one.id,
        "title": title,
        "description": str(one.description),
        **({"attribution": one.attribution} if one.attribution else {}),
        "extent": extent,
        "itemType": "feature",
        "crs": list(KNOWN),
        "storageCrs": systems.CRS84.uri,
        "links": [
            links.link(f"{path}/items", "items", GEOJSON, title),
            links.link(f"{path}/items?f=html", "items", HTML, title),
        ],
    }


def features(links: Links, one: Collection, found: FeaturePage, crs: Crs, form: str, *, is_first: bool) -> Document:
    """A page of features. ``numberMatched`` is set only when the page holds all of them."""
    path, title = f"/collections/{one.id}/items", str(one.title)
    document: Document = {
        "type": "FeatureCollection",
        "timeStamp": moment(clock.now().astimezone(UTC)),
        "numberReturned": len(found.features),
        "links": links.both(path, title, form, GEOJSON),
        "features": _geojson(found.features, crs),
    }
    if is_first and not found.next_cursor:
        document["numberMatched"] = len(found.features)
    kind = GEOJSON if form == "json" else HTML
    for rel, cursor in (("next", found.next_cursor), ("prev", found.previous_cursor)):
        if cursor:
            words = _("Next page") if rel == "next" else _("Previous page")
            document["links"].append(links.link(links.with_query(path, f=form, cursor=cursor), rel, kind, words))
    document["links"].append(links.link(f"/collections/{one.id}", "collection", JSON, title))
    return document


def feature(links: Links, one: Collection, found: Feature, crs: Crs, form: str) -> Document:
    """One feature."""
    [document] = _geojson([found], crs)
    path = links.item(one.id, found.id)
    words = str(found.properties.get("title") or found.id)
    document["links"] = [
        *links.both(path, words, form, GEOJSON),
        links.link(f"/collections/{one.id}", "collection", JSON, str(one.title)),
    ]
    return document


def _geojson(found: list[Feature], crs: Crs) -> list[Document]:
    geometries = systems.points([each.point for each in found], crs)
    return [
        {
            "type": "Feature",
            "id": each.id,
            "geometry": systems.shape(each.shape, crs) if each.shape else geometry,
            "properties": each.properties,
        }
        for each, geometry in zip(found, geometries, strict=True)
    ]
