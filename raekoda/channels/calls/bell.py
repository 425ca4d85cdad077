"""The bell of the desk: open screens learn at once that something happened (LISTEN and NOTIFY of PostgreSQL).

A signal is a row too, so that a screen that was away for a moment is told what it missed. Signals hold no personal data.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from raekoda.channels.calls import wire
from raekoda.channels.calls.models import Call, Signal
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

CHANNEL = wire.CHANNEL
ONE_AT_A_TIME = 79_000_011


def hold_desk(municipality: Municipality) -> None:
    """Until the end of the transaction nobody else changes anything at this municipality's desk.

    A desk has some calls a minute; one at a time, signals have their numbers in the order in which they become visible.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ONE_AT_A_TIME, municipality.pk])


def ring(municipality: Municipality, kind: str, call: Call | None = None, *, to: int | None = None) -> Signal:
    """Tell the screens of a municipality; at the screen of ``to`` (a user's key) the call opens. After commit, that is."""
    hold_desk(municipality)
    signal = Signal.objects.create(
        municipality=municipality, kind=kind, call_ref=call.ref if call else "", to_id=to, at=clock.now()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"m": municipality.pk, **told(signal)})])
    return signal


def told(signal: Signal) -> dict[str, Any]:
    """What is said of a signal."""
    return {"id": signal.pk, "kind": signal.kind, "call": signal.call_ref, "to": signal.to_id}
