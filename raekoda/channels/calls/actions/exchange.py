"""What a phone exchange reports. Messages come in any order, late and more than once: the call is the same at the end."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from raekoda.channels.calls import bell
from raekoda.channels.calls.actions.taking import put_number
from raekoda.channels.calls.models import Call, Channel, Direction, ExchangeMessage, State
from raekoda.channels.calls.rules import Course, Report
from raekoda.identity.accounts.models import Membership, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality


def report(
    municipality: Municipality, *, external_id: str, signature: str, report: Report, actor: Actor
) -> tuple[Call | None, bool]:
    """Take one message of the exchange: the call, and whether the message is new. ``signature`` names the message."""
    actor.must("calls.report")
    with transaction.atomic():
        bell.hold_desk(municipality)
        if not first_time(municipality, signature):
            return Call.objects.filter(external_id=external_id).first(), False
        call = Call.objects.select_for_update(of=("self",)).filter(external_id=external_id).first()
        if call is None:
            call = Call(
                municipality=municipality, external_id=external_id, started_at=report.at, channel=Channel.PHONE,
                direction=Direction(report.direction),
            )  # fmt: skip
        before = (call.pk, call.state, call.operator_id, call.rings_at_id)
        _apply(call, report)
        _leave_others(call)
        is_new = call.pk is None
        call.save()
        if is_new:
            record("calls.reported", call, actor)
        if before != (call.pk, call.state, call.operator_id, call.rings_at_id):
            bell.ring(municipality, report.event, call, to=_whose_screen(call))
    return call, True


def first_time(municipality: Municipality, signature: str) -> bool:
    """Whether a message of this signature comes for the first time; it is remembered."""
    try:
        with transaction.atomic():
            ExchangeMessage.objects.create(municipality=municipality, signature=signature, received_at=clock.now())
    except IntegrityError:
        return False
    return True


def _apply(call: Call, said: Report) -> None:
    course = Course(
        started_at=call.started_at, answered_at=call.answered_at, ended_at=call.ended_at,
        operator=call.operator_id, operator_since=call.operator_since, rings_at=call.rings_at_id,
    ).after(said)  # fmt: skip
    call.started_at, call.answered_at, call.ended_at = course.started_at, course.answered_at, course.ended_at
    if course.operator != call.operator_id:
        call.handed_by_id = call.operator_id or call.handed_by_id
        call.unit_id = _unit_of(course.operator)
    call.operator_id, call.operator_since = course.operator, course.operator_since
    call.rings_at_id = None if course.operator else course.rings_at
    call.line = call.line or said.line
    if said.number and not call.number and not call.forgotten_at:
        put_number(call, said.number)


def _leave_others(call: Call) -> None:
    """Nobody is in two calls: where the end of one was not reported, it ended when the other began."""
    if call.operator_id is None or not call.is_live:
        return
    for other in Call.objects.filter(operator_id=call.operator_id, ended_at=None).exclude(pk=call.pk):
        mine, theirs = call.operator_since or call.started_at, other.operator_since or other.started_at
        older, moment = (other, mine) if theirs <= mine else (call, theirs)
        older.ended_at = max(moment, older.answered_at or older.started_at)
        older.save(update_fields=["ended_at"])


def _unit_of(user_id: int | None) -> int | None:
    memberships = Membership.objects.filter(user_id=user_id, unit__in=Unit.objects.values("pk")).order_by("pk")
    return memberships.values_list("unit_id", flat=True).first()


def _whose_screen(call: Call) -> int | None:
    if call.state == State.TALKING:
        return call.operator_id
    return call.rings_at_id if call.state in (State.RINGING, State.WAITING) else None
