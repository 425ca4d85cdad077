"""What stands beside a case: documents that came and went, how far they are, a way to send one."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import queries, show
from raekoda.platform.core.actor import Actor


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The documents of the case; None for those who may not see them, and where there is nothing to show or to do."""
    if not actor.may("exchange.view"):
        return None
    documents = [show.with_tone(each) for each in queries.of_case(case, actor)]
    may_send = actor.may("exchange.send", case) and case.anonymised_at is None
    if not documents and not may_send:
        return None
    return {"case": case, "documents": documents, "may_send": may_send}
