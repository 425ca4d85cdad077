"""What became of a letter's delivery is noted on the letter; what is forgotten with a case is forgotten here too."""

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
def taken(event: DeliverySent) -> None:
    """The state mailbox has it: whose code it was is forgotten."""
    delivery = event.delivery
    if delivery.kind == KIND:
        told = delivery.answer.get("status", "")
        Letter.objects.filter(pk=delivery.payload["letter"]).update(
            state=rules.state_of([told]) or State.TAKEN, told=told, code="", trouble="", taken_at=clock.now(),
            operation_id=delivery.answer.get("operation", ""), notification_id=delivery.answer.get("notification", ""),
        )  # fmt: skip


@on(DeliveryFailed)
def failed(event: DeliveryFailed) -> None:
    """It was not taken. What will never be taken as it is needs no code any more; the rest may be tried again by staff."""
    delivery = event.delivery
    if delivery.kind == KIND:
        letters = Letter.objects.filter(pk=delivery.payload["letter"], taken_at__isnull=True)
        letters.update(state=State.UNSENT, trouble=delivery.error)
        if delivery.status == Status.REFUSED:
            letters.update(code="")


@on(CaseAnonymised)
def forgotten(event: CaseAnonymised) -> None:
    """That a letter was sent, and what became of it, stays; what it said goes."""
    Letter.objects.filter(case=event.case).update(code="", code_digest="", title="", values={}, attachments=[])
