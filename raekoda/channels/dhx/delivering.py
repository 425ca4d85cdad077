"""How documents leave: over X-Road, or into the folder of the document system; and what became of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from raekoda.channels.dhx import addresses, client, folders
from raekoda.channels.dhx.actions.keeping import lock
from raekoda.channels.dhx.client import NotAnswered, Way
from raekoda.channels.dhx.errors import Code
from raekoda.channels.dhx.models import Document, Participant, State
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.journal import record
from raekoda.platform.core.xroad.names import Member
from raekoda.platform.deliveries import DeliveryPostponed, DeliveryRejected
from raekoda.platform.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.platform.deliveries.models import Delivery

KINDS = ("dhx", "documents")
TRIES = 12


def over_xroad(delivery: Delivery) -> dict[str, Any]:
    """Send the capsule as it was written, under its own consignment identifier at every try.

    That the other side says "duplicate" means that an earlier try arrived: the document is delivered.
    """
    document = _of(delivery)
    server = addresses.server_of(document.municipality)
    if not server:
        raise DeliveryPostponed("no security server set")
    if document.participant is None or document.address is None:
        raise DeliveryRejected("no longer in the address book")
    way, recipient, system = way_to(document.participant, document, server)
    try:
        answer = client.send_document(
            way, _capsule(document), consignment_id=document.consignment_id, recipient=recipient, system=system
        )
    except NotAnswered as error:
        raise (DeliveryRejected(error.code) if error.will_not_pass else DeliveryPostponed(error.code)) from error
    if answer.fault_code and answer.fault_code != Code.DUPLICATE:
        raise DeliveryRejected(answer.fault_code[:60], {"code": answer.fault_code, "words": answer.fault_words[:300]})
    if not answer.fault_code and not answer.receipt_id:
        raise DeliveryPostponed("no receipt")
    return {"receipt": answer.receipt_id, "duplicate": answer.fault_code == Code.DUPLICATE}


def into_folder(delivery: Delivery) -> dict[str, Any]:
    """Lay the capsule into the outgoing folder; the same document again replaces itself."""
    document = _of(delivery)
    try:
        name = folders.lay_out(document, _capsule(document))
    except OSError as error:
        raise DeliveryPostponed(type(error).__name__) from error
    return {"file": name}


def way_to(participant: Participant, document: Document, server: str) -> tuple[Way, str, str]:
    """The way to an authority, and the recipient and system to be named: empty for one that takes documents itself."""
    assert document.address is not None
    own = document.address
    sender = addresses.member_of(own)
    takes = participant.intermediary or participant
    service = Member(sender.instance, takes.member_class, takes.registry_code, takes.subsystem)
    represents = own.is_represented and sender.code != own.registry_code
    way = Way(
        server=server, client=sender, service=service,
        represented=own.registry_code if represents else "", represented_class=own.member_class if represents else "",
    )  # fmt: skip
    if participant.intermediary is None:
        return way, "", ""
    return way, participant.registry_code, participant.system


@on(DeliverySent)
def delivered(event: DeliverySent) -> None:
    """The other side has it."""
    if event.delivery.kind in KINDS:
        _end(event.delivery, State.SENT, receipt=str(event.delivery.answer.get("receipt", "")))


@on(DeliveryFailed)
def not_delivered(event: DeliveryFailed) -> None:
    """All tries were in vain, or the other side refused it; why is kept."""
    if event.delivery.kind in KINDS:
        words = str(event.delivery.answer.get("words", "")) or event.delivery.error
        _end(event.delivery, State.FAILED, problem=words)


def _end(delivery: Delivery, state: State, *, receipt: str = "", problem: str = "") -> None:
    document = Document.objects.filter(pk=delivery.subject_id).first()
    if document is None:
        return
    with transaction.atomic():
        lock(document)
        document.state, document.problem = state, problem[:300]
        document.receipt_id = receipt[:200]
        document.ended_at = clock.now() if state == State.SENT else None
        document.save(update_fields=["state", "problem", "receipt_id", "ended_at"])
        record(
            f"exchange.{'sent' if state == State.SENT else 'not_sent'}", document, Actor.system(), tries=delivery.tries
        )


def _of(delivery: Delivery) -> Document:
    found = Document.objects.select_related("municipality", "participant__intermediary", "address")
    document = found.filter(pk=delivery.payload.get("document")).first()
    if document is None or not document.capsule:
        raise DeliveryRejected("no longer kept")
    return document


def _capsule(document: Document) -> bytes:
    with document.capsule.open("rb") as file:
        content: bytes = file.read()
    return content
