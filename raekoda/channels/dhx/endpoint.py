"""The endpoint of the document exchange: ``POST /dhx/`` from an X-Road security server; ``GET /dhx/?wsdl`` describes it."""

from __future__ import annotations

from datetime import datetime, time

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raekoda.channels.dhx import actions, addresses, rules
from raekoda.channels.dhx.actions import Consignment
from raekoda.channels.dhx.errors import Code, DocumentRejected
from raekoda.channels.dhx.models import OwnAddress, Participant, Route
from raekoda.channels.dhx.soap import envelopes
from raekoda.channels.dhx.soap.envelopes import Headers, Request
from raekoda.channels.dhx.soap.mime import InvalidMessage, parse_message
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.journal import record
from raekoda.platform.core.links import site_url
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.ratelimit import client_address
from raekoda.platform.core.tenancy import current, municipality_scope

KEY_HEADER = "X-Raekoda-Dhx-Key"
OVERHEAD = 4 * 1024 * 1024
XML = "text/xml; charset=UTF-8"
MAX_ID = 200
HEADER_PARTS = ("client", "service", "representedParty", "id", "userId", "issue", "protocolVersion")
log = structlog.get_logger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def dhx(request: HttpRequest) -> HttpResponse:
    """Answer a call of the document exchange in SOAP; a protocol fault is part of the answer, a technical one is a SOAP
    fault."""
    if request.method != "POST":
        return _wsdl(request)
    if not addresses.is_allowed(client_address(request), request.headers.get(KEY_HEADER, "")):
        log.warning("exchange_stranger_refused")
        return HttpResponse("Only the security server may call this address.", status=403, content_type="text/plain")
    try:
        return _xml(_answer(request))
    except InvalidMessage as error:
        return _xml(envelopes.fault("Client", str(error)), 500)
    except _TooLarge:
        return _xml(envelopes.fault("Client", f"The message is larger than {_max_bytes()} bytes."), 413)
    except Exception as error:
        log.error("exchange_broke", exc_info=error)
        return _xml(envelopes.fault("Server", "Something broke on our side; nothing was taken. Please try again."), 500)


class _TooLarge(Exception):
    pass


def _wsdl(request: HttpRequest) -> HttpResponse:
    """The WSDL; the names in it are the protocol's."""
    context = {
        "address": f"{site_url(current())}{request.path}",
        "operations": (envelopes.SEND, envelopes.REPRESENTATIONS),
        "call_parts": HEADER_PARTS,
        "answer_parts": (*HEADER_PARTS, "requestHash"),
    }
    return render(request, "dhx/dhx.wsdl", context, content_type=XML)


def _answer(request: HttpRequest) -> bytes:
    message = parse_message(_body(request), request.headers.get("Content-Type", ""))
    call = envelopes.read_request(message.envelope, message.attachments)
    if call.operation == envelopes.REPRESENTATIONS:
        return _representees(call)
    try:
        return envelopes.receipt(call, _receive(call, getattr(request, "request_id", "")))
    except DocumentRejected as rejection:
        log.info("exchange_not_taken", code=rejection.code.value, partner=str(call.headers.client))
        return envelopes.rejection(call, rejection.code.value, rejection.message)


def _receive(call: Request, request_id: str) -> str:
    """Receive the document; returns its receipt. Raises :class:`DocumentRejected`."""
    parameters = call.parameters
    version, consignment_id = parameters.get("DHXVersion", ""), parameters.get("consignmentId", "")
    if not version:
        raise DocumentRejected(Code.VALIDATION, "DHXVersion is missing.")
    if not rules.is_supported_version(version):
        raise DocumentRejected(Code.UNSUPPORTED_VERSION, f"Version {version[:20]} is not supported; 1.0 is.")
    if not consignment_id or len(consignment_id) > MAX_ID:
        raise DocumentRejected(Code.VALIDATION, "consignmentId is missing or too long.")
    address = addresses.find_own_address(
        call.headers.service, parameters.get("recipient", ""), parameters.get("recipientSystem", "")
    )
    if address is None:
        raise DocumentRejected(
            Code.INVALID_ADDRESSEE, f"Nobody here is {parameters.get('recipient') or call.headers.service}."
        )
    if call.content is None:
        raise DocumentRejected(Code.VALIDATION, "documentAttachment points to no attachment.")
    with municipality_scope(address.municipality):
        actor = Actor(Kind.SYSTEM, request_id=request_id)
        try:
            consignment = Consignment(
                content=call.content, partner_id=str(call.headers.client), consignment_id=consignment_id,
                route=Route.DHX, address=address, sender_codes=_sender_codes(call.headers),
            )  # fmt: skip
            return actions.receive(consignment, municipality=address.municipality, actor=actor).receipt_id
        except DocumentRejected as rejection:
            record("exchange.refuse", address, actor, code=rejection.code.value, partner=str(call.headers.client))
            raise


def _sender_codes(headers: Headers) -> frozenset[str]:
    """Allowed sender codes of the capsule: the caller's, or the organisation a known intermediary calls for (DHX 8.6)."""
    if not headers.represented:
        return rules.name_variants(headers.client.code, headers.client.subsystem)
    middle = addresses.intermediary()
    is_ours = middle is not None and str(middle) == str(headers.client)
    known = Participant.objects.filter(registry_code__iexact=headers.client.code, is_intermediary=True, is_active=True)
    if not is_ours and not known.exists():
        raise DocumentRejected(Code.VALIDATION, f"{headers.client} is not known as an intermediary here.")
    return rules.name_variants(headers.represented)


def _representees(call: Request) -> bytes:
    """The organisations we serve, when we are a registered intermediary; others must not offer this list (DHX 6.2)."""
    middle = addresses.intermediary()
    if middle is None or str(middle) != str(call.headers.service):
        raise InvalidMessage("This system is no intermediary and offers no representationList.")
    return envelopes.representees(call, [_representee(each) for each in addresses.represented_addresses()])


def _representee(address: OwnAddress) -> envelopes.Representee:
    system = "" if address.subsystem == rules.PREFIX else address.subsystem.removeprefix(f"{rules.PREFIX}.")
    since = datetime.combine(address.since, time(), TALLINN)
    until = datetime.combine(address.until, time(23, 59, 59), TALLINN) if address.until else None
    return envelopes.Representee(address.registry_code, address.name, since, system, until)


def _max_bytes() -> int:
    return settings.RAEKODA_DHX_BYTES * 7 // 5 + OVERHEAD


def _body(request: HttpRequest) -> bytes:
    """The whole body, also of a chunked message (security servers send those), up to the size limit."""
    most = _max_bytes()
    length = request.META.get("CONTENT_LENGTH") or ""
    if (whole(length) or 0) > most:
        raise _TooLarge
    is_chunked = not length and request.META.get("wsgi.input_terminated")
    body: bytes = (request.META["wsgi.input"] if is_chunked else request).read(most + 1)
    if len(body) > most:
        raise _TooLarge
    return body


def _xml(content: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type=XML)


urlpatterns = [path("", dhx, name="dhx")]
