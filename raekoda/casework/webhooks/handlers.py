"""Turns events into messages: public data for subscribed endpoints, messages to the sender for the endpoint of a thread."""

from __future__ import annotations

from typing import Any

from raekoda.casework.answers import events as answer_events
from raekoda.casework.cases import events as case_events
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.webhooks import payloads
from raekoda.casework.webhooks.actions import enqueue_message, publish_event
from raekoda.casework.webhooks.configuration import active_endpoints
from raekoda.casework.webhooks.models import Received, Thread
from raekoda.platform.core.events import on


@on(case_events.CaseOpened)
def opened(event: case_events.CaseOpened) -> None:
    _notify(event.case, "case.opened", f"{event.case.pk}")


@on(case_events.CaseAssigned)
def assigned(event: case_events.CaseAssigned) -> None:
    _notify(event.case, "case.assigned", _change_key(event.case))


@on(case_events.SenderAsked)
def asked(event: case_events.SenderAsked) -> None:
    _notify(event.case, "case.asked", f"{event.message.pk}", message=event.message)


@on(case_events.CaseAnswered)
def answered(event: case_events.CaseAnswered) -> None:
    """An answer or a closing notice; also sent to the threads of cases merged into this one."""
    name = "case.answered" if event.message.kind == Message.Kind.ANSWER else "case.closed"
    _notify(event.case, name, f"{event.message.pk}", message=event.message)
    for joined in Case.objects.filter(merged_into=event.case, pk__in=Thread.objects.values("case")).defer("words"):
        _notify_threads(joined, name, f"{event.message.pk}:{joined.pk}", event.message)


@on(case_events.CaseForwarded)
def forwarded(event: case_events.CaseForwarded) -> None:
    message = Message.objects.filter(case=event.case, kind=Message.Kind.UPDATE).order_by("-id").first()
    _notify(event.case, "case.forwarded", _change_key(event.case), message=message)


@on(case_events.CaseMerged)
def merged(event: case_events.CaseMerged) -> None:
    _notify(event.case, "case.merged", f"{event.case.pk}", into=event.into)


@on(case_events.CaseReopened)
def reopened(event: case_events.CaseReopened) -> None:
    _notify(event.case, "case.reopened", f"{event.case.pk}:{event.case.reopened}")


@on(case_events.CaseAnonymised)
def anonymised(event: case_events.CaseAnonymised) -> None:
    """Erase thread identifiers and authors together with the sender's data."""
    Thread.objects.filter(case=event.case).delete()
    Received.objects.filter(case=event.case).update(author="", link="", media=[], external="", case=None, word=None)


@on(answer_events.AnswerReleased)
def answer_released(event: answer_events.AnswerReleased) -> None:
    answer = event.answer
    key = f"answer.published:{answer.pk}:{answer.updated_at.timestamp():.6f}"
    _publish_answer(answer, "answer.published", key, payloads.answer_data(answer))


@on(answer_events.AnswerWithdrawn)
def answer_withdrawn(event: answer_events.AnswerWithdrawn) -> None:
    answer = event.answer
    key = f"answer.withdrawn:{answer.pk}:{answer.updated_at.timestamp():.6f}"
    _publish_answer(answer, "answer.withdrawn", key, payloads.answer_data(answer, withdrawn=True))


def _publish_answer(answer: Any, name: str, key: str, data: dict[str, Any]) -> None:
    publish_event(answer.municipality, event=name, data=data, key=key, subject=answer, name=answer.slug)


def _notify(case: Case, name: str, key: str, *, message: Message | None = None, into: Case | None = None) -> None:
    """Notify the endpoints of the case's threads and, when the case is public, the subscribed endpoints. Nothing of a special
    matter leaves."""
    if case.is_special:
        return
    key = f"{name}:{key}"
    bridges = _notify_threads(case, name, key, message) if message is not None else set()
    subscribed = [
        each for each in active_endpoints.get(case.municipality_id) if name in each.events and each.pk not in bridges
    ]
    if not subscribed or not case.is_public:
        return
    data = payloads.case_data(case, message=message, into=into)
    if data is not None:
        for endpoint in subscribed:
            enqueue_message(endpoint, event=name, data={"case": data}, key=key, subject=case, name=case.number)


def _notify_threads(case: Case, name: str, key: str, message: Message) -> set[int]:
    """Send ``message`` to the endpoint of each thread of the case, unless the case or that of the message is special; returns
    the keys of those endpoints."""
    if case.is_special or message.case.is_special:
        return set()
    threads = Thread.objects.filter(case=case, source__endpoint__is_active=True)
    bridges: set[int] = set()
    for thread in threads.select_related("source__endpoint", "case__contact").defer("case__words"):
        endpoint = thread.source.endpoint
        assert endpoint is not None
        data = {"case": payloads.case_data(case, message=message), "thread": payloads.thread_data(thread, message)}
        enqueue_message(
            endpoint, event=name, data=data, key=f"{key}:thread:{thread.pk}", subject=case, name=case.number
        )
        bridges.add(endpoint.pk)
    return bridges


def _change_key(case: Case) -> str:
    """An idempotency key of a repeatable change: case and time of change in microseconds."""
    return f"{case.pk}:{case.updated_at.timestamp():.6f}"
