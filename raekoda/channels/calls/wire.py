"""How a signal of the desk is written as a server-sent event (HTML standard, "Server-sent events"). Needs nothing else."""

from __future__ import annotations

import json
from typing import Any

from raekoda.platform.core.numbers import whole

CHANNEL = "raekoda_desk"
DESK_HEADER = "X-Raekoda-Desk"
OPEN, CHANGED, HELLO = "open", "desk", "hello"


def event(told: dict[str, Any], user: int) -> str:
    """What the screen of ``user`` is told: that a call opens there, or that something changed at the desk."""
    name = OPEN if told["to"] == user else CHANGED
    data = json.dumps({"kind": told["kind"], "call": told["call"]})
    return f"id: {told['id']}\nevent: {name}\ndata: {data}\n\n"


def hello(last: int) -> str:
    """The beginning of a stream: from where on the screen is told."""
    return f"id: {last}\nevent: {HELLO}\ndata: {{}}\n\n"


def desk_of(header: str) -> tuple[int, int] | None:
    """Municipality and user named by :data:`DESK_HEADER` ("7.12"); None when it names none."""
    municipality, _, user = header.partition(".")
    numbers = (whole(municipality), whole(user))
    return None if None in numbers else numbers  # type: ignore[return-value]
