"""Panel of a case's page: the letters about it, their recipients by role, and their status."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.casework.letters import queries
from raekoda.casework.letters.presenters import recipient_role, status_tone
from raekoda.platform.core.actor import Actor

MOST_SHOWN = 12


def context(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The newest letters about the case; None when there are none or the actor may not see them."""
    letters = list(queries.visible_to(actor).filter(case=case).defer("text").order_by("-id")[: MOST_SHOWN + 1])
    if not letters:
        return None
    rows = [
        {"letter": each, "recipient": recipient_role(each), "tone": status_tone(each)} for each in letters[:MOST_SHOWN]
    ]
    return {"case": case, "rows": rows, "has_more": len(letters) > MOST_SHOWN}
