"""The book of letters on their way: one statement a letter keeps what became of the one before and marks the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from raekoda.channels.notices.models import Notice, Recipient
from raekoda.platform.core import clock

AT_ONCE = 200
State = Recipient.State
TURN = """
    UPDATE notices_recipient r
    SET state = v.state, error = v.error, due_at = coalesce(v.due_at::timestamptz, r.due_at),
        handed_at = CASE WHEN v.state = 'handing' THEN %(now)s ELSE r.handed_at END,
        attempts = r.attempts + (v.state = 'handing')::int
    FROM (VALUES {rows}) AS v (id, state, error, due_at)
    WHERE r.id = v.id::bigint
      AND r.state = ANY (CASE WHEN v.state = 'handing' THEN ARRAY['waiting'] ELSE ARRAY['handing', 'in_doubt'] END)
    RETURNING r.state,
        (SELECT s.left_at IS NULL AND s.confirmed_at IS NOT NULL FROM notices_subscriber s WHERE s.id = r.subscriber_id)
"""


@dataclass(frozen=True)
class Result:
    """What became of one letter; ``due_at`` when it is tried again."""

    recipient: Recipient
    state: str
    error: str = ""
    due_at: datetime | None = None


def waiting(notice: Notice) -> QuerySet[Recipient]:
    """Letters of the notice whose time has come."""
    return Recipient.objects.filter(notice=notice, state=State.WAITING, due_at__lte=clock.now())


def to_send(notice: Notice) -> Iterator[Recipient]:
    """The same with their subscribers, some hundreds at a time. Nothing is locked: :func:`turn` gives each to one only."""
    last = 0
    while chunk := list(waiting(notice).filter(pk__gt=last).select_related("subscriber").order_by("pk")[:AT_ONCE]):
        yield from chunk
        last = chunk[-1].pk


def turn(result: Result | None, following: Recipient | None) -> bool | None:
    """Keep ``result`` and mark ``following`` as being handed over, together and at once.

    True when it is to be handed over, False when its subscriber has left, None when somebody else took it.
    """
    rows = [(result.recipient.pk, result.state, result.error, result.due_at)] if result is not None else []
    rows += [(following.pk, State.HANDING, "", None)] if following is not None else []
    if not rows:
        return None
    values = {"now": clock.now()}
    for number, row in enumerate(rows):
        values |= {f"{name}{number}": value for name, value in zip(("id", "state", "error", "due"), row, strict=True)}
    marks = ", ".join(f"(%(id{n})s, %(state{n})s, %(error{n})s, %(due{n})s::timestamptz)" for n in range(len(rows)))
    with connection.cursor() as cursor:
        cursor.execute(TURN.format(rows=marks), values)
        return dict(cursor.fetchall()).get(State.HANDING)
