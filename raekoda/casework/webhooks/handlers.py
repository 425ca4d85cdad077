"""What happens becomes messages: to those who subscribed, what the public may read; to the bridge of a thread, what was said to
its sender."""

from __future__ import annotations

from typing import Any

from raekoda.casework.answers import events as published
from raekoda.casework.cases import events as happened
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.webhooks import payloads
from raekoda.casework.webhooks.actions import send_to, tell
from raekoda.casework.webhooks.configuration import listeners
from raekoda.casework.webhooks.models import Received, Thread
from raekoda.platform.core.events import on


@on(happened.CaseOpened)
def opened(event: happened.CaseOpened) -> None:
    _about(event.case, "case.opened", f"{event.case.pk}")


@on(happened.CaseAssigned)
def assigned(event: happened.CaseAssigned) -> None:
    _about(event.case, "case.assigned", _changed(event.case))


@on(happened.SenderAsked)
def asked(event: happened.SenderAsked) -> None:
    _about(event.case, "case.asked", f"{event.message.pk}", said=event.message)


@on(happened.CaseAnswered)
def answered(event: happened.CaseAnswered) -> None:
    """An answer, or the notice a case was closed with; those who sent the same matter by a thread read it too."""
    name = "case.answered" if event.message.kind == Message.Kind.ANSWER else "case.closed"
    _about(event.case, name, f"{event.message.pk}", said=event.message)
    for joined in Case.objects.filter(merged_into=event.case, pk__in=Thread.objects.values("case")).defer("words"):
        _into_threads(joined, name, f"{event.message.pk}:{joined.pk}", event.message)


@on(happened.CaseForwarded)
def forwarded(event: happened.CaseForwarded) -> None:
    said = Message.objects.filter(case=event.case, kind=Message.Kind.UPDATE).order_by("-id").first()
    _about(event.case, "case.forwarded", _changed(event.case), said=said)


@on(happened.CaseMerged)
def merged(event: happened.CaseMerged) -> None:
    _about(event.case, "case.merged", f"{event.case.pk}", into=event.into)


@on(happened.CaseReopened)
def reopened(event: happened.CaseReopened) -> None:
    _about(event.case, "case.reopened", f"{event.case.pk}:{event.case.reopened}")


@on(happened.CaseAnonymised)
def forgotten(event: happened.CaseAnonymised) -> None:
    """What the conversation was called and who spoke there is forgotten with the sender."""
    Thread.objects.filter(case=event.case).delete()
    Received.objects.filter(case=event.case).update(author="", link="", media=[], external="", case=None, word=None)


@on(published.AnswerReleased)
def answer_released(event: published.AnswerReleased) -> None:
    one = event.answer
    key = f"answer.published:{one.pk}:{one.updated_at.timestamp():.6f}"
    _publish(one, "answer.published", key, payloads.answer(one))


@on(published.AnswerWithdrawn)
def answer_withdrawn(event: published.AnswerWithdrawn) -> None:
    one = event.answer
    key = f"answer.withdrawn:{one.pk}:{one.updated_at.timestamp():.6f}"
    _publish(one, "answer.withdrawn", key, payloads.answer(one, withdrawn=True))


def _publish(one: Any, name: str, key: str, data: dict[str, Any]) -> None:
    tell(one.municipality, event=name, data=data, key=key, subject=one, name=one.slug)


def _about(case: Case, name: str, key: str, *, said: Message | None = None, into: Case | None = None) -> None:
    """Tell who subscribed, if the public sees the case, and the bridges of its threads."""
    key = f"{name}:{key}"
    bridges = _into_threads(case, name, key, said) if said is not None else set()
    waiting = [each for each in listeners.get(case.municipality_id) if name in each.events and each.pk not in bridges]
    if not waiting or not case.is_public:
        return
    data = payloads.case(case, said=said, into=into)
    if data is not None:
        for endpoint in waiting:
            send_to(endpoint, event=name, data={"case": data}, key=key, subject=case, name=case.number)


def _into_threads(case: Case, name: str, key: str, said: Message) -> set[int]:
    """Tell the bridge of each thread of the case what to post; the keys of endpoints that now know."""
    threads = Thread.objects.filter(case=case, source__endpoint__is_active=True)
    bridges: set[int] = set()
    for thread in threads.select_related("source__endpoint", "case__contact").defer("case__words"):
        endpoint = thread.source.endpoint
        assert endpoint is not None
        data = {"case": payloads.case(case, said=said), "thread": payloads.thread(thread, said)}
        send_to(endpoint, event=name, data=data, key=f"{key}:thread:{thread.pk}", subject=case, name=case.number)
        bridges.add(endpoint.pk)
    return bridges


def _changed(case: Case) -> str:
    """Names a change that may come again: when the case was changed, in microseconds."""
    return f"{case.pk}:{case.updated_at.timestamp():.6f}"
