"""The door of the document exchange: ``POST /dhx/`` from an X-Road security server; ``GET /dhx/?wsdl`` describes it."""

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
from raekoda.channels.dhx.errors import Code, NotTaken
from raekoda.channels.dhx.models import OwnAddress, Participant, Route
from raekoda.channels.dhx.soap import envelopes
from raekoda.channels.dhx.soap.envelopes import Headers, Request
from raekoda.channels.dhx.soap.mime import BrokenMessage, taken_apart
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
LONGEST_ID = 200
HEADER_PARTS = ("client", "service", "representedParty", "id", "userId", "issue", "protocolVersion")
log = structlog.get_logger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def dhx(request: HttpRequest) -> HttpResponse:
    """Answer a call of the document exchange in SOAP; a fault of the protocol is an answer, a technical one is not."""
    if request.method != "POST":
        return _described(request)
    if not addresses.is_let_in(client_address(request), request.headers.get(KEY_HEADER, "")):
        log.warning("exchange_stranger_refused")
        return HttpResponse("Only the security server may call this address.", status=403, content_type="text/plain")
    try:
        return _xml(_answered(request))
    except BrokenMessage as error:
        return _xml(envelopes.fault("Client", str(error)), 500)
    except _TooLarge:
        return _xml(envelopes.fault("Client", f"The message is larger than {_most_bytes()} bytes."), 413)
    except Exception as error:
        log.error("exchange_broke", exc_info=error)
        return _xml(envelopes.fault("Server", "Something broke on our side; nothing was taken. Please try again."), 500)


class _TooLarge(Exception):
    pass


def _described(request: HttpRequest) -> HttpResponse:
    """The WSDL, in our own words: the names in it are the protocol's."""
    context = {
        "address": f"{site_url(current())}{request.path}",
        "operations": (envelopes.SEND, envelopes.REPRESENTATIONS),
        "call_parts": HEADER_PARTS,
        "answer_parts": (*HEADER_PARTS, "requestHash"),
    }
    return render(request, "dhx/dhx.wsdl", context, content_type=XML)


def _answered(request: HttpRequest) -> bytes:
    parcel = taken_apart(_body(request), request.headers.get("Content-Type", ""))
    call = envelopes.read_request(parcel.envelope, parcel.attachments)
    if call.operation == envelopes.REPRESENTATIONS:
        return _representees(call)
    try:
        return envelopes.receipt(call, _taken(call, getattr(request, "request_id", "")))
    except NotTaken as refusal:
        log.info("exchange_not_taken", code=refusal.code.value, partner=str(call.headers.client))
        return envelopes.refusal(call, refusal.code.value, refusal.words)


def _taken(call: Request, request_id: str) -> str:
    """Take the document in; its receipt. Raises :class:`NotTaken`."""
    given = call.parameters
    version, consignment_id = given.get("DHXVersion", ""), given.get("consignmentId", "")
    if not version:
        raise NotTaken(Code.VALIDATION, "DHXVersion is missing.")
    if not rules.speaks(version):
        raise NotTaken(Code.UNSUPPORTED_VERSION, f"Version {version[:20]} is not supported; 1.0 is.")
    if not consignment_id or len(consignment_id) > LONGEST_ID:
        raise NotTaken(Code.VALIDATION, "consignmentId is missing or too long.")
    address = addresses.addressed(call.headers.service, given.get("recipient", ""), given.get("recipientSystem", ""))
    if address is None:
        raise NotTaken(Code.INVALID_ADDRESSEE, f"Nobody here is {given.get('recipient') or call.headers.service}.")
    if call.content is None:
        raise NotTaken(Code.VALIDATION, "documentAttachment points to no attachment.")
    with municipality_scope(address.municipality):
        actor = Actor(Kind.SYSTEM, request_id=request_id)
        try:
            consignment = Consignment(
                content=call.content, partner_id=str(call.headers.client), consignment_id=consignment_id,
                route=Route.DHX, address=address, sender_codes=_sender_codes(call.headers),
            )  # fmt: skip
            return actions.receive(consignment, municipality=address.municipality, actor=actor).receipt_id
        except NotTaken as refusal:
            record("exchange.refuse", address, actor, code=refusal.code.value, partner=str(call.headers.client))
            raise


def _sender_codes(headers: Headers) -> frozenset[str]:
    """Who may stand as the sender in the capsule: the caller, or whom a known intermediary calls for (DHX 8.6)."""
    if not headers.represented:
        return rules.names(headers.client.code, headers.client.subsystem)
    middle = addresses.intermediary()
    is_ours = middle is not None and str(middle) == str(headers.client)
    known = Participant.objects.filter(registry_code__iexact=headers.client.code, is_intermediary=True, is_active=True)
    if not is_ours and not known.exists():
        raise NotTaken(Code.VALIDATION, f"{headers.client} is not known as an intermediary here.")
    return rules.names(headers.represented)


def _representees(call: Request) -> bytes:
    """Whom we serve, when we are a registered intermediary; others must not offer this list (DHX 6.2)."""
    middle = addresses.intermediary()
    if middle is None or str(middle) != str(call.headers.service):
        raise BrokenMessage("This system is no intermediary and offers no representationList.")
    return envelopes.representees(call, [_representee(each) for each in addresses.represented()])


def _representee(address: OwnAddress) -> envelopes.Representee:
    system = "" if address.subsystem == rules.PREFIX else address.subsystem.removeprefix(f"{rules.PREFIX}.")
    since = datetime.combine(address.since, time(), TALLINN)
    until = datetime.combine(address.until, time(23, 59, 59), TALLINN) if address.until else None
    return envelopes.Representee(address.registry_code, address.name, since, system, until)


def _most_bytes() -> int:
    return settings.RAEKODA_DHX_BYTES * 7 // 5 + OVERHEAD


def _body(request: HttpRequest) -> bytes:
    """The whole body, also of a message sent in chunks (security servers send so), within bounds."""
    most = _most_bytes()
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
