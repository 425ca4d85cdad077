"""The queue of letters: one SQL statement stores the result of a letter and claims the next one."""

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
SAVE_AND_CLAIM = """
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
    """The result of sending a letter; ``due_at`` is the time of the next attempt."""

    recipient: Recipient
    state: str
    error: str = ""
    due_at: datetime | None = None


def due(notice: Notice) -> QuerySet[Recipient]:
    """Waiting letters of the notice that are due."""
    return Recipient.objects.filter(notice=notice, state=State.WAITING, due_at__lte=clock.now())


def iter_due(notice: Notice) -> Iterator[Recipient]:
    """Due letters with their subscribers, loaded in batches without locks: :func:`save_and_claim` claims each one."""
    last = 0
    while chunk := list(due(notice).filter(pk__gt=last).select_related("subscriber").order_by("pk")[:AT_ONCE]):
        yield from chunk
        last = chunk[-1].pk


def save_and_claim(result: Result | None, following: Recipient | None) -> bool | None:
    """Store ``result`` and claim ``following`` for sending, in one statement.

    True when it is claimed, False when it is claimed but its subscriber has left, None when another worker claimed it.
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
        cursor.execute(SAVE_AND_CLAIM.format(rows=marks), values)
        return dict(cursor.fetchall()).get(State.HANDING)
