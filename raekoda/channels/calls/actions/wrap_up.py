"""Wrap-up of a call: the note, the case, and the caller's consents."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case
from raekoda.channels.calls import broadcast, numbers, queries
from raekoda.channels.calls.actions.common import LONGEST_NOTE, locked_for_change, require_operator
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, WrapUpCode
from raekoda.channels.calls.rules import normalize_number
from raekoda.identity.accounts.models import Contact
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import clean_text

LONGEST_NAME = 160


def save_note(
    call: Call,
    *,
    text: str,
    code: WrapUpCode | None,
    actor: Actor,
    case: Case | None = None,
    number: str = "",
    name: str = "",
    keeps_number: bool = False,
    may_use_recording: bool = False,
) -> Call:
    """Save the note and finish the call; a live call ends.

    ``number`` is the number entered by the operator. ``keeps_number``: the caller consents to be recognised at the next
    call. Raises ``CallError``: no code, a code of another municipality, a call of another operator.
    """
    with locked_for_change(call, actor):
        require_operator(call, actor)
        if code is None or not queries.codes().filter(pk=code.pk).exists():
            raise CallError(_("Choose what the call came to."), "code")
        now = clock.now()
        call.note, call.code, call.noted_at = clean_text(text)[:LONGEST_NOTE], code, call.noted_at or now
        call.ended_at = call.ended_at or now
        call.case = case or call.case
        call.may_use_recording = may_use_recording
        _remember_caller(call, number, clean_text(name).replace("\n", " ")[:LONGEST_NAME], keeps_number)
        call.save()
        record("calls.note", call, actor, code=code.digit, keeps_number=call.keeps_number, recording=may_use_recording)
        broadcast.send(call.municipality, "ended", call)
    return call


def erase_caller(call: Call, *, actor: Actor) -> Call:
    """Erase number and name of the caller from all their calls."""
    with locked_for_change(call, actor):
        if call.number_key:
            erase_number(call.number_key)
            record("calls.forget_caller", call, actor)
        call.refresh_from_db()
    return call


def erase_number(number_key: str) -> None:
    """Erase number, key and contact of all calls with this key; contacts without a case are erased too."""
    calls = Call.objects.filter(number_key=number_key)
    contacts = list(calls.exclude(contact=None).values_list("contact_id", flat=True))
    now = clock.now()
    with transaction.atomic():
        calls.update(number="", number_key="", keeps_number=False, contact=None, forgotten_at=now)
        mine = Contact.objects.filter(pk__in=contacts, case=None)
        mine.update(name="", phone="", email="", forgotten_at=now)


def _remember_caller(call: Call, number: str, name: str, keeps_number: bool) -> None:
    if normalize_number(number) and not call.forgotten_at:
        call.number = normalize_number(number)
        call.number_key = numbers.hash_number(number, call.municipality_id)
    if keeps_number and call.number_key:
        known = queries.find_known_caller(call.number_key)
        contact = call.contact or (known.contact if known else None) or Contact(municipality=call.municipality)
        contact.phone, contact.name = call.number or contact.phone, name or contact.name
        contact.save()
        call.contact, call.keeps_number = contact, True
    elif not keeps_number and call.contact_id is None:
        call.keeps_number = False
