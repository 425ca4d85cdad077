"""Calls of other systems' document exchange, through the municipality's security server.

The address is the operator's own setting, not one that staff typed in: it is inside the municipality's network.
"""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from raekoda.channels.dhx.soap import envelopes
from raekoda.channels.dhx.soap.envelopes import Headers, Receipt, SoapFault
from raekoda.channels.dhx.soap.mime import InvalidMessage, MultipartMessage, build_message, parse_message
from raekoda.platform.core.xroad.names import Member

if TYPE_CHECKING:
    import httpx

Answer = TypeVar("Answer")
CONNECT_SECONDS = 10.0
MAX_BYTES = 4 * 1024 * 1024
KEY_HEADER = "X-Raekoda-Dhx-Key"


class RequestFailed(Exception):
    """No readable answer; ``code`` is for the log, ``is_permanent`` says that a retry cannot help."""

    def __init__(self, code: str, *, is_permanent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_permanent = is_permanent


@dataclass(frozen=True)
class Connection:
    """From which subsystem, to which, and through which security server."""

    server: str
    client: Member
    service: Member
    represented: str = ""
    represented_class: str = ""

    def headers(self, operation: str) -> Headers:
        return Headers(
            client=self.client, service=self.service, id=str(uuid.uuid4()), operation=operation,
            represented=self.represented, represented_class=self.represented_class,
        )  # fmt: skip


def send_document(
    connection: Connection, capsule: bytes, *, consignment_id: str, recipient: str = "", system: str = ""
) -> Receipt:
    """Send a capsule; the receipt, or the fault with which the other side rejected it. Raises :class:`RequestFailed`."""
    name = f"{consignment_id}@raekoda"
    call = envelopes.send_document(
        connection.headers(envelopes.SEND),
        consignment_id=consignment_id,
        attachment=name,
        recipient=recipient,
        system=system,
    )
    return _parse(_post(connection.server, MultipartMessage(call, {name: capsule})), envelopes.read_receipt)


def representees(connection: Connection) -> list[dict[str, str]]:
    """The organisations that an intermediary serves. Raises :class:`RequestFailed`."""
    call = envelopes.representation_list(connection.headers(envelopes.REPRESENTATIONS))
    return _parse(_post(connection.server, MultipartMessage(call)), envelopes.read_representees)


def _parse(envelope: bytes, read: Callable[[bytes], Answer]) -> Answer:
    try:
        return read(envelope)
    except SoapFault as fault:
        raise RequestFailed(f"soap fault {fault.code[:60]}") from fault
    except InvalidMessage as error:
        raise RequestFailed("answer not understood") from error


def _post(server: str, message: MultipartMessage) -> bytes:
    """The envelope of the answer, of any HTTP status, when the body has one."""
    import httpx

    body, content_type = build_message(message)
    headers = {"Content-Type": content_type, "SOAPAction": '""', "User-Agent": "Raekoda"}
    if settings.RAEKODA_DHX_KEY:
        headers[KEY_HEADER] = settings.RAEKODA_DHX_KEY
    timeout = httpx.Timeout(settings.RAEKODA_DHX_SECONDS, connect=CONNECT_SECONDS)
    try:
        with (
            httpx.Client(verify=_ssl_context(), timeout=timeout, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", server, content=body, headers=headers) as response,
        ):
            received = bytearray()
            for chunk in response.iter_bytes():
                received += chunk
                if len(received) > MAX_BYTES:
                    raise RequestFailed("answer too long")
            return _response_envelope(response, bytes(received))
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        raise RequestFailed(type(error).__name__) from error


def _response_envelope(response: httpx.Response, content: bytes) -> bytes:
    if response.status_code == 413:
        raise RequestFailed("HTTP 413", is_permanent=True)
    kind = response.headers.get("Content-Type", "")
    if response.status_code >= 300 and "xml" not in kind and "multipart" not in kind:
        raise RequestFailed(f"HTTP {response.status_code}")
    try:
        return parse_message(content, kind).envelope
    except InvalidMessage as error:
        raise RequestFailed("answer not understood") from error


def _ssl_context() -> ssl.SSLContext:
    """The authority that certifies the security server, and our client certificate, where the operator has set them."""
    context = ssl.create_default_context(cafile=settings.RAEKODA_DHX_AUTHORITY or None)
    if settings.RAEKODA_DHX_CERTIFICATE:
        context.load_cert_chain(settings.RAEKODA_DHX_CERTIFICATE)
    return context
