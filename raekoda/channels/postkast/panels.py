"""The panel of a case: its letters to the state mailbox, their state, and a link to write one."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.channels.postkast import presenters, queries
from raekoda.platform.core.actor import Actor

MAX_LETTERS = 6


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """None without the permission, and when nothing was sent and nothing can be."""
    if not actor.may("statebox.view", case):
        return None
    letters = [presenters.present_letter(letter) for letter in queries.for_case(case, actor)[:MAX_LETTERS]]
    may_send = case.anonymised_at is None and actor.may("statebox.send", case) and queries.is_connected()
    if not letters and not may_send:
        return None
    return {"case": case, "letters": letters, "may_send": may_send}
