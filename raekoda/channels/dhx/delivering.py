"""Sending of documents: over X-Road, or into the folder of the document system; and the outcome of the delivery."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from raekoda.channels.dhx import addresses, client, folders
from raekoda.channels.dhx.actions.lifecycle import lock
from raekoda.channels.dhx.client import Connection, RequestFailed
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
MAX_ATTEMPTS = 12


def send_over_xroad(delivery: Delivery) -> dict[str, Any]:
    """Send the capsule unchanged, under the same consignment identifier at every attempt.

    The answer "duplicate" means that an earlier attempt arrived: the document is delivered.
    """
    document = _get_document(delivery)
    server = addresses.get_security_server(document.municipality)
    if not server:
        raise DeliveryPostponed("no security server set")
    if document.participant is None or document.address is None:
        raise DeliveryRejected("no longer in the address book")
    connection, recipient, system = connection_to(document.participant, document, server)
    try:
        answer = client.send_document(
            connection, _capsule(document), consignment_id=document.consignment_id, recipient=recipient, system=system
        )
    except RequestFailed as error:
        raise (DeliveryRejected(error.code) if error.is_permanent else DeliveryPostponed(error.code)) from error
    if answer.fault_code and answer.fault_code != Code.DUPLICATE:
        raise DeliveryRejected(answer.fault_code[:60], {"code": answer.fault_code, "words": answer.fault_message[:300]})
    if not answer.fault_code and not answer.receipt_id:
        raise DeliveryPostponed("no receipt")
    return {"receipt": answer.receipt_id, "duplicate": answer.fault_code == Code.DUPLICATE}


def write_to_folder(delivery: Delivery) -> dict[str, Any]:
    """Write the capsule to the outgoing folder; sending the same document again overwrites its file."""
    document = _get_document(delivery)
    try:
        name = folders.write_outgoing(document, _capsule(document))
    except OSError as error:
        raise DeliveryPostponed(type(error).__name__) from error
    return {"file": name}


def connection_to(participant: Participant, document: Document, server: str) -> tuple[Connection, str, str]:
    """The connection to an authority, and the recipient and system to name in the call: empty for one that receives
    documents itself."""
    assert document.address is not None
    own = document.address
    sender = addresses.get_member(own)
    receiver = participant.intermediary or participant
    service = Member(sender.instance, receiver.member_class, receiver.registry_code, receiver.subsystem)
    represents = own.is_represented and sender.code != own.registry_code
    connection = Connection(
        server=server, client=sender, service=service,
        represented=own.registry_code if represents else "", represented_class=own.member_class if represents else "",
    )  # fmt: skip
    if participant.intermediary is None:
        return connection, "", ""
    return connection, participant.registry_code, participant.system


@on(DeliverySent)
def mark_delivered(event: DeliverySent) -> None:
    """The document was delivered."""
    if event.delivery.kind in KINDS:
        _finish(event.delivery, State.SENT, receipt=str(event.delivery.answer.get("receipt", "")))


@on(DeliveryFailed)
def mark_failed(event: DeliveryFailed) -> None:
    """All attempts failed, or the other side rejected the document; the reason is stored."""
    if event.delivery.kind in KINDS:
        problem = str(event.delivery.answer.get("words", "")) or event.delivery.error
        _finish(event.delivery, State.FAILED, problem=problem)


def _finish(delivery: Delivery, state: State, *, receipt: str = "", problem: str = "") -> None:
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


def _get_document(delivery: Delivery) -> Document:
    documents = Document.objects.select_related("municipality", "participant__intermediary", "address")
    document = documents.filter(pk=delivery.payload.get("document")).first()
    if document is None or not document.capsule:
        raise DeliveryRejected("no longer kept")
    return document


def _capsule(document: Document) -> bytes:
    with document.capsule.open("rb") as file:
        content: bytes = file.read()
    return content
