"""Writing answers as JSON or XML, with XML equivalent to the JSON (Spark convention)."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from raekoda.platform.core.xml import xml_text

MEMBERS = {
    "services": "service", "service_requests": "request", "service_request_updates": "request_update", "errors": "error",
    "attributes": "attribute", "values": "value",
    "endpoints": "endpoint", "formats": "format", "media_urls": "media_url", "notes": "note",
}  # fmt: skip


def build_response(content: Any, root: str, form: str, status: int = 200) -> HttpResponse:
    """``content`` (lists and dicts of plain values) as ``json`` or ``xml`` under the element ``root``."""
    if form == "xml":
        element = Element(root)
        _fill(element, content, root)
        body: str | bytes = tostring(element, encoding="utf-8", xml_declaration=True, short_empty_elements=True)
        return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")
    body = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")


def _fill(element: Element, value: Any, name: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _fill(SubElement(element, key), inner, key)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _fill(SubElement(element, MEMBERS.get(name, "value")), inner, MEMBERS.get(name, "value"))
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = xml_text(value)
