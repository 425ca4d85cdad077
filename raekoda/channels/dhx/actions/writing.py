"""Writing a document: a capsule is built once, stored, and enqueued for sending under one consignment identifier."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case, Message
from raekoda.channels.dhx import addresses, contents, letter_documents, queries, rules
from raekoda.channels.dhx.capsule import (
    Addressee,
    Capsule,
    CapsuleFile,
    Contact,
    InvalidCapsule,
    Organisation,
    Party,
    Person,
    Restriction,
    pack,
)
from raekoda.channels.dhx.capsule import write as write_capsule
from raekoda.channels.dhx.errors import DhxError
from raekoda.channels.dhx.events import DocumentWritten
from raekoda.channels.dhx.models import Direction, Document, OwnAddress, Participant, Route, State
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import today
from raekoda.platform.core.events import emit
from raekoda.platform.core.files import PreparedFile
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import clean_text
from raekoda.platform.core.xroad.names import Member
from raekoda.platform.deliveries import enqueue

LETTER, MAX_TITLE, MAX_KIND = "Kiri", 300, 80
NO_CONTACT = Contact()


@dataclass(frozen=True)
class Letter:
    """What goes out: a title, the text of the letter, files with it, and who may see it.

    ``restrictions`` are set for a document for internal use. ``message`` is the message of the case that the letter
    contains: it is sent once.
    """

    title: str
    text: str
    kind: str = LETTER
    files: Sequence[PreparedFile] = ()
    restrictions: tuple[Restriction, ...] = ()
    reply_due: date | None = None
    reply_to: Document | None = None
    message: Message | None = None


@dataclass(frozen=True)
class Recipient:
    """The addressee of a document and the route by which it is sent."""

    route: Route
    code: str = ""
    contact: Contact = NO_CONTACT
    participant: Participant | None = None

    @property
    def name(self) -> str:
        return self.contact.name

    @property
    def authority(self) -> str:
        """The name of the organisation; "" for a person."""
        return self.contact.organisation.name if self.contact.organisation else ""


def write(
    letter: Letter, *, route: str, actor: Actor, case: Case | None = None, participant: Participant | None = None
) -> Document:
    """Write a document to an authority of the address book (``Route.DHX``), or pass it to the document system
    (``Route.FOLDER``), which sends it to the participant or, without one, to the sender of the case.

    The capsule is built now and sent unchanged at every attempt, under one consignment identifier. Raises
    :class:`DhxError` and ``PermissionDenied``.
    """
    actor.require("exchange.send", case)
    route = Route(route)
    if participant is not None:
        recipient = Recipient(route, participant.registry_code, _organisation_contact(participant.name,
        participant.registry_code),
                              participant)  # fmt: skip
    elif route == Route.DHX:
        raise DhxError(_("Choose an authority of the address book."), "participant")
    else:
        sender = case.contact if case else None
        person = Person(sender.name) if sender and sender.name else None
        recipient = Recipient(route, contact=Contact(person=person, email=sender.email if sender else ""))
    return _store(letter, recipient, case, addresses.own_address(), actor)


def _store(
    letter: Letter, recipient: Recipient, case: Case | None, address: OwnAddress | None, actor: Actor
) -> Document:
    letter = _validated(letter)
    if address is None:
        raise DhxError(_("This municipality has no address of its own in the document exchange yet."))
    if recipient.participant is not None and not recipient.participant.is_active:
        raise DhxError(_("Choose an authority of the address book."), "participant")
    capsule = _build_capsule(letter, case, recipient, address, actor)
    try:
        content = write_capsule(capsule)
    except InvalidCapsule as error:
        raise DhxError(_("No capsule can be made of this: %(why)s") % {"why": str(error)}) from error
    if len(content) > settings.RAEKODA_DHX_BYTES:
        raise DhxError(_("The document with its files is too large to be sent. Leave some files out."), "files")
    document = _build_document(capsule, letter, case, recipient, address, actor)
    document.size, document.sha256 = len(content), hashlib.sha256(content).hexdigest()
    document.capsule.save("capsule.xml", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
            record("exchange.write", document, actor, route=document.route, case=document.case_id, size=document.size)
            emit(DocumentWritten(document))
            _enqueue(document)
    except BaseException:
        document.capsule.delete(save=False)
        raise
    return document


def send_answer(
    origin: Document, *, title: str, text: str, actor: Actor, message: Message | None = None
) -> Document | None:
    """Send a text about a case to the authority it came from, by the same route; a ``message`` is sent once.

    A restricted document is answered under the same restriction. Returns None when it was sent already.
    """
    sent = Document.objects.filter(direction=Direction.OUT, case=origin.case)
    if message is not None and sent.filter(message_id=message.pk).exists():
        return None
    restrictions = (
        tuple(contents.parse_restriction(each) for each in origin.restrictions) if origin.is_restricted else ()
    )
    letter = Letter(title=title, text=text, restrictions=restrictions, reply_to=origin, message=message)
    participant = queries.participant_for(origin)
    if origin.route == Route.DHX and participant is None:
        participant = _add_sender(origin)
    contact = _organisation_contact(origin.partner_name, origin.partner_code)
    recipient = Recipient(Route(origin.route), origin.partner_code, contact, participant)
    return _store(letter, recipient, origin.case, origin.address or addresses.own_address(), actor)


def _add_sender(origin: Document) -> Participant:
    """The sender of a document, added to the address book because it is answered."""
    sender = Member.of(origin.partner_id)
    assert sender is not None, origin.partner_id
    intermediary = None
    if not rules.matches_organisation(origin.partner_code, sender.code, sender.subsystem):
        intermediary = (
            Participant.objects.filter(registry_code=sender.code, is_intermediary=True).order_by("id").first()
        )
    participant, _is_new = Participant.objects.get_or_create(
        municipality=origin.municipality, registry_code=origin.partner_code if intermediary else sender.code,
        subsystem="DHX" if intermediary else sender.subsystem or "DHX", system="",
        defaults={"name": origin.partner_name[:160], "member_class": sender.member_class, "intermediary": intermediary},
    )  # fmt: skip
    return participant


def _validated(letter: Letter) -> Letter:
    title = clean_text(letter.title).replace("\n", " ")
    text, kind = clean_text(letter.text), clean_text(letter.kind)[:MAX_KIND] or LETTER
    if not title or len(title) > MAX_TITLE:
        raise DhxError(_("Write a title of at most %(count)s characters.") % {"count": MAX_TITLE}, "title")
    if not text and not letter.files:
        raise DhxError(_("Write the letter or choose its files."), "text")
    for restriction in letter.restrictions:
        if not restriction.basis.strip() or restriction.begins is None or restriction.ends is None:
            raise DhxError(_("A restriction needs its legal basis and its last day."), "basis")
        if restriction.ends < restriction.begins:
            raise DhxError(_("The last day of the restriction is before its first."), "ends")
    return replace(letter, title=title, text=text, kind=kind)


def _organisation_contact(name: str, code: str) -> Contact:
    return Contact(Organisation(name, code, residency="EE"))


def _build_capsule(
    letter: Letter, case: Case | None, recipient: Recipient, address: OwnAddress, actor: Actor
) -> Capsule:
    municipality = address.municipality
    official = actor.user.display_name if actor.is_staff and actor.user is not None else ""  # type: ignore[attr-defined]
    sender = Contact(
        Organisation(address.name, address.registry_code, residency="EE"), Person(official) if official else None,
        phone=municipality.phone, email=municipality.email,
    )  # fmt: skip
    answered = letter.reply_to
    number = case.number if case else ""
    return Capsule(
        sender=Party(address.registry_code),
        recipients=(Party(recipient.code or address.registry_code),),
        addressees=(
            Addressee(
                record_guid=answered.guid if answered else "", record_identifier=answered.identifier if answered else "",
                contact=recipient.contact,
            ),
        ),
        guid=str(uuid.uuid4()),
        kind=letter.kind,
        identifier=number or f"{today():%Y}-{uuid.uuid4().hex[:8]}",
        registered_at=clock.now().replace(microsecond=0),
        title=letter.title,
        language=case.language if case else "et",
        reply_due=letter.reply_due,
        is_restricted=bool(letter.restrictions),
        restrictions=letter.restrictions,
        creator=sender,
        dispatcher=sender,
        files=tuple(_build_files(letter, number, recipient.name, address, official)),
    )  # fmt: skip


def _build_files(letter: Letter, number: str, recipient: str, address: OwnAddress, official: str) -> list[CapsuleFile]:
    """The letter as a Word document, then the files with it."""
    files: list[PreparedFile] = list(letter.files)
    if letter.text:
        document = letter_documents.render_letter(
            title=letter.title, text=letter.text, number=number, recipient=recipient, sender=address.name,
            official=official, day=today(), restrictions=letter.restrictions,
        )  # fmt: skip
        files.insert(0, document)
    return [
        CapsuleFile(
            guid=str(uuid.uuid4()), name=file.name, mime_type=file.content_type, packed=pack(file.content),
            size=len(file.content), is_main=position == 0,
        )
        for position, file in enumerate(files)
    ]  # fmt: skip


def _build_document(
    capsule: Capsule, letter: Letter, case: Case | None, recipient: Recipient, address: OwnAddress, actor: Actor
) -> Document:
    participant = recipient.participant
    return Document(
        municipality=address.municipality, direction=Direction.OUT, route=recipient.route, state=State.WAITING, case=case,
        message_id=letter.message.pk if letter.message else None, reply_to=letter.reply_to, address=address,
        participant=participant, partner_id=f"{recipient.route}:{recipient.code}", partner_code=recipient.code,
        partner_name=recipient.authority, consignment_id=str(uuid.uuid4()), guid=capsule.guid,
        document_type=capsule.kind, identifier=capsule.identifier, dated_at=capsule.registered_at, title=capsule.title,
        reply_due=capsule.reply_due, is_restricted=capsule.is_restricted,
        restrictions=[contents.restriction_data(each) for each in capsule.restrictions],
        files=[
            {"name": file.name, "type": file.mime_type, "size": file.size, "main": file.is_main, "kept": True, "why": ""}
            for file in capsule.files
        ],
        author=actor.user if actor.is_staff else None, at=clock.now(),
    )  # fmt: skip


def _enqueue(document: Document) -> None:
    is_dhx = document.route == Route.DHX
    number = document.case.number if document.case else document.ref
    enqueue(
        "dhx" if is_dhx else "documents",
        target=f"dhx:{document.partner_code}" if is_dhx else "documents",
        key=f"document:{document.ref}",
        payload={"document": document.pk},
        title=f"{number} → {document.partner_name if is_dhx else Route.FOLDER.label}",
        subject=document,
    )
