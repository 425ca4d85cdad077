"""Personal data in cases, for the export to a person and for erasure: their cases, and the contacts left with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases.actions import anonymise, note
from raekoda.casework.cases.actions.closing import erase_contact
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.retention import rule_in_force
from raekoda.casework.cases.rules import ENDED
from raekoda.casework.cases.visibility import withheld
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.persons.rules import get_full_age_date
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.journal import record

LANGUAGE_OF_NOTES = "et"
SHARED_MESSAGE_KINDS = (
    Message.Kind.OPENING,
    Message.Kind.QUESTION,
    Message.Kind.REPLY,
    Message.Kind.ANSWER,
    Message.Kind.UPDATE,
)


def export_cases(person: Person) -> list[dict[str, Any]]:
    """Every case of the person with the messages between them and the municipality, without internal notes and their files;
    of what others sent about the person that there is a case. What is withheld from the person or the family is left out."""
    sent_by_others = Case.objects.filter(_by_others(person)).exclude(withheld()).select_related("service")
    cases = (
        Case.objects.filter(person=person)
        .exclude(pk__in=_left_out(person).values("pk"))
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
                {"kind": message.kind, "at": message.at.isoformat(), "text": message.text}
                for message in case.messages.all() if message.kind in SHARED_MESSAGE_KINDS
            ],
            "files": [
                {"name": file.name, "size": file.size} for file in case.attachments.all()
                if file.message is None or file.message.kind in SHARED_MESSAGE_KINDS
            ],
        }
        for case in cases.defer("words").order_by("id")
    ] + [
        {
            "number": case.number, "kind": case.kind, "status": case.status, "at": case.registered_at.isoformat(),
            "service": case.service.name if case.service else "",
            "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        }
        for case in sent_by_others.defer("words").order_by("id")
    ]  # fmt: skip


def note_left_out(person: Person) -> None:
    """Leave a note on each case that is left out of the export of the person, because it is withheld: it is sent later."""
    for case in _left_out(person):
        with override(LANGUAGE_OF_NOTES):
            text = _(
                "The person concerned asked for their data. This matter was left out, because it is withheld from them. "
                "Send it when the restriction ends."
            )
        if not case.messages.filter(kind=Message.Kind.NOTE, text=text).exists():
            note(case, text=text, actor=Actor.system())


def _by_others(person: Person) -> Q:
    """Filter of special matters about the person that somebody else sent."""
    return Q(concerned=person) & ~Q(person=person)


def _left_out(person: Person) -> QuerySet[Case]:
    """Withheld cases about the person; of a child also its own, because a parent may download the export."""
    is_child = person.born_on is not None and clock.today() < get_full_age_date(person.born_on)
    about = _by_others(person) | Q(person=person) if is_child else _by_others(person)
    return Case.objects.filter(about & withheld()).defer("words")


def erase_cases(person: Person, actor: Actor) -> ErasureResult:
    """Anonymise cases past their retention period. Others are retained for the period of their kind, open ones until closed."""
    deleted, retained, last_days, sources, is_open = 0, 0, [], set(), False
    cases = Case.objects.filter(person=person).defer("words").select_related("municipality", "service", "contact")
    for case in cases.order_by("id"):
        rule = rule_in_force(case.kind, case.municipality)
        last_day = local_day(case.closed_at) + timedelta(days=rule.days) if case.closed_at and rule else None
        if case.status in ENDED and last_day is not None and last_day < clock.today():
            anonymise(case, actor=Actor.system())
            deleted += 1
            continue
        retained += 1
        is_open |= case.status not in ENDED
        if last_day is not None and rule is not None:
            last_days.append(last_day)
            sources.add(rule.source)
    return ErasureResult(
        deleted,
        retained,
        _retention_reason(is_open, sorted(sources)) if retained else "",
        _retained_until(last_days, is_open),
    )


def export_contacts(person: Person) -> list[dict[str, Any]]:
    """Name, e-mail and phone left with each case."""
    cases = Case.objects.filter(person=person, contact__isnull=False).select_related("contact").defer("words")
    left = [(case.number, case.contact) for case in cases.order_by("id") if case.contact is not None]
    return [{"number": number, "name": each.name, "email": each.email, "phone": each.phone} for number, each in left]


def erase_contacts(person: Person, actor: Actor) -> ErasureResult:
    """Erase the contacts of ended cases. Those of open cases are retained, so that the person gets an answer."""
    ended = Case.objects.filter(person=person, contact__isnull=False, status__in=ENDED).defer("words")
    deleted = 0
    for case in ended.select_related("contact", "municipality"):
        with transaction.atomic():
            erase_contact(case)
            case.save(update_fields=["contact"])
            record("cases.forget_contact", case, actor)
            deleted += 1
    retained = Case.objects.filter(person=person, contact__isnull=False).exclude(status__in=ENDED).count()
    return ErasureResult(deleted, retained, _("Open cases are answered to these contacts.") if retained else "")


def _retention_reason(is_open: bool, sources: list[str]) -> str:
    parts = [_("Open cases are kept until they are answered.")] if is_open else []
    if sources:
        parts.append(
            _("Ended cases are kept for the period of their kind: %(source)s.") % {"source": "; ".join(sources)}
        )
    return " ".join(parts) or _("No retention period is set for cases of this kind; an administrator sets one.")


def _retained_until(last_days: list[date], is_open: bool) -> date | None:
    """The last day of the longest period; None while a case is open."""
    return None if is_open or not last_days else max(last_days)
