"""Open data: the public part of the register in five formats."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.http.request import MediaType
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import queries
from raekoda.registry.services.exchange import sheets
from raekoda.registry.services.exchange.columns import channel_columns, legal_columns, service_columns, year_columns
from raekoda.registry.services.exchange.records import to_records, with_relations
from raekoda.registry.services.models import Topic

LABELS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "ttl": "Turtle", "jsonld": "JSON-LD"}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
}
PER_MINUTE = 30


@require_safe
def export(request: HttpRequest, data_format: str) -> HttpResponse:
    """The public register as a file; 304 when the client's copy is current."""
    municipality = current()
    etag = quote_etag(_version(data_format))
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    if not allow("services.export", client_address(request), PER_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    response = HttpResponse(export_content(data_format, municipality), content_type=CONTENT_TYPES[data_format])
    response["Content-Disposition"] = f'attachment; filename="teenused-{municipality.slug}.{data_format}"'
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=60)
    return response


def export_content(data_format: str, municipality: Municipality) -> bytes:
    """The public register in one of :data:`LABELS`' formats."""
    from raekoda.registry.services.exchange import linked_data

    services = with_relations(queries.published().order_by("code"))
    site = site_url(municipality)
    if data_format == "ttl":
        return linked_data.turtle(services, municipality, site)
    if data_format == "jsonld":
        return linked_data.json_ld(services, municipality, site)
    records = to_records(services)
    if data_format == "csv":
        return sheets.write_csv(records)
    if data_format == "xlsx":
        return sheets.write_xlsx(records)
    document = {
        "municipality": {"code": municipality.code, "name": municipality.name},
        "services": [record | {"url": f"{site}/teenused/{record['slug']}/"} for record in records],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def _version(data_format: str) -> str:
    services = queries.published().aggregate(count=Count("pk"), changed=Max("updated_at"))
    names = [
        *Topic.objects.order_by("pk").values_list("slug", "name_et"),
        *Unit.objects.order_by("pk").values_list("name"),
    ]
    mark = f"{data_format}{current().pk}{sorted(services.items())}{names}"
    return hashlib.sha256(mark.encode()).hexdigest()[:24]


@require_safe
@vary_on_headers("Accept")
def about(request: HttpRequest) -> HttpResponse:
    """Description of the fields; linked data when the client accepts its content type."""
    for content_type, data_format in (("text/turtle", "ttl"), ("application/ld+json", "jsonld")):
        if any(_accepts(accepted, content_type) for accepted in request.accepted_types):
            return export(request, data_format)
    context: dict[str, Any] = {
        "formats": LABELS.items(),
        "tables": [
            ("teenused", [column for column in service_columns() if not column.is_internal]),
            ("kanalid", channel_columns()),
            ("näitajad", year_columns()),
            ("õigusaktid", legal_columns()),
        ],
        "language": get_language(),
    }
    return render(request, "services/data.html", context)


def _accepts(accepted: MediaType, content_type: str) -> bool:
    return str(accepted).split(";")[0].strip() == content_type
