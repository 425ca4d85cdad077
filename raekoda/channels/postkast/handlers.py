"""Stores the outcome of a delivery on its letter; erases letters of anonymised cases."""

from __future__ import annotations

from raekoda.casework.cases.events import CaseAnonymised
from raekoda.channels.postkast import rules
from raekoda.channels.postkast.models import Letter
from raekoda.channels.postkast.sending import KIND
from raekoda.platform.core import clock
from raekoda.platform.core.events import on
from raekoda.platform.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.platform.deliveries.models import Status

State = Letter.State


@on(DeliverySent)
def mark_sent(event: DeliverySent) -> None:
    """The state mailbox received the letter: erase the recipient's code."""
    delivery = event.delivery
    if delivery.kind == KIND:
        status = delivery.answer.get("status", "")
        Letter.objects.filter(pk=delivery.payload["letter"]).update(
            state=rules.latest_state([status]) or State.TAKEN, told=status, code="", trouble="", taken_at=clock.now(),
            operation_id=delivery.answer.get("operation", ""), notification_id=delivery.answer.get("notification", ""),
        )  # fmt: skip


@on(DeliveryFailed)
def mark_unsent(event: DeliveryFailed) -> None:
    """The letter was not sent. Erase the code of a rejected letter; staff may retry the others."""
    delivery = event.delivery
    if delivery.kind == KIND:
        letters = Letter.objects.filter(pk=delivery.payload["letter"], taken_at__isnull=True)
        letters.update(state=State.UNSENT, trouble=delivery.error)
        if delivery.status == Status.REFUSED:
            letters.update(code="")


@on(CaseAnonymised)
def erase_content(event: CaseAnonymised) -> None:
    """Erase the content of the case's letters; the fact of sending and its outcome stay."""
    Letter.objects.filter(case=event.case).update(code="", code_digest="", title="", values={}, attachments=[])
