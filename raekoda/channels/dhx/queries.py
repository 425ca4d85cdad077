"""Reads of documents, behind one gate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.casework.cases.models import Case, Channel
from raekoda.casework.cases.numbers import parse_number
from raekoda.casework.cases.records import readable_originals
from raekoda.channels.dhx.capsule import Capsule
from raekoda.channels.dhx.models import Direction, Document, Participant, State, TypeRule
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Documents of the cases whose sender ``actor`` may see; without a case those that they wrote, and all for who directs
    these."""
    if not actor.may("exchange.view"):
        return Document.objects.none()
    return Document.objects.filter(
        readable_originals(actor) | Q(case=None, author=actor.id if actor.is_staff else None)
    )


def listed(actor: Actor) -> QuerySet[Document]:
    """The same for lists, with the number of the case."""
    rows = visible_to(actor).select_related("case").defer("files", "restrictions")
    return rows.only(
        "ref", "direction", "route", "state", "partner_name", "partner_code", "title", "document_type", "is_restricted", "at",
        "registration_number", "municipality_id", "case__registered_at", "case__id",
    )  # fmt: skip


def failed(actor: Actor) -> QuerySet[Document]:
    """Documents that did not arrive."""
    return visible_to(actor).filter(state=State.FAILED)


def of_case(case: Case, actor: Actor) -> QuerySet[Document]:
    """Documents of a case that ``actor`` may see, oldest first."""
    return visible_to(actor).filter(case=case).order_by("id")


def is_taken(partner_id: str, consignment_id: str) -> bool:
    """Whether the consignment was taken in before."""
    return Document.objects.filter(
        direction=Direction.IN, partner_id=partner_id, consignment_id=consignment_id
    ).exists()


def origin_of(case: Case) -> Document | None:
    """The document with which the case began; None when it came another way."""
    if case.channel != Channel.EXCHANGE:
        return None
    return Document.objects.filter(case=case, direction=Direction.IN).order_by("id").first()


def is_sender_of(document: Document, case: Case) -> bool:
    """Whether the authority of ``document`` is the one that the case came from."""
    origin = origin_of(case)
    return origin is not None and bool(origin.partner_code) and origin.partner_code == document.partner_code


def answered_by(document: Document, capsule: Capsule) -> Document | None:
    """Our document that an incoming one answers: by its identifier or the number of its case, if it went to that authority."""
    sent = Document.objects.filter(
        direction=Direction.OUT, partner_code=document.partner_code, case__isnull=False
    ).select_related("case")
    guids = [each.record_guid for each in capsule.addressees if each.record_guid]
    if guids and (found := sent.filter(guid__in=guids).order_by("-id").first()) is not None:
        return found
    numbers = [parse_number(each.record_identifier) for each in capsule.addressees]
    keys = [number.key for number in numbers if number]
    found = sent.filter(case_id__in=keys).order_by("-id").first() if keys else None
    written = {each.record_identifier.strip() for each in capsule.addressees}
    return found if found is not None and found.case is not None and found.case.number in written else None


def type_rule(document_type: str) -> TypeRule | None:
    """The municipality's rule for a type of document."""
    return TypeRule.objects.select_related("service").filter(document_type__iexact=document_type.strip()).first()


def participants() -> QuerySet[Participant]:
    """The address book: whom documents may be sent to."""
    return Participant.objects.filter(is_active=True).select_related("intermediary")


def participant_for(document: Document) -> Participant | None:
    """Whom an answer to an incoming document goes to: its authority in the address book."""
    found = participants().filter(registry_code__iexact=document.partner_code).order_by("id")
    return found.filter(pk=document.participant_id).first() or found.first() if document.partner_code else None


def sent_under(guid: str) -> Document | None:
    """Our document of an identifier, newest first."""
    return Document.objects.filter(Q(direction=Direction.OUT), guid=guid).order_by("-id").first()
