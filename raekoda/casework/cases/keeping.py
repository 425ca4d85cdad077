"""What this room keeps of a person: their cases, and how they are reached in them; for taking along, and for deletion."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.actions import anonymise
from raekoda.casework.cases.actions.closing import forget_contact
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.retention import rule_in_force
from raekoda.casework.cases.rules import ENDED
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.journal import record

SAID_TO_SENDER = (
    Message.Kind.OPENING,
    Message.Kind.QUESTION,
    Message.Kind.REPLY,
    Message.Kind.ANSWER,
    Message.Kind.UPDATE,
)


def export(person: Person) -> list[dict[str, Any]]:
    """Every case of the person with what was said between them and the municipality; never internal notes and
    their files."""
    cases = (
        Case.objects.filter(person=person)
        .select_related("service")
        .prefetch_related("messages", "attachments__message")
    )
    return [
        {
            "number": case.number, "kind": case.kind, "subject": case.subject, "status": case.status,
            "service": case.service.name if case.service else "", "at": case.registered_at.isoformat(),
            "closed_at": case.closed_at.isoformat() if case.closed_at else None, "address": case.address,
            "answers": case.attributes,
            "messages": [
                {"kind": said.kind, "at": said.at.isoformat(), "text": said.text}
                for said in case.messages.all() if said.kind in SAID_TO_SENDER
            ],
            "files": [
                {"name": file.name, "size": file.size} for file in case.attachments.all()
                if file.message is None or file.message.kind in SAID_TO_SENDER
            ],
        }
        for case in cases.defer("words").order_by("id")
    ]  # fmt: skip


def forget(person: Person, actor: Actor) -> ErasureResult:
    """Cases past their period are anonymised; others are kept for the period of their kind, open ones until they end."""
    deleted, kept, lasts, sources, is_open = 0, 0, [], set(), False
    cases = Case.objects.filter(person=person).defer("words").select_related("municipality", "service", "contact")
    for case in cases.order_by("id"):
        rule = rule_in_force(case.kind, case.municipality)
        last = local_day(case.closed_at) + timedelta(days=rule.days) if case.closed_at and rule else None
        if case.status in ENDED and last is not None and last < clock.today():
            anonymise(case, actor=Actor.system())
            deleted += 1
            continue
        kept += 1
        is_open |= case.status not in ENDED
        if last is not None and rule is not None:
            lasts.append(last)
            sources.add(rule.source)
    return ErasureResult(deleted, kept, _why(is_open, sorted(sources)) if kept else "", _until(lasts, is_open))


def export_contacts(person: Person) -> list[dict[str, Any]]:
    """Name, e-mail and phone that were left with each case."""
    cases = Case.objects.filter(person=person, contact__isnull=False).select_related("contact").defer("words")
    left = [(case.number, case.contact) for case in cases.order_by("id") if case.contact is not None]
    return [{"number": number, "name": each.name, "email": each.email, "phone": each.phone} for number, each in left]


def forget_contacts(person: Person, actor: Actor) -> ErasureResult:
    """Contacts of ended cases go at once; of open ones they stay, so that an answer reaches the person."""
    ended = Case.objects.filter(person=person, contact__isnull=False, status__in=ENDED).defer("words")
    deleted = 0
    for case in ended.select_related("contact", "municipality"):
        with transaction.atomic():
            forget_contact(case)
            case.save(update_fields=["contact"])
            record("cases.forget_contact", case, actor)
            deleted += 1
    kept = Case.objects.filter(person=person, contact__isnull=False).exclude(status__in=ENDED).count()
    return ErasureResult(deleted, kept, _("Open cases are answered to these contacts.") if kept else "")


def _why(is_open: bool, sources: list[str]) -> str:
    parts = [_("Open cases are kept until they are answered.")] if is_open else []
    if sources:
        parts.append(
            _("Ended cases are kept for the period of their kind: %(source)s.") % {"source": "; ".join(sources)}
        )
    return " ".join(parts) or _("No retention period is set for cases of this kind; an administrator sets one.")


def _until(lasts: list[date], is_open: bool) -> date | None:
    """The last day of the longest period; none can be told while a case is open."""
    return None if is_open or not lasts else max(lasts)
