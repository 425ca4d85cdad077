"""The case panel of messages received from sources: author, links to the message and its photos."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.casework.webhooks.models import Received, Thread
from raekoda.platform.core.actor import Actor

MOST_SHOWN = 20


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Received messages of the case, oldest first; None when it has none."""
    rows = Received.objects.filter(case=case, state=Received.State.TAKEN).select_related("source").defer("body")
    found = list(rows.order_by("id")[:MOST_SHOWN])
    if not found:
        return None
    answers_go_back = Thread.objects.filter(case=case, source__endpoint__is_active=True).exists()
    return {"received": found, "answers_go_back": answers_go_back}
