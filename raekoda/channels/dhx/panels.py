"""The panel of a case: its documents, their state, a link to send one."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import presenters, queries
from raekoda.platform.core.actor import Actor


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The documents of the case; None without the permission, and when there is nothing to show or do."""
    if not actor.may("exchange.view"):
        return None
    documents = [presenters.with_tone(each) for each in queries.for_case(case, actor)]
    may_send = actor.may("exchange.send", case) and case.anonymised_at is None
    if not documents and not may_send:
        return None
    return {"case": case, "documents": documents, "may_send": may_send}
