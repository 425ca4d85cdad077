"""What stands on the pages of a case that was passed on: beside it on the desk, and for its sender and the public."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raekoda.casework.cases import rules as case_rules
from raekoda.casework.cases.models import Case, Kind, Outcome
from raekoda.casework.cases.privacy import without_people
from raekoda.casework.cases.rules import Verb
from raekoda.channels.open311 import handing, showing
from raekoda.channels.open311.following import STATUS_WORDS
from raekoda.channels.open311.models import FROM_PARTNER, Handover, Received
from raekoda.platform.core.actor import Actor

State = Handover.State
TONES = {
    State.PROPOSED: "warning", State.QUEUED: "info", State.UNKNOWN: "danger", State.REFUSED: "danger", State.SENT: "info",
    State.DONE: "success", State.WITHDRAWN: "neutral",
}  # fmt: skip
DECIDABLE = (State.PROPOSED, State.QUEUED, State.UNKNOWN, State.REFUSED)


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Where the case was passed on, what can be done about it, and whom it could be passed on to."""
    if not actor.may("open311.view"):
        return None
    rows = list(showing.handovers(actor).filter(case=case).order_by("-id")[:10])
    came_from = None
    if case.external_source.startswith(FROM_PARTNER):
        came_from = Received.objects.filter(case=case).select_related("partner").defer("partner__api_key").first()
    may_pass_on = (
        actor.may("cases.forward", case)
        and case.kind != Kind.APPLICATION
        and case_rules.is_allowed(case.status, Verb.FORWARD)
        and not any(each.state in handing.LIVE and each.state != State.PROPOSED for each in rows)
        and showing.has_partners(case.municipality_id)
    )
    if not rows and not may_pass_on and came_from is None:
        return None
    may_decide = actor.may("cases.forward", case)
    for each in rows:
        show(each)
    return {
        "case": case, "handovers": rows, "came_from": came_from, "may_pass_on": may_pass_on, "may_decide": may_decide,
        "proposed": next((each for each in rows if each.state == State.PROPOSED), None),
    }  # fmt: skip


def show(handover: Handover) -> Handover:
    """``handover`` with the words and tone of its states."""
    handover.tone = TONES[State(handover.state)]  # type: ignore[attr-defined]
    handover.there = their_state(handover)  # type: ignore[attr-defined]
    handover.may_keep = handover.state in DECIDABLE  # type: ignore[attr-defined]
    return handover


def their_state(handover: Handover) -> str:
    """How the report stands at the partner, in our words."""
    if handover.state not in handing.FOLLOWED:
        return ""
    if handover.their_outcome:
        known = handover.their_outcome in Outcome.values
        return str(Outcome(handover.their_outcome).label) if known else _("closed there")
    return str(STATUS_WORDS.get(handover.their_status.lower(), handover.their_status))


def started_answer(case: Case, actor: Actor) -> str:
    """An answer that an official has to check begins with the partner's own words."""
    rows = Handover.objects.filter(case=case, to_check=True).select_related("partner").defer("partner__api_key")
    handover = rows.order_by("-id").first()
    if handover is None or not handover.their_words:
        return ""
    return f"{handover.partner.name}: {their_state(handover)}.\n\n{handover.their_words}"


def notice(case: Case, is_sender: bool) -> dict[str, Any] | None:
    """For the sender and the public: who has the report, under which number, how it stands. To strangers without names."""
    rows = Handover.objects.filter(case=case, state__in=handing.FOLLOWED).select_related("partner")
    rows = rows.defer("partner__api_key")
    handover = rows.order_by("-id").first()
    if handover is None:
        return None
    words = handover.their_words
    if not is_sender:
        words = without_people(words, case.contact, case.language).text
    return {"case": case, "handover": show(handover), "words": words, "is_sender": is_sender}
