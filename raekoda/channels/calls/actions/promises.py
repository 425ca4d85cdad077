"""Promises to call back: made, kept, tried in vain, given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case
from raekoda.channels.calls import bell
from raekoda.channels.calls.actions.common import LONGEST_NOTE, changing, unit_of
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Promise
from raekoda.channels.calls.rules import plain_number
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text

LONGEST_NAME = 160
LONGEST_WAIT = timedelta(days=366)
MOST_ATTEMPTS = 30_000


def promise(
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
    """Promise to call back. Raises ``CallError``: no number, a moment that has passed or lies more than a year ahead."""
    actor.must("calls.work", call)
    plain = plain_number(number)
    if not plain:
        raise CallError(_("Write the number to call back."), "number")
    _check_moment(due_at)
    now = clock.now()
    with transaction.atomic():
        made = Promise.objects.create(
            municipality=municipality, call=call, case=case or (call.case if call else None), operator=actor.user,
            unit=unit_of(actor), number=plain, name=clean_text(name).replace("\n", " ")[:LONGEST_NAME],
            note=clean_text(note)[:LONGEST_NOTE], due_at=due_at, created_at=now,
        )  # fmt: skip
        record("calls.promise", made, actor, due_at=due_at.isoformat())
        bell.ring(municipality, "promise")
    return made


def keep(promise: Promise, *, actor: Actor) -> Promise:
    """They were reached. Kept already is no error."""
    with changing(promise, actor):
        if promise.state == Promise.State.OPEN:
            _tried(promise)
            _end(promise, Promise.State.KEPT, actor, "calls.keep_promise")
    return promise


def not_reached(promise: Promise, *, again_at: datetime | None, actor: Actor) -> Promise:
    """Nobody answered: try again at a moment, or, without one, give up. Raises ``CallError``."""
    with changing(promise, actor):
        if promise.state != Promise.State.OPEN:
            raise CallError(_("Somebody has dealt with this promise meanwhile."))
        _tried(promise)
        if again_at is None:
            _end(promise, Promise.State.GIVEN_UP, actor, "calls.give_up_promise")
        else:
            _check_moment(again_at)
            promise.due_at = again_at
            promise.save(update_fields=["attempts", "last_attempt_at", "due_at"])
            record("calls.not_reached", promise, actor, attempts=promise.attempts)
            bell.ring(promise.municipality, "promise")
    return promise


def _tried(promise: Promise) -> None:
    promise.attempts = min(promise.attempts + 1, MOST_ATTEMPTS)
    promise.last_attempt_at = clock.now()


def _end(promise: Promise, state: Promise.State, actor: Actor, action: str) -> None:
    promise.state, promise.ended_at = state, clock.now()
    promise.save(update_fields=["state", "ended_at", "attempts", "last_attempt_at"])
    record(action, promise, actor, attempts=promise.attempts)
    bell.ring(promise.municipality, "promise")


def _check_moment(moment: datetime) -> None:
    now = clock.now()
    if not now - timedelta(minutes=1) <= moment <= now + LONGEST_WAIT:
        raise CallError(_("Choose a moment that is still to come, within a year."), "moment")
