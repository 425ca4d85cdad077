"""After the conversation: the note in ten seconds, the case it became, whether the caller may be known again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case
from raekoda.channels.calls import bell, numbers, queries
from raekoda.channels.calls.actions.common import LONGEST_NOTE, changing, must_hold
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, WrapUpCode
from raekoda.channels.calls.rules import plain_number
from raekoda.identity.accounts.models import Contact
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import clean_text

LONGEST_NAME = 160


def note(
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
    """Write the note and be done with the call; a conversation that still goes on ends with it.

    ``number`` is what the operator heard, when the exchange did not tell it. With ``keeps_number`` the caller agreed
    to be known at the next call. Raises ``CallError``: no code, a code of another municipality, a call of a colleague.
    """
    with changing(call, actor):
        must_hold(call, actor)
        if code is None or not queries.codes().filter(pk=code.pk).exists():
            raise CallError(_("Choose what the call came to."), "code")
        now = clock.now()
        call.note, call.code, call.noted_at = clean_text(text)[:LONGEST_NOTE], code, call.noted_at or now
        call.ended_at = call.ended_at or now
        call.case = case or call.case
        call.may_use_recording = may_use_recording
        _know_again(call, number, clean_text(name).replace("\n", " ")[:LONGEST_NAME], keeps_number)
        call.save()
        record("calls.note", call, actor, code=code.digit, keeps_number=call.keeps_number, recording=may_use_recording)
        bell.ring(call.municipality, "ended", call)
    return call


def forget_caller(call: Call, *, actor: Actor) -> Call:
    """The caller does not want to be known any more: no call of theirs knows the number, the name is gone."""
    with changing(call, actor):
        if call.number_key:
            forget_key(call.number_key)
            record("calls.forget_caller", call, actor)
        call.refresh_from_db()
    return call


def forget_key(number_key: str) -> None:
    """Take number, key and contact off every call of a number; contacts that no case has lose name and number."""
    calls = Call.objects.filter(number_key=number_key)
    contacts = list(calls.exclude(contact=None).values_list("contact_id", flat=True))
    now = clock.now()
    with transaction.atomic():
        calls.update(number="", number_key="", keeps_number=False, contact=None, forgotten_at=now)
        mine = Contact.objects.filter(pk__in=contacts, case=None)
        mine.update(name="", phone="", email="", forgotten_at=now)


def _know_again(call: Call, number: str, name: str, keeps_number: bool) -> None:
    if plain_number(number) and not call.forgotten_at:
        call.number = plain_number(number)
        call.number_key = numbers.key_of(number, call.municipality_id)
    if keeps_number and call.number_key:
        known = queries.last_of_known(call.number_key)
        contact = call.contact or (known.contact if known else None) or Contact(municipality=call.municipality)
        contact.phone, contact.name = call.number or contact.phone, name or contact.name
        contact.save()
        call.contact, call.keeps_number = contact, True
    elif not keeps_number and call.contact_id is None:
        call.keeps_number = False
