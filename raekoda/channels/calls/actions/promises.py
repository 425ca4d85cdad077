"""Promises to call back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case
from raekoda.channels.calls import broadcast
from raekoda.channels.calls.actions.common import LONGEST_NOTE, get_unit, locked_for_change
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Promise
from raekoda.channels.calls.rules import normalize_number
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text

LONGEST_NAME = 160
LONGEST_WAIT = timedelta(days=366)
MOST_ATTEMPTS = 30_000


def create_promise(
    municipality: Municipality,
    *,
    number: str,
    due_at: datetime,
    actor: Actor,
    name: str = "",
    note: str = "",
    call: Call | None = None,
    case: Case | None = None,
) -> Promise:
    """Create a promise. Raises ``CallError``: no number, a time in the past or more than a year ahead."""
    actor.require("calls.work", call)
    plain = normalize_number(number)
    if not plain:
        raise CallError(_("Write the number to call back."), "number")
    _check_time(due_at)
    now = clock.now()
    with transaction.atomic():
        made = Promise.objects.create(
            municipality=municipality, call=call, case=case or (call.case if call else None), operator=actor.user,
            unit=get_unit(actor), number=plain, name=clean_text(name).replace("\n", " ")[:LONGEST_NAME],
            note=clean_text(note)[:LONGEST_NOTE], due_at=due_at, created_at=now,
        )  # fmt: skip
        record("calls.promise", made, actor, due_at=due_at.isoformat())
        broadcast.send(municipality, "promise")
    return made


def fulfil_promise(promise: Promise, *, actor: Actor) -> Promise:
    """Record that the person was reached. Idempotent."""
    with locked_for_change(promise, actor):
        if promise.state == Promise.State.OPEN:
            _count_attempt(promise)
            _close(promise, Promise.State.KEPT, actor, "calls.keep_promise")
    return promise


def record_failed_attempt(promise: Promise, *, again_at: datetime | None, actor: Actor) -> Promise:
    """Record a failed attempt: reschedule to ``again_at``, or give up if it is None. Raises ``CallError``."""
    with locked_for_change(promise, actor):
        if promise.state != Promise.State.OPEN:
            raise CallError(_("Somebody has dealt with this promise meanwhile."))
        _count_attempt(promise)
        if again_at is None:
            _close(promise, Promise.State.GIVEN_UP, actor, "calls.give_up_promise")
        else:
            _check_time(again_at)
            promise.due_at = again_at
            promise.save(update_fields=["attempts", "last_attempt_at", "due_at"])
            record("calls.not_reached", promise, actor, attempts=promise.attempts)
            broadcast.send(promise.municipality, "promise")
    return promise


def _count_attempt(promise: Promise) -> None:
    promise.attempts = min(promise.attempts + 1, MOST_ATTEMPTS)
    promise.last_attempt_at = clock.now()


def _close(promise: Promise, state: Promise.State, actor: Actor, action: str) -> None:
    promise.state, promise.ended_at = state, clock.now()
    promise.save(update_fields=["state", "ended_at", "attempts", "last_attempt_at"])
    record(action, promise, actor, attempts=promise.attempts)
    broadcast.send(promise.municipality, "promise")


def _check_time(moment: datetime) -> None:
    now = clock.now()
    if not now - timedelta(minutes=1) <= moment <= now + LONGEST_WAIT:
        raise CallError(_("Choose a moment that is still to come, within a year."), "moment")
