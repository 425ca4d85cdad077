"""Calls of the endpoint of the document exchange, as a security server makes them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from lxml import etree

from raekoda.channels.dhx.soap import envelopes
from raekoda.channels.dhx.soap.envelopes import Headers, Receipt
from raekoda.channels.dhx.soap.mime import MultipartMessage, build_message
from raekoda.platform.core.xroad import soap
from raekoda.platform.core.xroad.names import Member

SENDER = Member("ee-dev", "GOV", "70000001", "DHX")
CITY = Member("ee-dev", "GOV", "75006546", "DHX")


def headers(**given: Any) -> Headers:
    return Headers(**{"client": SENDER, "service": CITY, "id": "64a3ddbd", **given})


def called(
    client: Client,
    capsule: bytes,
    *,
    consignment_id: str = "saadetis",
    recipient: str = "",
    system: str = "",
    **given: Any,
) -> Receipt:
    """Send a capsule to the endpoint; what it answers."""
    call = envelopes.send_document(
        headers(**given), consignment_id=consignment_id, attachment="doc", recipient=recipient, system=system
    )
    return posted(client, call, capsule)


def posted(client: Client, envelope: bytes, capsule: bytes | None) -> Receipt:
    """Post an envelope, with a capsule attached to it as ``doc``."""
    body, content_type = build_message(MultipartMessage(envelope, {"doc": capsule} if capsule is not None else {}))
    answer = client.post("/dhx/", body, content_type=content_type)
    return envelopes.read_receipt(answer.content)


def with_body(envelope: bytes, payload: bytes) -> bytes:
    """An envelope of the samples with one of its payloads in the place of its body."""
    root = etree.fromstring(envelope)
    body = root.find(f"{{{soap.SOAP}}}Body")
    assert body is not None
    body[:] = [etree.fromstring(payload)]
    return etree.tostring(root)


def changed(envelope: bytes, *pairs: tuple[str, str]) -> bytes:
    """An envelope with some of its text changed."""
    text = envelope.decode()
    for before, after in pairs:
        assert re.search(before, text), before
        text = re.sub(before, after, text)
    return text.encode()
