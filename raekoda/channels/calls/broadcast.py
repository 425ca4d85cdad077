"""Live events for open screens of the phone desk (PostgreSQL LISTEN and NOTIFY).

Each event is also stored as a :class:`Signal`, so that a reconnecting screen gets what it missed. It has no personal data.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from raekoda.channels.calls import sse
from raekoda.channels.calls.models import Call, Signal
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

CHANNEL = sse.CHANNEL
DESK_LOCK = 79_000_011


def lock_desk(municipality: Municipality) -> None:
    """Serialise changes of a municipality's desk until the end of the transaction.

    This makes the ids of signals grow in the order in which they are committed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DESK_LOCK, municipality.pk])


def send(municipality: Municipality, kind: str, call: Call | None = None, *, to: int | None = None) -> Signal:
    """Send an event to the screens of a municipality on commit; the screen of ``to`` (user id) opens the call."""
    lock_desk(municipality)
    signal = Signal.objects.create(
        municipality=municipality, kind=kind, call_ref=call.ref if call else "", to_id=to, at=clock.now()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"m": municipality.pk, **event_data(signal)})])
    return signal


def event_data(signal: Signal) -> dict[str, Any]:
    """The payload of a signal."""
    return {"id": signal.pk, "kind": signal.kind, "call": signal.call_ref, "to": signal.to_id}
