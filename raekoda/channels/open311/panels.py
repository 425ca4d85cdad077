"""Forwarding on case pages: the panel of the desk, and the notice for the sender and the public."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raekoda.casework.cases import rules as case_rules
from raekoda.casework.cases.models import Case, Kind, Outcome
from raekoda.casework.cases.privacy import without_people
from raekoda.casework.cases.rules import Verb
from raekoda.channels.open311 import forwarding, handover_queries
from raekoda.channels.open311.models import PARTNER_PREFIX, Handover, Received
from raekoda.channels.open311.partner_updates import STATUS_LABELS
from raekoda.platform.core.actor import Actor

State = Handover.State
TONES = {
    State.PROPOSED: "warning", State.QUEUED: "info", State.UNKNOWN: "danger", State.REFUSED: "danger", State.SENT: "info",
    State.DONE: "success", State.WITHDRAWN: "neutral",
}  # fmt: skip
DECIDABLE = (State.PROPOSED, State.QUEUED, State.UNKNOWN, State.REFUSED)


def panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Handovers of the case, the possible actions, and whether it can be forwarded."""
    if not actor.may("open311.view"):
        return None
    rows = list(handover_queries.handovers(actor).filter(case=case).order_by("-id")[:10])
    came_from = None
    if case.external_source.startswith(PARTNER_PREFIX):
        came_from = Received.objects.filter(case=case).select_related("partner").defer("partner__api_key").first()
    may_forward = (
        actor.may("cases.forward", case)
        and case.kind != Kind.APPLICATION
        and case_rules.is_allowed(case.status, Verb.FORWARD)
        and not any(handover.state in forwarding.ACTIVE and handover.state != State.PROPOSED for handover in rows)
        and handover_queries.has_partners(case.municipality_id)
    )
    if not rows and not may_forward and came_from is None:
        return None
    may_decide = actor.may("cases.forward", case)
    for handover in rows:
        present_handover(handover)
    return {
        "case": case, "handovers": rows, "came_from": came_from, "may_forward": may_forward, "may_decide": may_decide,
        "proposed": next((handover for handover in rows if handover.state == State.PROPOSED), None),
    }  # fmt: skip


def present_handover(handover: Handover) -> Handover:
    """Set ``tone``, ``partner_state`` and ``may_keep`` on the handover."""
    handover.tone = TONES[State(handover.state)]  # type: ignore[attr-defined]
    handover.partner_state = their_state(handover)  # type: ignore[attr-defined]
    handover.may_keep = handover.state in DECIDABLE  # type: ignore[attr-defined]
    return handover


def their_state(handover: Handover) -> str:
    """The report's state at the partner, translated."""
    if handover.state not in forwarding.WITH_PARTNER:
        return ""
    if handover.their_outcome:
        known = handover.their_outcome in Outcome.values
        return str(Outcome(handover.their_outcome).label) if known else _("closed there")
    return str(STATUS_LABELS.get(handover.their_status.lower(), handover.their_status))


def initial_answer(case: Case, actor: Actor) -> str:
    """The initial text of an answer: the partner's answer that an official has to check."""
    rows = Handover.objects.filter(case=case, to_check=True).select_related("partner").defer("partner__api_key")
    handover = rows.order_by("-id").first()
    if handover is None or not handover.their_words:
        return ""
    return f"{handover.partner.name}: {their_state(handover)}.\n\n{handover.their_words}"


def notice(case: Case, is_sender: bool) -> dict[str, Any] | None:
    """For the sender and the public: the partner, its number and state. Without personal data for the public."""
    rows = Handover.objects.filter(case=case, state__in=forwarding.WITH_PARTNER).select_related("partner")
    rows = rows.defer("partner__api_key")
    handover = rows.order_by("-id").first()
    if handover is None:
        return None
    text = handover.their_words
    if not is_sender:
        text = without_people(text, case.contact, case.language).text
    return {"case": case, "handover": present_handover(handover), "text": text, "is_sender": is_sender}
