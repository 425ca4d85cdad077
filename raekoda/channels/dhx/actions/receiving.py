"""Receiving a document: its capsule is stored unchanged, once, and then becomes a case or a reply on one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case, Channel
from raekoda.casework.letters.handlers import write_to_unit
from raekoda.channels.dhx import contents, queries, rules
from raekoda.channels.dhx.capsule import Capsule, InvalidCapsule, read
from raekoda.channels.dhx.errors import Code, DocumentRejected
from raekoda.channels.dhx.events import DocumentReceived
from raekoda.channels.dhx.models import Direction, Document, OwnAddress, Participant, Route, State
from raekoda.channels.dhx.rules import MAX_TEXT
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.errors import DomainError
from raekoda.platform.core.events import emit
from raekoda.platform.core.files import PreparedFile
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.outage import UNREACHABLE, find_outage
from raekoda.platform.core.text import clean_text

DUPLICATE_CONSTRAINT = "exchange_taken_once"
INTERRUPTED_AFTER = timedelta(minutes=2)
BATCH_SIZE = 50
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Consignment:
    """A capsule as it arrived: from whom (X-Road identifier, or the folder), under which identifier, to which address.

    ``sender_codes`` are the organisations that may be its sender; empty: any (the document system is trusted).
    """

    content: bytes
    partner_id: str
    consignment_id: str
    route: str
    address: OwnAddress | None = None
    sender_codes: frozenset[str] = frozenset()


def receive(consignment: Consignment, *, municipality: Municipality, actor: Actor) -> Document:
    """Store a document, once, then make it a new case or a reply on the case that it answers.

    An error in the second step leaves the stored document to staff (:func:`process_again`). Raises
    :class:`DocumentRejected` with the
    protocol's code for what is not taken: a duplicate, no capsule, another's.
    """
    actor.require("exchange.receive")
    if queries.is_received(consignment.partner_id, consignment.consignment_id):
        raise _duplicate(consignment)
    if len(consignment.content) > settings.RAEKODA_DHX_BYTES:
        raise DocumentRejected(
            Code.SIZE_LIMIT_EXCEEDED, f"The container is larger than {settings.RAEKODA_DHX_BYTES} bytes."
        )
    try:
        capsule = read(consignment.content)
    except InvalidCapsule as error:
        raise DocumentRejected(Code.VALIDATION, f"The container is invalid. {error}") from error
    _check_parties(capsule, consignment)
    with override(settings.LANGUAGE_CODE):
        opened = contents.open_files(capsule.files)
    document = _build_document(capsule, consignment, municipality, opened)
    document.capsule.save("capsule.xml", ContentFile(consignment.content), save=False)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except BaseException as error:
        document.capsule.delete(save=False)
        if isinstance(error, IntegrityError) and DUPLICATE_CONSTRAINT in str(error):
            raise _duplicate(consignment) from error
        raise
    _process(document, capsule, opened.files, actor)
    return document


def process_again(document: Document, *, actor: Actor) -> Document:
    """Process a stored document whose processing failed or was interrupted; any other is left as it is."""
    actor.require("exchange.send", document.case)
    if not queries.unprocessed().filter(pk=document.pk).exists():
        return document
    try:
        with document.capsule.open("rb") as file:
            capsule = read(file.read())
    except (OSError, ValueError, InvalidCapsule) as error:
        _record_problem(document, error)
        return document
    with override(settings.LANGUAGE_CODE):
        opened = contents.open_files(capsule.files)
    _process(document, capsule, opened.files, actor)
    return document


def process_interrupted(*, actor: Actor) -> int:
    """Process documents of the open municipality that were stored a while ago and never processed; returns their number."""
    interrupted = queries.unprocessed().filter(problem="", at__lt=clock.now() - INTERRUPTED_AFTER)
    documents = list(interrupted.order_by("id")[:BATCH_SIZE])
    for document in documents:
        process_again(document, actor=actor)
    return len(documents)


def _process(document: Document, capsule: Capsule, files: list[PreparedFile], actor: Actor) -> None:
    """Put a stored document on its case; an error is logged and recorded on the document."""
    try:
        with transaction.atomic():
            stored = Document.objects.select_for_update().get(pk=document.pk)
            if stored.case_id is None and stored.forgotten_at is None:
                _attach_to_case(document, capsule, files, actor)
                document.problem = ""
                document.save(update_fields=["case", "message_id", "reply_to", "problem"])
                record(
                    "exchange.receive", document, actor, route=document.route, case=document.case_id, size=document.size
                )
                emit(DocumentReceived(document))
    except Exception as error:
        if find_outage(error) == UNREACHABLE:
            raise
        _record_problem(document, error)


def _record_problem(document: Document, error: Exception) -> None:
    log.error("exchange_document_not_processed", document=document.pk, exc_info=error)
    with override(settings.LANGUAGE_CODE):
        problem = error.message if isinstance(error, DomainError) else gettext("An error on our side")
    Document.objects.filter(pk=document.pk).update(problem=problem[:300])
    document.refresh_from_db()


def _duplicate(consignment: Consignment) -> DocumentRejected:
    return DocumentRejected(
        Code.DUPLICATE,
        f"A document with consignmentId {consignment.consignment_id} from {consignment.partner_id} was already received. "
        "This one is ignored.",
    )


def _check_parties(capsule: Capsule, consignment: Consignment) -> None:
    """Raises :class:`DocumentRejected` when the capsule is for another addressee, or its sender is not the sender of
    the message."""
    own = consignment.address
    if own is not None and not any(
        rules.matches_organisation(each.code, own.registry_code, own.subsystem) for each in capsule.recipients
    ):
        raise DocumentRejected(
            Code.INVALID_ADDRESSEE, f"The recipient {own.registry_code} is not among the recipients of the container."
        )
    sender_code = capsule.sender.code.strip().upper()
    if consignment.sender_codes and sender_code not in consignment.sender_codes:
        raise DocumentRejected(Code.VALIDATION, "The sender in the container is not the sender of the X-Road message.")


def _build_document(
    capsule: Capsule, consignment: Consignment, municipality: Municipality, opened: contents.OpenedFiles
) -> Document:
    code = clean_text(capsule.sender.code)[:60]
    participant = Participant.objects.filter(registry_code__iexact=code).order_by("id").first()
    name = rules.sender_name(capsule, participant.name if participant else "")
    document = Document(
        municipality=municipality, direction=Direction.IN, route=Route(consignment.route), state=State.RECEIVED,
        address=consignment.address, participant=participant, partner_id=consignment.partner_id,
        partner_code=code, partner_name=clean_text(name).replace("\n", " ")[:200],
        consignment_id=consignment.consignment_id, size=len(consignment.content),
        sha256=hashlib.sha256(consignment.content).hexdigest(), guid=capsule.guid,
        document_type=_single_line(capsule.kind, 80), identifier=_single_line(capsule.identifier, 120),
        dated_at=capsule.registered_at,
        title=_single_line(capsule.title, 300), reply_due=capsule.reply_due, is_restricted=capsule.is_restricted,
        restrictions=[contents.restriction_data(each) for each in capsule.restrictions],
        files=opened.descriptions, at=clock.now(),
    )  # fmt: skip
    document.receipt_id = document.ref
    return document


def _attach_to_case(document: Document, capsule: Capsule, files: list[PreparedFile], actor: Actor) -> None:
    """Attach the document to the case that it answers, or to a new one."""
    document.reply_to = queries.find_answered(document, capsule)
    earlier = document.reply_to.case if document.reply_to else None
    codes = (document.address.registry_code,) if document.address else ()
    text = rules.get_case_text(capsule, codes)
    if earlier is not None and earlier.is_open and earlier.anonymised_at is None:
        _add_reply(document, earlier, text, files, actor)
        return
    document.case = _open_case(document, capsule, text, files, actor)


def _add_reply(document: Document, case: Case, text: str, files: list[PreparedFile], actor: Actor) -> None:
    document.case = case
    text = f"{document.partner_name}\n\n{text}"[:MAX_TEXT]
    if queries.is_sender_of(document, case):
        document.message_id = cases.reply_from_sender(case, text=text, files=files, actor=actor).pk
        return
    document.message_id = cases.note(case, text=text, files=files, actor=actor).pk
    write_to_unit(case, "reply", f"unit-document:{document.pk}")


def _open_case(document: Document, capsule: Capsule, text: str, files: list[PreparedFile], actor: Actor) -> Case:
    rule = queries.find_type_rule(document.document_type)
    sender = rules.sender_contact(capsule)
    person = sender.person.name if sender.person else ""
    name = f"{document.partner_name} ({person})" if person.strip() else document.partner_name
    draft = cases.CaseDraft(
        municipality=document.municipality,
        kind=rule.kind if rule else rules.default_kind(document.document_type),
        service=rule.service if rule else None,
        subject=document.title,
        text=text,
        channel=Channel.EXCHANGE,
        language=rules.find_language(capsule.language),
        contact=cases.ContactData(name=name, phone=sender.phone[:40]),
        files=files,
        make_public=False,
        is_restricted=document.is_restricted,
        due_by=document.reply_due,
        external_source=f"exchange:{document.route}",
        external_id=document.ref,
    )
    return cases.open_case(draft, actor)


def _single_line(text: str, max_length: int) -> str:
    return clean_text(text).replace("\n", " ")[:max_length]
