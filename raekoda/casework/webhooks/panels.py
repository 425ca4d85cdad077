"""The case panel of messages received from sources: author, links to the message and its photos."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.records import may_read_original
from raekoda.casework.webhooks.models import Received, Thread
from raekoda.platform.core.actor import Actor

MOST_SHOWN = 20


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Received messages of the case, oldest first; None when it has none, and for who may not see the sender."""
    if not may_read_original(actor, case):
        return None
    rows = Received.objects.filter(case=case, state=Received.State.TAKEN).select_related("source").defer("body")
    found = list(rows.order_by("id")[:MOST_SHOWN])
    if not found:
        return None
    answers_go_back = (
        not case.is_special and Thread.objects.filter(case=case, source__endpoint__is_active=True).exists()
    )
    return {"received": found, "answers_go_back": answers_go_back}
