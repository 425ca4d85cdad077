"""SOAP: findUsage (dumonitor.wsdl 1.3). The X-Road header userId identifies the person."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from raekoda.identity.accesslog.datatracker import usage
from raekoda.identity.accesslog.datatracker.usage import MAX_ROWS
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.xroad import soap
from raekoda.platform.core.xroad.authentication import XRoadError
from raekoda.platform.core.xroad.soap import InvalidMessage

NAMESPACE = "http://dumonitor.x-road.eu/producer"
XML = "text/xml; charset=UTF-8"
MAX_BYTES = 256 * 1024
HEADER_PARTS = ("client", "service", "id", "userId", "issue", "protocolVersion")
log = structlog.get_logger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint(request: HttpRequest) -> HttpResponse:
    """Answer findUsage; ``GET ?wsdl`` describes it."""
    if request.method != "POST":
        context = {"address": f"{site_url(current())}{request.path}", "parts": HEADER_PARTS}
        return render(request, "accesslog/dumonitor.wsdl", context, content_type=XML)
    try:
        return HttpResponse(_build_response(request), content_type=XML)
    except XRoadError as refusal:
        log.warning("tracker_refused", status=refusal.status)
        kind = "Client" if refusal.status < 500 else "Server"
        status = refusal.status if refusal.status == 403 else 500
        return HttpResponse(soap.fault(kind, refusal.message), status=status, content_type=XML)
    except InvalidMessage as error:
        return HttpResponse(soap.fault("Client", str(error)), status=500, content_type=XML)


def _build_response(request: HttpRequest) -> bytes:
    content = request.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise XRoadError(400, "The message is too long.")
    header, body = soap.parse_envelope(content)
    if header is None:
        raise InvalidMessage("The X-Road headers are missing.")
    headers = soap.parse_headers(header)
    usage.authenticate(request, headers.client.path)
    call = body.find(soap.q(NAMESPACE, "findUsage"))
    if call is None:
        raise InvalidMessage("The body does not call findUsage.")
    found = usage.find_entries(headers.user)
    offset, limit = _parse_number(call, "offset", 0), min(_parse_number(call, "limit", MAX_ROWS), MAX_ROWS)
    envelope, answer_body = soap.envelope(soap.echo_headers(header))
    answer = etree.SubElement(answer_body, soap.q(NAMESPACE, "findUsageResponse"), nsmap={"tns": NAMESPACE})
    for row in usage.present_usages(list(found[offset : offset + limit])):
        element = etree.SubElement(answer, "usage")
        soap.put(element, "", "logtime", usage.rfc3339(row.at))
        soap.put(element, "", "action", row.action)
        soap.put(element, "", "receiver", f"{row.receiver_name} ({row.system})")
    return soap.to_bytes(envelope)


def _parse_number(call: etree._Element, name: str, usual: int) -> int:
    text = (call.findtext(name) or "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise XRoadError(400, f"{name} is no number of rows.")
    return int(text)
