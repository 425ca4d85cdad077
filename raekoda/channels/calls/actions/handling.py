"""Begin, accept, transfer and end calls and visits."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.channels.calls import broadcast, numbers, queries
from raekoda.channels.calls.actions.common import LONGEST_NOTE, get_unit, locked_for_change, require_operator
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Channel, Direction, State
from raekoda.channels.calls.rules import normalize_number
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text


def begin_call(
    municipality: Municipality, *, channel: str, actor: Actor, number: str = "", direction: str = Direction.IN
) -> Call:
    """Create a call or visit of the operator. Raises ``CallError`` when they have another live call."""
    actor.require("calls.work")
    now = clock.now()
    call = Call(
        municipality=municipality, channel=Channel(channel), direction=Direction(direction), started_at=now,
        answered_at=now, operator=actor.user, operator_since=now, unit=get_unit(actor),
    )  # fmt: skip
    with transaction.atomic():
        broadcast.lock_desk(municipality)
        set_number(call, number)
        _save_exclusive(call)
        record("calls.begin", call, actor, channel=call.channel)
        broadcast.send(municipality, "answered", call)
    return call


def accept_call(call: Call, *, actor: Actor) -> Call:
    """Accept a ringing or waiting call. Raises ``CallError`` when another operator has accepted it."""
    with locked_for_change(call, actor):
        if call.state not in (State.RINGING, State.WAITING):
            raise CallError(_("This call is not waiting any more."))
        now = clock.now()
        call.operator, call.operator_since = actor.user, now  # type: ignore[assignment]
        call.answered_at = call.answered_at or now
        call.rings_at, call.unit = None, get_unit(actor)
        _save_exclusive(call)
        record("calls.take", call, actor)
        broadcast.send(call.municipality, "answered", call, to=actor.id)
    return call


def transfer_call(call: Call, *, to: AbstractBaseUser, note: str, actor: Actor) -> Call:
    """Transfer a call with its note to an operator who is on shift; it opens at their screen.

    Raises ``CallError`` when the call is not the actor's, has ended, or the other operator is not at the desk.
    """
    with locked_for_change(call, actor):
        require_operator(call, actor)
        if not call.is_live:
            raise CallError(_("The call is over, so it cannot be handed over. Promise to call back instead."))
        if to.pk == actor.id or not queries.on_shift().filter(operator_id=to.pk).exists():
            raise CallError(_("Choose a colleague who is at the desk now."), "colleague")
        call.note = clean_text(note)[:LONGEST_NOTE]
        call.handed_by, call.rings_at = actor.user, to  # type: ignore[assignment]
        call.operator, call.operator_since = None, clock.now()
        call.save(update_fields=["note", "handed_by", "rings_at", "operator", "operator_since"])
        record("calls.hand_over", call, actor, to=to.pk)
        broadcast.send(call.municipality, "handed", call, to=to.pk)
    return call


def end_call(call: Call, *, actor: Actor) -> Call:
    """End the conversation; the note can be written later. Idempotent. Raises ``CallError``."""
    with locked_for_change(call, actor):
        if call.ended_at is None:
            require_operator(call, actor)
            call.ended_at = clock.now()
            call.save(update_fields=["ended_at"])
            record("calls.end", call, actor)
            broadcast.send(call.municipality, "ended", call)
    return call


def set_number(call: Call, number: str) -> None:
    """Set the number of a call (without saving) and its known contact. An invalid number is ignored."""
    plain = normalize_number(number)
    call.number, call.number_key = plain, numbers.hash_number(plain, call.municipality_id)
    known = queries.find_known_caller(call.number_key) if plain else None
    if known is not None:
        call.contact, call.keeps_number = known.contact, True


def _save_exclusive(call: Call) -> None:
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError as error:
        raise CallError(_("You are in another call. End it or hand it over first.")) from error
