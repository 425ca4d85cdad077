"""Beside a case: its letters to the state mailbox, how far each has come, and the way to a new one."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.channels.postkast import queries, show
from raekoda.platform.core.actor import Actor

MOST_LETTERS = 6


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """None where nothing was sent and nothing can be."""
    if not actor.may("statebox.view", case):
        return None
    letters = [show.with_words(letter) for letter in queries.of_case(case, actor)[:MOST_LETTERS]]
    may_send = case.anonymised_at is None and actor.may("statebox.send", case) and queries.is_connected()
    if not letters and not may_send:
        return None
    return {"case": case, "letters": letters, "may_send": may_send}
