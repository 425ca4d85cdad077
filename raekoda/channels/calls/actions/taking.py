"""Calls and visits begin, are taken, handed over and end."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.channels.calls import bell, numbers, queries
from raekoda.channels.calls.actions.common import LONGEST_NOTE, changing, must_hold, unit_of
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Channel, Direction, State
from raekoda.channels.calls.rules import plain_number
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text


def begin(
    municipality: Municipality, *, channel: str, actor: Actor, number: str = "", direction: str = Direction.IN
) -> Call:
    """A call or a visit that the operator begins by hand, theirs at once. Raises ``CallError`` while they have another."""
    actor.must("calls.work")
    now = clock.now()
    call = Call(
        municipality=municipality, channel=Channel(channel), direction=Direction(direction), started_at=now,
        answered_at=now, operator=actor.user, operator_since=now, unit=unit_of(actor),
    )  # fmt: skip
    with transaction.atomic():
        bell.hold_desk(municipality)
        put_number(call, number)
        _save_as_only_one(call)
        record("calls.begin", call, actor, channel=call.channel)
        bell.ring(municipality, "answered", call)
    return call


def take(call: Call, *, actor: Actor) -> Call:
    """Answer a call that rings or waits; of two at once the second is told. Raises ``CallError``."""
    with changing(call, actor):
        if call.state not in (State.RINGING, State.WAITING):
            raise CallError(_("This call is not waiting any more."))
        now = clock.now()
        call.operator, call.operator_since = actor.user, now  # type: ignore[assignment]
        call.answered_at = call.answered_at or now
        call.rings_at, call.unit = None, unit_of(actor)
        _save_as_only_one(call)
        record("calls.take", call, actor)
        bell.ring(call.municipality, "answered", call, to=actor.id)
    return call


def hand_over(call: Call, *, to: AbstractBaseUser, note: str, actor: Actor) -> Call:
    """Give the call, with the note so far, to a colleague who is on shift; it opens at their screen at once.

    Raises ``CallError`` when the call is not the actor's, is over, or the colleague is not at the desk.
    """
    with changing(call, actor):
        must_hold(call, actor)
        if not call.is_live:
            raise CallError(_("The call is over, so it cannot be handed over. Promise to call back instead."))
        if to.pk == actor.id or not queries.on_shift().filter(operator_id=to.pk).exists():
            raise CallError(_("Choose a colleague who is at the desk now."), "colleague")
        call.note = clean_text(note)[:LONGEST_NOTE]
        call.handed_by, call.rings_at = actor.user, to  # type: ignore[assignment]
        call.operator, call.operator_since = None, clock.now()
        call.save(update_fields=["note", "handed_by", "rings_at", "operator", "operator_since"])
        record("calls.hand_over", call, actor, to=to.pk)
        bell.ring(call.municipality, "handed", call, to=to.pk)
    return call


def end(call: Call, *, actor: Actor) -> Call:
    """The conversation is over; its note may still be written. Ended already is no error."""
    with changing(call, actor):
        if call.ended_at is None:
            must_hold(call, actor)
            call.ended_at = clock.now()
            call.save(update_fields=["ended_at"])
            record("calls.end", call, actor)
            bell.ring(call.municipality, "ended", call)
    return call


def put_number(call: Call, number: str) -> None:
    """Write the number on a call (not saved), and who it is when they agreed to be known. What is no number is left out."""
    plain = plain_number(number)
    call.number, call.number_key = plain, numbers.key_of(plain, call.municipality_id)
    known = queries.last_of_known(call.number_key) if plain else None
    if known is not None:
        call.contact, call.keeps_number = known.contact, True


def _save_as_only_one(call: Call) -> None:
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError as error:
        raise CallError(_("You are in another call. End it or hand it over first.")) from error
