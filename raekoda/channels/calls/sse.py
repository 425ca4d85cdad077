"""Format of live events as server-sent events (HTML standard, "Server-sent events")."""

from __future__ import annotations

import json
from typing import Any

from raekoda.platform.core.numbers import whole

CHANNEL = "raekoda_desk"
DESK_HEADER = "X-Raekoda-Desk"
OPEN, CHANGED, HELLO = "open", "desk", "hello"


def format_event(data: dict[str, Any], user: int) -> str:
    """The event for the screen of ``user``: ``open`` a call there, or ``desk`` for any other change."""
    name = OPEN if data["to"] == user else CHANGED
    payload = json.dumps({"kind": data["kind"], "call": data["call"]})
    return f"id: {data['id']}\nevent: {name}\ndata: {payload}\n\n"


def format_hello(last: int) -> str:
    """The first event of a stream, with the id of the last signal."""
    return f"id: {last}\nevent: {HELLO}\ndata: {{}}\n\n"


def parse_desk_header(header: str) -> tuple[int, int] | None:
    """Municipality and user ids in :data:`DESK_HEADER` ("7.12"); None for an invalid value."""
    municipality, _, user = header.partition(".")
    numbers = (whole(municipality), whole(user))
    return None if None in numbers else numbers  # type: ignore[return-value]
