"""A public layer as open data: GeoJSON and CSV, streamed; only the attributes that the layer shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag

from raekoda.platform.core.links import site_url
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.platform.core.spreadsheets import lines_of_data
from raekoda.registry.assets import queries
from raekoda.registry.assets.models import Asset, Layer

CONTENT_TYPES = {"geojson": "application/geo+json", "csv": "text/csv; charset=utf-8"}
PER_MINUTE = 30
CHUNK = 2_000


def response(request: HttpRequest, layer: Layer, data_format: str) -> HttpResponseBase:
    """The layer's assets in use as a file; 304 when the client's copy is current."""
    mark = f"{layer.pk}{data_format}{layer.changed_at.isoformat()}"
    etag = quote_etag(hashlib.sha256(mark.encode()).hexdigest()[:24])
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    if not allow("assets.download", client_address(request), PER_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    write = geojson if data_format == "geojson" else table
    answer = StreamingHttpResponse(write(layer), content_type=CONTENT_TYPES[data_format])
    answer["Content-Disposition"] = f'attachment; filename="{layer.slug}.{data_format}"'
    answer["ETag"] = etag
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=60)
    return answer


def geojson(layer: Layer) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), one feature on a line; with shapes if the assets have them."""
    codes, base = _codes(layer), site_url(layer.municipality)
    rows = _rows(layer, with_shapes=True)
    about = {"title": layer.name, "source": layer.source, "licence": layer.licence}

    def pieces() -> Iterator[str]:
        yield f'{{"type": "FeatureCollection", {json.dumps(about, ensure_ascii=False)[1:-1]}, "features": [\n'
        for number, asset in enumerate(rows):
            yield ("" if number == 0 else ",\n") + json.dumps(_feature(asset, codes, base), ensure_ascii=False)
        yield "\n]}\n"

    return pieces()


def _feature(asset: Asset, codes: list[str], base: str) -> dict[str, Any]:
    own = {code: asset.attributes[code] for code in codes if code in asset.attributes}
    return {
        "type": "Feature",
        "id": asset.ref,
        "geometry": asset.geometry or {"type": "Point", "coordinates": list(asset.point)},
        "properties": {
            **own,
            "id": asset.external_id,
            "name": asset.label,
            "address": asset.address,
            "url": f"{base}/koht/{asset.ref}/",
        },
    }


def table(layer: Layer) -> Iterator[str]:
    """CSV with a byte order mark; no cell becomes a formula."""
    codes, base = _codes(layer), site_url(layer.municipality)
    header = ["id", "name", "address", "lon", "lat", *codes, "ref", "url"]
    rows = (
        [
            asset.external_id, asset.label, asset.address, asset.point.lon, asset.point.lat,
            *(asset.attributes.get(code, "") for code in codes), asset.ref, f"{base}/koht/{asset.ref}/",
        ]
        for asset in _rows(layer, with_shapes=False)
    )  # fmt: skip
    return lines_of_data(chain([header], rows))


def _rows(layer: Layer, *, with_shapes: bool) -> Iterable[Asset]:
    """The query is built inside the municipality's scope and read from the database while the response is streamed."""
    assets = queries.public_assets(layer).order_by("pk")
    return (assets.defer("search_text") if with_shapes else assets).iterator(chunk_size=CHUNK)


def _codes(layer: Layer) -> list[str]:
    return [field.code for field in layer.fields.all()]
