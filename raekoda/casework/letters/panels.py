"""Beside a case: which letters went out about it, to whom by role, and what became of them."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.casework.letters import queries
from raekoda.casework.letters.showing import reader_of, tone_of
from raekoda.platform.core.actor import Actor

MOST_SHOWN = 12


def context(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The newest letters about the case; None when there are none or they are not for this person."""
    letters = list(queries.visible_to(actor).filter(case=case).defer("text").order_by("-id")[: MOST_SHOWN + 1])
    if not letters:
        return None
    rows = [{"letter": each, "reader": reader_of(each), "tone": tone_of(each)} for each in letters[:MOST_SHOWN]]
    return {"case": case, "rows": rows, "has_more": len(letters) > MOST_SHOWN}
