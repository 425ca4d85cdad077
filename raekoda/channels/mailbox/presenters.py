"""Template data of staff pages."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.channels.mailbox import queries
from raekoda.channels.mailbox.models import AWAITING_DECISION, Mail, State
from raekoda.channels.mailbox.reasons import describe_reason
from raekoda.platform.core.actor import Actor

TONES = {
    State.WAITING: "info", State.CASE: "success", State.REPLY: "success", State.BOUNCE: "warning",
    State.AUTOMATIC: "neutral", State.HELD: "warning", State.FAILED: "danger", State.DISCARDED: "neutral",
}  # fmt: skip
PANEL_SIZE = 20


def present_letter(mail: Mail) -> Mail:
    """Set the display attributes of a letter: ``tone``, ``reason_label`` and ``next_steps``."""
    mail.tone = TONES[State(mail.state)]  # type: ignore[attr-defined]
    mail.reason_label, mail.next_steps = describe_reason(mail.reason)  # type: ignore[attr-defined]
    return mail


def case_panel_context(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Context of the panel on a case page: letters of the case; None when there are none."""
    rows = list(queries.with_content(queries.visible_to(actor)).filter(case=case).order_by("-id")[:PANEL_SIZE])
    return {"mails": [present_letter(row) for row in rows]} if rows else None


def allowed_actions(mail: Mail, actor: Actor) -> dict[str, bool]:
    """Which actions the page of a letter offers."""
    decides = actor.may("mailbox.decide", mail) and not mail.is_forgotten
    open_to_all = mail.state in (*AWAITING_DECISION, State.AUTOMATIC, State.BOUNCE)
    return {
        "may_retry": decides and mail.state in AWAITING_DECISION and mail.reason != "too_large",
        "may_decide": decides and open_to_all,
        "may_raw": not mail.is_forgotten and actor.may("mailbox.raw", mail),
    }
