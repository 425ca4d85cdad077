"""What another system must get goes there once, waits while it does not answer, and is seen when it was not taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import Subscription, subscriptions
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries import DeliveryOutcomeUnknown, DeliveryPostponed, DeliveryRejected, actions, enqueue
from raekoda.platform.deliveries.errors import DeliveryError
from raekoda.platform.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.platform.deliveries.kinds import Kind, delivery_kinds
from raekoda.platform.deliveries.models import Breaker, Delivery, Status
from raekoda.platform.deliveries.rules import FAILURES_THAT_OPEN
from raekoda.platform.deliveries.tasks import send, start_waiting

pytestmark = pytest.mark.django_db
Outcome = dict[str, Any] | Exception


@pytest.fixture
def other_side() -> Iterator[list[Outcome]]:
    """What the other side does at each try, the next one last; when nothing is left it takes everything."""
    plan: list[Outcome] = []

    def fly(delivery: Delivery) -> dict[str, Any]:
        outcome = plan.pop() if plan else {"landed": delivery.payload["words"]}
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with delivery_kinds.temporarily(Kind("pigeon", fly, "letter by pigeon", tries=3, can_repeat=True)):
        yield plan


@pytest.fixture
def told() -> Iterator[list[object]]:
    heard: list[object] = []

    def heard_of(event: object) -> None:
        heard.append(event)

    with subscriptions.temporarily(*(Subscription(kind, heard_of) for kind in (DeliverySent, DeliveryFailed))):
        yield heard


@pytest.fixture
def pigeon(municipality: Municipality, other_side: list[Outcome]) -> Callable[..., Delivery]:
    def make(key: str = "1", target: str = "loft") -> Delivery:
        return enqueue("pigeon", target=target, key=key, payload={"words": "tere"}, title=f"letter {key}")

    return make


def work(delivery: Delivery) -> Delivery:
    """What the worker does when the delivery's job is due."""
    send(delivery.municipality_id, delivery.pk)
    delivery.refresh_from_db()
    return delivery


def later(moment: timedelta) -> Any:
    return clock.at(clock.now() + moment)


def test_it_is_sent_once_and_the_answer_is_kept(pigeon, told) -> None:
    delivery = work(pigeon())
    assert (delivery.status, delivery.answer, delivery.tries) == (Status.SENT, {"landed": "tere"}, 1)
    assert isinstance(told[0], DeliverySent)
    work(delivery)
    assert delivery.attempts.count() == 1
    assert len(told) == 1


def test_the_same_key_is_never_handed_over_twice(pigeon) -> None:
    first = pigeon("again")
    work(first)
    assert pigeon("again").pk == first.pk
    assert Delivery.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="deliveries.send").count() == 1


def test_what_is_undone_is_not_handed_over(municipality, other_side) -> None:
    with transaction.atomic():
        enqueue("pigeon", target="loft", key="undone", payload={}, title="x")
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="deliveries.send").exists()


def test_it_waits_longer_each_time_and_fails_at_last(pigeon, other_side, told) -> None:
    other_side.extend(DeliveryPostponed("503") for _ in range(3))
    delivery = work(pigeon())
    first_wait = delivery.next_at - clock.now()
    assert delivery.status == Status.WAITING
    work(delivery)
    assert delivery.next_at - clock.now() > first_wait * 2
    work(delivery)
    assert (delivery.status, delivery.error, delivery.tries) == (Status.FAILED, "503", 3)
    assert [type(each) for each in told] == [DeliveryFailed]
    assert [attempt.outcome for attempt in delivery.attempts.all()] == ["503"] * 3


def test_refused_and_unknown_are_not_tried_by_themselves(pigeon, other_side) -> None:
    other_side.append(DeliveryRejected("400", {"words": "no such street"}))
    refused = work(pigeon("refused"))
    assert (refused.status, refused.answer) == (Status.REFUSED, {"words": "no such street"})
    other_side.append(DeliveryOutcomeUnknown("time-out"))
    unknown = work(pigeon("unknown"))
    assert unknown.status == Status.UNKNOWN
    start_waiting(0)
    with later(timedelta(days=2)):
        start_waiting(0)
        assert work(unknown).status == Status.UNKNOWN


def test_a_fault_of_our_own_is_seen_and_not_lost(pigeon, other_side) -> None:
    other_side.append(ZeroDivisionError())
    delivery = work(pigeon())
    assert (delivery.status, delivery.error) == (Status.FAILED, "ZeroDivisionError")


def test_a_target_that_fails_again_and_again_is_left_alone_then_asked_by_one(pigeon, other_side) -> None:
    other_side.extend(DeliveryPostponed("503") for _ in range(FAILURES_THAT_OPEN))
    for number in range(FAILURES_THAT_OPEN):
        work(pigeon(f"n{number}"))
    waiting = work(pigeon("late"))
    assert (waiting.status, waiting.tries) == (Status.WAITING, 0)
    assert work(pigeon("elsewhere", target="another loft")).status == Status.SENT
    with later(timedelta(minutes=5)):
        other_side.append(DeliveryPostponed("503"))
        assert work(waiting).tries == 1
        assert work(pigeon("n0")).tries == 1, "the others wait for what the first one finds"
    with later(timedelta(minutes=90)):
        assert work(waiting).status == Status.SENT
        assert Breaker.objects.get(target="loft").open_until is None
        assert work(pigeon("n0")).status == Status.SENT


def test_a_lost_job_is_found(pigeon) -> None:
    delivery = pigeon()
    ProcrastinateJob.objects.filter(task_name="deliveries.send").update(status="failed")
    start_waiting(0)
    assert ProcrastinateJob.objects.filter(task_name="deliveries.send", status="todo").count() == 0
    with later(timedelta(minutes=10)):
        start_waiting(0)
    assert ProcrastinateJob.objects.filter(task_name="deliveries.send", status="todo").count() == 1
    assert work(delivery).status == Status.SENT


def test_staff_retry_give_up_and_note(pigeon, other_side, told, oskar_acts) -> None:
    other_side.append(DeliveryRejected("400"))
    delivery = work(pigeon())
    actions.retry(delivery, actor=oskar_acts)
    with pytest.raises(DeliveryError):
        actions.retry(delivery, actor=oskar_acts)
    assert work(delivery).status == Status.SENT
    actions.retry(delivery, actor=oskar_acts)
    assert work(delivery).attempts.count() == 3
    other_side.append(DeliveryOutcomeUnknown("time-out"))
    second = work(pigeon("second"))
    actions.confirm_sent(second, actor=oskar_acts)
    with pytest.raises(DeliveryError):
        actions.cancel(second, actor=oskar_acts, reason="told by phone")
    third = pigeon("third")
    with pytest.raises(DeliveryError):
        actions.cancel(third, actor=oskar_acts, reason=" ")
    actions.cancel(third, actor=oskar_acts, reason="told by phone")
    assert work(third).status == Status.DROPPED
    assert [(type(each), each.delivery.key) for each in told[-3:]] == [
        (DeliveryFailed, "second"), (DeliverySent, "second"), (DeliveryFailed, "third"),
    ]  # fmt: skip


def test_content_is_forgotten_after_its_time_and_then_not_sent_again(pigeon, oskar_acts) -> None:
    delivery = work(pigeon())
    assert actions.erase_old() == 0
    with later(timedelta(days=31)):
        assert actions.erase_old() == 1
        delivery.refresh_from_db()
        assert (delivery.payload, delivery.answer, delivery.status) == ({}, {}, Status.SENT)
        with pytest.raises(DeliveryError):
            actions.retry(delivery, actor=oskar_acts)


def test_the_tray_shows_and_retries(pigeon, other_side, signed_in) -> None:
    client: Client = signed_in("official")
    other_side.append(DeliveryOutcomeUnknown("time-out"))
    delivery = work(pigeon())
    assert "letter 1" in client.get("/toolaud/saatmised/").content.decode()
    page = client.get(f"/toolaud/saatmised/{delivery.pk}/").content.decode()
    assert "See võis kohale jõuda" in page
    assert client.post(f"/toolaud/saatmised/{delivery.pk}/saadetud/").status_code == 302
    assert "letter 1" not in client.get("/toolaud/saatmised/").content.decode()
    assert "letter 1" in client.get("/toolaud/saatmised/?seis=koik&kellele=loft").content.decode()


def test_all_of_a_target_are_retried(pigeon, other_side, signed_in) -> None:
    other_side.extend(DeliveryPostponed("503") for _ in range(6))
    rows = [pigeon(str(number)) for number in range(2)]
    for hours in (1, 2, 3):
        for minutes, row in zip((0, 10), rows, strict=True):
            with later(timedelta(hours=hours, minutes=minutes)):
                work(row)
    assert Delivery.objects.filter(status=Status.FAILED).count() == 2
    client: Client = signed_in("official")
    assert "loft" in client.get("/toolaud/saatmised/").content.decode()
    client.post("/toolaud/saatmised/uuesti/", {"target": "loft"})
    assert [work(row).status for row in rows] == [Status.SENT, Status.SENT]


def test_who_may_see_and_decide(pigeon, signed_in, client: Client, other_municipality) -> None:
    delivery = pigeon()
    assert client.get("/toolaud/saatmised/").status_code == 302
    assert signed_in("editor").get("/toolaud/saatmised/").status_code == 403
    operator = signed_in("operator")
    assert operator.get(f"/toolaud/saatmised/{delivery.pk}/").status_code == 200
    assert operator.post(f"/toolaud/saatmised/{delivery.pk}/loobu/", {"reason": "x"}).status_code == 403
    with municipality_scope(other_municipality), pytest.raises(Delivery.DoesNotExist):
        Delivery.objects.get(pk=delivery.pk)
    with municipality_scope(other_municipality):
        assert not Actor.resident().may("deliveries.view")


def test_tray_asks_the_same_number_of_queries_however_long(pigeon, signed_in) -> None:
    client: Client = signed_in("official")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/toolaud/saatmised/?seis=ootel")
        return len(asked)

    for number in range(10):
        pigeon(f"a{number}")
    client.get("/toolaud/saatmised/?seis=ootel")
    ten = queries()
    for number in range(90):
        pigeon(f"b{number}")
    assert queries() == ten
