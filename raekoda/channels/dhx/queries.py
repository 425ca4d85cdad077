"""Reads of documents; ``visible_to`` decides what an actor sees."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.casework.cases.models import Case, Channel
from raekoda.casework.cases.numbers import parse_number
from raekoda.casework.cases.records import readable_originals
from raekoda.channels.dhx.capsule import Capsule
from raekoda.channels.dhx.models import Direction, Document, Participant, State, TypeRule
from raekoda.platform.core.actor import Actor

UNPROCESSED = Q(direction=Direction.IN, case=None, message_id=None, forgotten_at=None)
FAILED = Q(state=State.FAILED) | (UNPROCESSED & ~Q(problem=""))


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Documents of the cases whose sender ``actor`` may see; without a case those that they wrote, and all for who directs
    these."""
    if not actor.may("exchange.view"):
        return Document.objects.none()
    return Document.objects.filter(
        readable_originals(actor) | Q(case=None, author=actor.id if actor.is_staff else None)
    )


def for_list(actor: Actor) -> QuerySet[Document]:
    """Visible documents for lists, with the number of the case."""
    rows = visible_to(actor).select_related("case").defer("files", "restrictions")
    return rows.only(
        "ref", "direction", "route", "state", "partner_name", "partner_code", "title", "document_type", "is_restricted", "at",
        "registration_number", "municipality_id", "case__registered_at", "case__id",
    )  # fmt: skip


def failed(actor: Actor) -> QuerySet[Document]:
    """Documents that did not arrive, or arrived and were not processed."""
    return visible_to(actor).filter(FAILED)


def unprocessed() -> QuerySet[Document]:
    """Stored documents that are no case and no reply yet."""
    return Document.objects.filter(UNPROCESSED)


def for_case(case: Case, actor: Actor) -> QuerySet[Document]:
    """Documents of a case that ``actor`` may see, oldest first."""
    return visible_to(actor).filter(case=case).order_by("id")


def is_received(partner_id: str, consignment_id: str) -> bool:
    """Whether the consignment was received before."""
    return Document.objects.filter(
        direction=Direction.IN, partner_id=partner_id, consignment_id=consignment_id
    ).exists()


def find_origin(case: Case) -> Document | None:
    """The document with which the case began; None when it came by another channel."""
    if case.channel != Channel.EXCHANGE:
        return None
    return Document.objects.filter(case=case, direction=Direction.IN).order_by("id").first()


def is_sender_of(document: Document, case: Case) -> bool:
    """Whether the authority of ``document`` is the one that the case came from."""
    origin = find_origin(case)
    return origin is not None and bool(origin.partner_code) and origin.partner_code == document.partner_code


def find_answered(document: Document, capsule: Capsule) -> Document | None:
    """Our document that an incoming one answers: by its identifier or the number of its case, if it went to that authority."""
    sent = Document.objects.filter(
        direction=Direction.OUT, partner_code=document.partner_code, case__isnull=False
    ).select_related("case")
    guids = [each.record_guid for each in capsule.addressees if each.record_guid]
    if guids and (answered := sent.filter(guid__in=guids).order_by("-id").first()) is not None:
        return answered
    numbers = [parse_number(each.record_identifier) for each in capsule.addressees]
    keys = [number.key for number in numbers if number]
    answered = sent.filter(case_id__in=keys).order_by("-id").first() if keys else None
    stated_numbers = {each.record_identifier.strip() for each in capsule.addressees}
    return (
        answered
        if answered is not None and answered.case is not None and answered.case.number in stated_numbers
        else None
    )


def find_type_rule(document_type: str) -> TypeRule | None:
    """The municipality's rule for a type of document."""
    return TypeRule.objects.select_related("service").filter(document_type__iexact=document_type.strip()).first()


def participants() -> QuerySet[Participant]:
    """Authorities of the address book that documents may be sent to."""
    return Participant.objects.filter(is_active=True).select_related("intermediary")


def participant_for(document: Document) -> Participant | None:
    """The recipient of an answer to an incoming document: its authority in the address book."""
    matching = participants().filter(registry_code__iexact=document.partner_code).order_by("id")
    return matching.filter(pk=document.participant_id).first() or matching.first() if document.partner_code else None


def find_sent(guid: str) -> Document | None:
    """Our newest sent document with a RecordGuid."""
    return Document.objects.filter(Q(direction=Direction.OUT), guid=guid).order_by("-id").first()
