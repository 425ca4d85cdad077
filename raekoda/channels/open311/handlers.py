"""Handlers of case and delivery events for partners; they run in the transaction of the action."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases import events as case_events
from raekoda.casework.cases.models import Case
from raekoda.casework.letters.handlers import write_to_sender
from raekoda.channels.open311 import forwarding
from raekoda.channels.open311.models import Handover
from raekoda.platform import deliveries
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.platform.deliveries.models import Delivery, Status

KIND = "open311"
State = Handover.State


@on(case_events.CaseOpened)
def apply_rules_to_case(event: case_events.CaseOpened) -> None:
    """Forward a new report to the responsible partner, or propose it."""
    forwarding.apply_rules(event.case, actor=Actor.system())


@on(case_events.CaseServiceSet)
def apply_rules_to_service(event: case_events.CaseServiceSet) -> None:
    """Apply the rules again when the service of a report was set."""
    forwarding.apply_rules(event.case, actor=Actor.system())


@on(case_events.SenderNotified)
def write_notification(event: case_events.SenderNotified) -> None:
    """Write the notification of the status page to the sender."""
    write_to_sender(event.case, "told", f"told:{event.message.pk}", message=event.message)


@on(case_events.SenderReplied)
def enqueue_reply(event: case_events.SenderReplied) -> None:
    """Send the sender's reply to the partner of the report, when it accepts updates."""
    rows = Handover.objects.filter(
        case=event.case, state=State.SENT, partner__gives_updates=True, partner__is_active=True
    )
    for handover in rows.exclude(external_id="").select_related("partner"):
        deliveries.enqueue(
            "open311-update", target=forwarding.delivery_target(handover.partner_id),
            key=f"open311-update:{handover.pk}:{event.message.pk}",
            payload={"handover": handover.pk, "message": event.message.pk}, title=event.case.number, subject=event.case,
        )  # fmt: skip


@on(DeliverySent)
def mark_arrived(event: DeliverySent) -> None:
    """The partner has the report."""
    handover = _find_handover(event.delivery)
    if handover is None or handover.state in forwarding.WITH_PARTNER:
        return
    answer = event.delivery.answer
    forwarding.mark_arrived(
        handover, str(answer.get("service_request_id", ""))[:120], str(answer.get("token", ""))[:120]
    )


@on(DeliveryFailed)
def mark_failed(event: DeliveryFailed) -> None:
    """It was rejected, or the outcome is unknown: an official has to decide."""
    handover = _find_handover(event.delivery)
    if handover is None or handover.state in (*forwarding.WITH_PARTNER, State.WITHDRAWN):
        return
    is_unknown = event.delivery.status == Status.UNKNOWN
    handover.state = State.UNKNOWN if is_unknown else State.REFUSED
    text = str(event.delivery.answer.get("words", "")) if event.delivery.answer else ""
    handover.problem = (text or event.delivery.error)[:300]
    handover.save(update_fields=["state", "problem"])
    journal.record("open311.not_delivered", handover, Actor.system(), case=handover.case_id, state=handover.state)


@on(case_events.CaseAnswered)
def mark_checked(event: case_events.CaseAnswered) -> None:
    """The official who answers has seen the partner's answer."""
    Handover.objects.filter(case=event.case, to_check=True).update(to_check=False)
    _withdraw_proposals(event.case)


@on(case_events.CaseForwarded)
def withdraw_after_forwarding(event: case_events.CaseForwarded) -> None:
    _withdraw_proposals(event.case)


@on(case_events.CaseMerged)
def withdraw_after_merge(event: case_events.CaseMerged) -> None:
    _withdraw_proposals(event.case)


def _withdraw_proposals(case: Case) -> None:
    """Withdraw proposals of a closed case."""
    Handover.objects.filter(case=case, state=State.PROPOSED).update(state=State.WITHDRAWN)


@on(case_events.CaseAnonymised)
def erase_content(event: case_events.CaseAnonymised) -> None:
    """Erase the texts of handovers of the case; the fact of forwarding stays."""
    Handover.objects.filter(case=event.case).update(text="", their_words="", attributes={}, media_url="", problem="")


def _find_handover(delivery: Delivery) -> Handover | None:
    """The handover of a delivery, locked; None for deliveries of other kinds."""
    if delivery.kind != KIND:
        return None
    handover: Any = Handover.objects.filter(pk=delivery.payload.get("handover")).first()
    if handover is not None:
        forwarding.lock(handover)
    return handover
