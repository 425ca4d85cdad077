"""Call events of a phone exchange: signatures, order, repetition."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from raekoda.channels.calls import actions
from raekoda.channels.calls.models import Call, ExchangeMessage, Signal, State
from raekoda.channels.calls.rules import Report, Timeline, format_number, normalize_number, number_variants
from raekoda.channels.recordings.models import Recording
from raekoda.identity.accounts.models import User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.channels.calls.conftest import EVENTS, NUMBER, RECORDINGS, Exchange, signed_headers
from tests.channels.recordings.conftest import FAQ

BEGUN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
StartShift = Callable[..., Actor]


def ago(seconds: int) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()


def test_a_call_rings_is_answered_and_ends(exchange: Exchange, piret: User, at_desk: StartShift) -> None:
    at_desk(piret, "101")
    ringing = exchange.send("ringing", number="5550 1234", line="1789", operator="101", at=ago(60))
    assert ringing.json() == {"call": Call.objects.get().ref, "state": "ringing", "repeated": False}
    call = Call.objects.get()
    assert (call.number, call.line, call.rings_at, call.operator) == (NUMBER, "1789", piret, None)

    assert exchange.send("answered", operator="101", at=ago(50)).json()["state"] == "talking"
    assert exchange.send("ended", at=ago(10)).json()["state"] == "noting"
    call.refresh_from_db()
    assert (call.operator, call.rings_at) == (piret, None)
    assert round((call.ended_at - call.answered_at).total_seconds()) == 40
    data = [(signal.kind, signal.to_id) for signal in Signal.objects.exclude(kind="shift").order_by("pk")]
    assert data == [("ringing", piret.pk), ("answered", piret.pk), ("ended", None)]


@pytest.mark.parametrize("order", list(permutations(["ringing", "answered", "transferred", "ended"]))[::4])
def test_in_whatever_order_messages_come_the_call_is_the_same(
    order: tuple[str, ...], exchange: Exchange, piret: User, mart: User, at_desk: StartShift
) -> None:
    at_desk(piret, "101"), at_desk(mart, "102")
    messages = {
        "ringing": {"number": NUMBER, "operator": "101", "at": ago(90)}, "answered": {"operator": "101", "at": ago(80)},
        "transferred": {"operator": "102", "at": ago(40)}, "ended": {"at": ago(5)},
    }  # fmt: skip
    for event in (*order, *order):
        assert exchange.send(event, **messages[event]).status_code == 200
    call = Call.objects.get()
    assert (call.state, call.operator, call.number) == (State.NOTING, mart, NUMBER)
    spans = [round((each - call.started_at).total_seconds()) for each in (call.answered_at, call.ended_at)]
    assert spans == [10, 85]


reports = st.lists(
    st.builds(
        Report,
        event=st.sampled_from(["ringing", "answered", "transferred", "ended"]),
        at=st.integers(0, 600).map(lambda seconds: BEGUN + timedelta(seconds=seconds)),
        operator=st.sampled_from([None, 1, 2]),
    ),
    min_size=1, max_size=6, unique_by=lambda report: report.at,
)  # fmt: skip


@given(reports, st.randoms())
def test_times_and_operator_do_not_depend_on_the_order(messages: list[Report], random: Any) -> None:
    def timeline(reports_seen: list[Report]) -> tuple[Any, ...]:
        found = Timeline(started_at=reports_seen[0].at)
        for report in reports_seen:
            found = found.apply(report)
        assert found.answered_at is None or found.answered_at >= found.started_at
        assert found.ended_at is None or found.answered_at is None or found.ended_at >= found.answered_at
        return found.started_at, found.answered_at, found.operator, found.operator_since

    shuffled = messages * 2
    random.shuffle(shuffled)
    assert timeline(messages) == timeline(shuffled)


def test_the_same_message_again_changes_nothing(exchange: Exchange) -> None:
    body = json.dumps({"event": "ringing", "call": "a-1", "number": NUMBER}).encode()
    timestamp = str(int(time.time()))
    first, second = (exchange.post(EVENTS, body, timestamp=timestamp).json() for _ in range(2))
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["call"] == second["call"]
    assert Signal.objects.count() == ExchangeMessage.objects.count() == Call.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_message_at_once_is_taken_once(exchange: Exchange, municipality: Municipality) -> None:
    body = json.dumps({"event": "ringing", "call": "a-1"}).encode()
    timestamp = str(int(time.time()))

    def send(_number: int) -> bool:
        try:
            return bool(exchange.post(EVENTS, body, timestamp=timestamp).json()["repeated"])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        repeated = list(pool.map(send, range(4)))
    assert sorted(repeated) == [False, True, True, True]
    with municipality_scope(municipality):
        assert Call.objects.count() == 1


def test_what_is_not_signed_now_with_a_key_in_use_is_refused(exchange: Exchange) -> None:
    body = json.dumps({"event": "ringing", "call": "a-1"}).encode()
    old, ahead = (str(int(time.time()) + seconds) for seconds in (-301, 400))
    assert exchange.post(EVENTS, body, timestamp=old).status_code == 401
    assert exchange.post(EVENTS, body, timestamp=ahead).status_code == 401
    assert exchange.post(EVENTS, body, timestamp="soon").status_code == 401
    assert exchange.post(EVENTS, body, **{"X-Raekoda-Signature": "0" * 64}).status_code == 401
    assert exchange.post(EVENTS, body, **{"X-Raekoda-Key": "nobody"}).status_code == 401
    signed_for_another_path = signed_headers(exchange.key.ref, exchange.secret, RECORDINGS, body)
    assert exchange.post(EVENTS, body, **signed_for_another_path).status_code == 401
    assert Client().post(EVENTS, body, content_type="application/json").status_code == 401
    assert Client().get(EVENTS).status_code == 405
    actions.change_key(exchange.key, name="Keskjaam", is_active=False, actor=Actor.system())
    assert exchange.post(EVENTS, body).status_code == 401
    assert not Call.objects.exists()


def test_a_key_opens_the_desk_of_its_municipality_only(exchange: Exchange, other_municipality: Municipality) -> None:
    body = json.dumps({"event": "ringing", "call": "a-1"}).encode()
    assert exchange.post(EVENTS, body, host="elva.localhost").status_code == 401
    with municipality_scope(other_municipality):
        assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ({"event": "exploded", "call": "a"}, 422), ({"event": "ringing"}, 422), ({"event": "ringing", "call": ""}, 422),
        ({"event": "ringing", "call": "a" * 121}, 422), ({"event": "ringing", "call": "a\x00b"}, 422),
        ({"event": "ringing", "call": ["a"]}, 422), ({"event": "ringing", "call": "a", "at": "yesterday"}, 422),
        ({"event": "ringing", "call": "a", "at": "2026-01-05T10:00:00"}, 422),
        ({"event": "ringing", "call": "a", "at": "2001-01-05T10:00:00Z"}, 422),
        ({"event": "ringing", "call": "a", "at": 5}, 422), ({"event": "ringing", "call": "a", "number": {"a": 1}}, 422),
        ({"event": "ringing", "call": "a", "direction": "up"}, 422), ([], 400), ("ringing", 400), (None, 400),
        ({"event": "ringing", "call": 17, "number": "anonymous"}, 200),
        ({"event": "answered", "call": "a", "operator": "999"}, 200),
    ],
)  # fmt: skip
def test_bad_messages_are_refused_in_words(messages: Any, status: int, exchange: Exchange) -> None:
    response = exchange.post(EVENTS, json.dumps(messages).encode())
    assert response.status_code == status, response.content
    assert Call.objects.count() == int(status == 200)
    if status != 200:
        assert response.json()["error"]["message"]


def test_broken_and_endless_bodies_are_refused(exchange: Exchange) -> None:
    assert exchange.post(EVENTS, b"{").status_code == 400
    assert exchange.post(EVENTS, b"\xff\xfe").status_code == 400
    assert exchange.post(EVENTS, b"[" * 10_000).status_code == 400
    assert exchange.post(EVENTS, b" " * 20_000).status_code == 413


def test_nobody_is_in_two_calls_when_the_end_of_one_was_lost(
    exchange: Exchange, piret: User, at_desk: StartShift
) -> None:
    at_desk(piret, "101")
    exchange.send("answered", "a-1", operator="101", at=ago(100))
    exchange.send("answered", "a-2", operator="101", at=ago(20))
    first, second = Call.objects.order_by("operator_since")
    assert (first.state, second.state) == (State.NOTING, State.TALKING)
    assert first.ended_at == second.operator_since
    exchange.send("answered", "a-0", operator="101", at=ago(200))
    assert Call.objects.filter(ended_at=None).get() == second


def test_an_old_message_does_not_take_a_call_back_that_was_handed_over(
    exchange: Exchange, piret: User, mart: User, at_desk: StartShift
) -> None:
    actor, _other = at_desk(piret, "101"), at_desk(mart, "102")
    exchange.send("answered", operator="101", at=ago(30))
    actions.transfer_call(Call.objects.get(), to=mart, note="Soovib juristi.", actor=actor)
    exchange.send("answered", operator="101", at=ago(30))
    call = Call.objects.get()
    assert (call.state, call.operator, call.rings_at) == (State.WAITING, None, mart)


class TestRecordings:
    """A recording is accepted only with the caller's consent."""

    @pytest.fixture
    def noted(self, exchange: Exchange, piret: User, at_desk: StartShift, code: Any) -> Callable[[bool], Call]:
        def make(agreed: bool) -> Call:
            actor = at_desk(piret, "101")
            exchange.send("answered", operator="101")
            return actions.save_note(Call.objects.get(), text="", code=code, actor=actor, may_use_recording=agreed)

        return make

    def test_with_consent_it_is_handed_on_once(self, exchange: Exchange, noted: Callable[[bool], Call]) -> None:
        call = noted(True)
        first, again = (exchange.post(f"{RECORDINGS}?call=a-1", FAQ.encode()) for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 200)
        recording = Recording.objects.get()
        call.refresh_from_db()
        assert (recording.consent, recording.reference, call.recording) == (True, call.ref, recording)

    def test_without_consent_it_is_refused_and_not_kept(
        self, exchange: Exchange, noted: Callable[[bool], Call], settings: Any
    ) -> None:
        noted(False)
        before = _files(settings)
        assert exchange.post(f"{RECORDINGS}?call=a-1", FAQ.encode()).status_code == 403
        assert not Recording.objects.exists()
        assert _files(settings) == before
        assert JournalEntry.objects.filter(action="calls.refuse_recording").exists()

    def test_before_the_note_nobody_knows_yet(self, exchange: Exchange) -> None:
        exchange.send("ended")
        assert exchange.post(f"{RECORDINGS}?call=a-1", b"x").status_code == 409
        assert exchange.post(f"{RECORDINGS}?call=a-9", b"x").status_code == 404
        assert exchange.post(RECORDINGS, b"x").status_code == 404
        assert not Recording.objects.exists()

    def test_too_large_is_refused(self, exchange: Exchange, settings: Any) -> None:
        settings.RAEKODA_RECORDING_BYTES = 1000
        assert exchange.post(f"{RECORDINGS}?call=a-1", b"x" * 1001).status_code == 413


def _files(settings: Any) -> set[str]:
    from pathlib import Path

    return {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("5550 1234", "+37255501234"), ("+372 5550 1234", "+37255501234"), ("00372 736-1111", "+3727361111"),
        ("736 1111", "+3727361111"), ("+358401234567", "+358401234567"), ("1789", "1789"), ("anonymous", ""), ("", ""),
        ("12", ""), ("+" + "9" * 40, ""),
    ],
)  # fmt: skip
def test_numbers_are_known_however_they_are_written(written: str, plain: str) -> None:
    assert normalize_number(written) == plain
    assert normalize_number(format_number(plain)) == plain
    assert all(normalize_number(form) == plain for form in number_variants(plain))
