"""Call events of a phone exchange. They may be late, repeated or out of order."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from raekoda.channels.calls import broadcast
from raekoda.channels.calls.actions.handling import set_number
from raekoda.channels.calls.models import Call, Channel, Direction, ExchangeMessage, State
from raekoda.channels.calls.rules import Report, Timeline
from raekoda.identity.accounts.models import Membership, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality


def process_report(
    municipality: Municipality, *, external_id: str, signature: str, report: Report, actor: Actor
) -> tuple[Call | None, bool]:
    """Process an event; return the call and whether the message is new. ``signature`` identifies the message."""
    actor.require("calls.report")
    with transaction.atomic():
        broadcast.lock_desk(municipality)
        if not is_first_delivery(municipality, signature):
            return Call.objects.filter(external_id=external_id).first(), False
        call = Call.objects.select_for_update(of=("self",)).filter(external_id=external_id).first()
        if call is None:
            call = Call(
                municipality=municipality, external_id=external_id, started_at=report.at, channel=Channel.PHONE,
                direction=Direction(report.direction),
            )  # fmt: skip
        before = (call.pk, call.state, call.operator_id, call.rings_at_id)
        _apply(call, report)
        _end_other_calls(call)
        is_new = call.pk is None
        call.save()
        if is_new:
            record("calls.reported", call, actor)
        if before != (call.pk, call.state, call.operator_id, call.rings_at_id):
            broadcast.send(municipality, report.event, call, to=_target_user(call))
    return call, True


def is_first_delivery(municipality: Municipality, signature: str) -> bool:
    """Store the signature of a message; return False if it is stored already."""
    try:
        with transaction.atomic():
            ExchangeMessage.objects.create(municipality=municipality, signature=signature, received_at=clock.now())
    except IntegrityError:
        return False
    return True


def _apply(call: Call, report: Report) -> None:
    timeline = Timeline(
        started_at=call.started_at, answered_at=call.answered_at, ended_at=call.ended_at,
        operator=call.operator_id, operator_since=call.operator_since, rings_at=call.rings_at_id,
    ).apply(report)  # fmt: skip
    call.started_at, call.answered_at, call.ended_at = timeline.started_at, timeline.answered_at, timeline.ended_at
    if timeline.operator != call.operator_id:
        call.handed_by_id = call.operator_id or call.handed_by_id
        call.unit_id = _find_unit(timeline.operator)
    call.operator_id, call.operator_since = timeline.operator, timeline.operator_since
    call.rings_at_id = None if timeline.operator else timeline.rings_at
    call.line = call.line or report.line
    if report.number and not call.number and not call.forgotten_at:
        set_number(call, report.number)


def _end_other_calls(call: Call) -> None:
    """End other live calls of the operator whose end was not reported: they ended when the newer one began."""
    if call.operator_id is None or not call.is_live:
        return
    for other in Call.objects.filter(operator_id=call.operator_id, ended_at=None).exclude(pk=call.pk):
        mine, theirs = call.operator_since or call.started_at, other.operator_since or other.started_at
        older, moment = (other, mine) if theirs <= mine else (call, theirs)
        older.ended_at = max(moment, older.answered_at or older.started_at)
        older.save(update_fields=["ended_at"])


def _find_unit(user_id: int | None) -> int | None:
    memberships = Membership.objects.filter(user_id=user_id, unit__in=Unit.objects.values("pk")).order_by("pk")
    return memberships.values_list("unit_id", flat=True).first()


def _target_user(call: Call) -> int | None:
    if call.state == State.TALKING:
        return call.operator_id
    return call.rings_at_id if call.state in (State.RINGING, State.WAITING) else None
