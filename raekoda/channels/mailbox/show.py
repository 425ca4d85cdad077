"""What staff pages show of letters."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases.models import Case
from raekoda.channels.mailbox import queries
from raekoda.channels.mailbox.models import TRAY, Mail, State
from raekoda.channels.mailbox.reasons import words_of
from raekoda.platform.core.actor import Actor

TONES = {
    State.WAITING: "info", State.CASE: "success", State.REPLY: "success", State.BOUNCE: "warning",
    State.AUTOMATIC: "neutral", State.HELD: "warning", State.FAILED: "danger", State.DISCARDED: "neutral",
}  # fmt: skip
MOST_OF_CASE = 20


def with_words(mail: Mail) -> Mail:
    """The letter with what a page says about it: ``tone``, ``why`` and ``way``."""
    mail.tone = TONES[State(mail.state)]  # type: ignore[attr-defined]
    mail.why, mail.way = words_of(mail.reason)  # type: ignore[attr-defined]
    return mail


def letters_of_case(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The panel beside a case: letters that came about it; None when none did."""
    rows = list(queries.visible_to(actor).filter(case=case).order_by("-id")[:MOST_OF_CASE])
    return {"mails": [with_words(row) for row in rows]} if rows else None


def may_do(mail: Mail, actor: Actor) -> dict[str, bool]:
    """Which buttons a letter's page has."""
    decides = actor.may("mailbox.decide", mail) and not mail.is_forgotten
    open_to_all = mail.state in (*TRAY, State.AUTOMATIC, State.BOUNCE)
    return {
        "may_retry": decides and mail.state in TRAY and mail.reason != "too_large",
        "may_decide": decides and open_to_all,
        "may_raw": not mail.is_forgotten and actor.may("mailbox.raw", mail),
    }
