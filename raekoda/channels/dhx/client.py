"""Calls of other systems' document exchange, through the municipality's security server.

The address is the operator's own setting, not one that staff typed in: it stands inside of the city's network.
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
from raekoda.channels.dhx.soap.mime import BrokenMessage, Parcel, put_together, taken_apart
from raekoda.platform.core.xroad.names import Member

if TYPE_CHECKING:
    import httpx

Read = TypeVar("Read")
CONNECT_SECONDS = 10.0
MOST_BYTES = 4 * 1024 * 1024
KEY_HEADER = "X-Raekoda-Dhx-Key"


class NotAnswered(Exception):
    """No answer that can be read; ``code`` is for the log, ``will_not_pass`` says that trying again is in vain."""

    def __init__(self, code: str, *, will_not_pass: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.will_not_pass = will_not_pass


@dataclass(frozen=True)
class Way:
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


def send_document(way: Way, capsule: bytes, *, consignment_id: str, recipient: str = "", system: str = "") -> Receipt:
    """Send a capsule; the receipt, or the fault by which the other side refused it. Raises :class:`NotAnswered`."""
    name = f"{consignment_id}@raekoda"
    call = envelopes.send_document(
        way.headers(envelopes.SEND), consignment_id=consignment_id, attachment=name, recipient=recipient, system=system
    )
    return _understood(_asked(way.server, Parcel(call, {name: capsule})), envelopes.read_receipt)


def representees(way: Way) -> list[dict[str, str]]:
    """Whom an intermediary serves. Raises :class:`NotAnswered`."""
    call = envelopes.representation_list(way.headers(envelopes.REPRESENTATIONS))
    return _understood(_asked(way.server, Parcel(call)), envelopes.read_representees)


def _understood(envelope: bytes, read: Callable[[bytes], Read]) -> Read:
    try:
        return read(envelope)
    except SoapFault as fault:
        raise NotAnswered(f"soap fault {fault.code[:60]}") from fault
    except BrokenMessage as error:
        raise NotAnswered("answer not understood") from error


def _asked(server: str, parcel: Parcel) -> bytes:
    """The envelope of the answer, whatever its status, when it holds one."""
    import httpx

    body, content_type = put_together(parcel)
    headers = {"Content-Type": content_type, "SOAPAction": '""', "User-Agent": "Raekoda"}
    if settings.RAEKODA_DHX_KEY:
        headers[KEY_HEADER] = settings.RAEKODA_DHX_KEY
    timeout = httpx.Timeout(settings.RAEKODA_DHX_SECONDS, connect=CONNECT_SECONDS)
    try:
        with (
            httpx.Client(verify=_trust(), timeout=timeout, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", server, content=body, headers=headers) as response,
        ):
            received = bytearray()
            for piece in response.iter_bytes():
                received += piece
                if len(received) > MOST_BYTES:
                    raise NotAnswered("answer too long")
            return _envelope_of(response, bytes(received))
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        raise NotAnswered(type(error).__name__) from error


def _envelope_of(response: httpx.Response, content: bytes) -> bytes:
    if response.status_code == 413:
        raise NotAnswered("HTTP 413", will_not_pass=True)
    kind = response.headers.get("Content-Type", "")
    if response.status_code >= 300 and "xml" not in kind and "multipart" not in kind:
        raise NotAnswered(f"HTTP {response.status_code}")
    try:
        return taken_apart(content, kind).envelope
    except BrokenMessage as error:
        raise NotAnswered("answer not understood") from error


def _trust() -> ssl.SSLContext:
    """Whom to believe to be the security server, and who we are to it, where the operator has set it."""
    context = ssl.create_default_context(cafile=settings.RAEKODA_DHX_AUTHORITY or None)
    if settings.RAEKODA_DHX_CERTIFICATE:
        context.load_cert_chain(settings.RAEKODA_DHX_CERTIFICATE)
    return context
