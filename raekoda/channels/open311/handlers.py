"""What happens to cases and deliveries, as far as partners are concerned; handlers run in the transaction of the action."""

from __future__ import annotations

from typing import Any

from raekoda.casework.cases import events as happened
from raekoda.casework.cases.models import Case
from raekoda.casework.letters.handlers import write_to_sender
from raekoda.channels.open311 import handing
from raekoda.channels.open311.models import Handover
from raekoda.platform import deliveries
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.platform.deliveries.models import Delivery, Status

KIND = "open311"
State = Handover.State


@on(happened.CaseOpened)
def opened(event: happened.CaseOpened) -> None:
    """A report that is a partner's goes there, or is proposed."""
    handing.consider(event.case, actor=Actor.system())


@on(happened.CaseServiceSet)
def service_set(event: happened.CaseServiceSet) -> None:
    """Now that it is known what a report is about, it may be a partner's."""
    handing.consider(event.case, actor=Actor.system())


@on(happened.SenderNotified)
def told(event: happened.SenderNotified) -> None:
    """The sender gets a letter of what the status page says."""
    write_to_sender(event.case, "told", f"told:{event.message.pk}", message=event.message)


@on(happened.SenderReplied)
def replied(event: happened.SenderReplied) -> None:
    """What the sender adds goes on to the partner that has the report, when it takes updates."""
    rows = Handover.objects.filter(
        case=event.case, state=State.SENT, partner__gives_updates=True, partner__is_active=True
    )
    for handover in rows.exclude(external_id="").select_related("partner"):
        deliveries.enqueue(
            "open311-update", target=handing.target_of(handover.partner_id),
            key=f"open311-update:{handover.pk}:{event.message.pk}",
            payload={"handover": handover.pk, "message": event.message.pk}, title=event.case.number, subject=event.case,
        )  # fmt: skip


@on(DeliverySent)
def sent(event: DeliverySent) -> None:
    """The partner has the report."""
    handover = _of(event.delivery)
    if handover is None or handover.state in handing.FOLLOWED:
        return
    answer = event.delivery.answer
    handing.arrived(handover, str(answer.get("service_request_id", ""))[:120], str(answer.get("token", ""))[:120])


@on(DeliveryFailed)
def failed(event: DeliveryFailed) -> None:
    """It was not taken, or nobody knows: an official has to look."""
    handover = _of(event.delivery)
    if handover is None or handover.state in (*handing.FOLLOWED, State.WITHDRAWN):
        return
    is_unknown = event.delivery.status == Status.UNKNOWN
    handover.state = State.UNKNOWN if is_unknown else State.REFUSED
    words = str(event.delivery.answer.get("words", "")) if event.delivery.answer else ""
    handover.problem = (words or event.delivery.error)[:300]
    handover.save(update_fields=["state", "problem"])
    journal.record("open311.not_delivered", handover, Actor.system(), case=handover.case_id, state=handover.state)


@on(happened.CaseAnswered)
def answered(event: happened.CaseAnswered) -> None:
    """Whoever answered has seen what the partner said."""
    Handover.objects.filter(case=event.case, to_check=True).update(to_check=False)
    _propose_no_more(event.case)


@on(happened.CaseForwarded)
def forwarded(event: happened.CaseForwarded) -> None:
    _propose_no_more(event.case)


@on(happened.CaseMerged)
def merged(event: happened.CaseMerged) -> None:
    _propose_no_more(event.case)


def _propose_no_more(case: Case) -> None:
    """The case has ended: nobody has to decide about it any more."""
    Handover.objects.filter(case=case, state=State.PROPOSED).update(state=State.WITHDRAWN)


@on(happened.CaseAnonymised)
def forgotten(event: happened.CaseAnonymised) -> None:
    """What was said about a case to and by partners is forgotten with it; that it was passed on stays."""
    Handover.objects.filter(case=event.case).update(text="", their_words="", attributes={}, media_url="", problem="")


def _of(delivery: Delivery) -> Handover | None:
    """The handover of a delivery, locked; None for deliveries of other kinds."""
    if delivery.kind != KIND:
        return None
    found: Any = Handover.objects.filter(pk=delivery.payload.get("handover")).first()
    if found is not None:
        handing.lock(found)
    return found
