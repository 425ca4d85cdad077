"""Event streams with the real web server, PostgreSQL and HTTP clients."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.db import connection

from raekoda.channels.calls.sse import CHANNEL
from tests.channels.calls.server import STREAM, RunningServer, running_server

pytestmark = [pytest.mark.process, pytest.mark.django_db]


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[RunningServer]:
    with django_db_blocker.unblock(), running_server() as running:
        yield running


def test_screens_are_told_at_once_and_the_call_opens_at_its_own(desk: RunningServer) -> None:
    own, colleague, neighbour = desk.listen("op1"), desk.listen("op2"), desk.listen("op1", "teine")
    assert [each.next()["event"] for each in (own, colleague, neighbour)] == ["hello"] * 3
    data = desk.report("ringing", "a-1", number="+37255501234", operator="101").json()

    opens, changed = own.next(), colleague.next()
    assert (opens["event"], changed["event"]) == ("open", "desk")
    assert json.loads(opens["data"]) == json.loads(changed["data"]) == {"kind": "ringing", "call": data["call"]}
    assert "5550" not in str(opens) + str(changed)

    desk.report("ringing", "b-1", "teine")
    assert json.loads(neighbour.next()["data"])["call"] != data["call"]


def test_a_screen_that_was_away_hears_what_it_missed(desk: RunningServer) -> None:
    last = desk.listen("op2").next()["id"]
    desk.report("ringing", "a-2"), desk.report("ended", "a-2")
    back = desk.listen("op2", **{"Last-Event-ID": last})
    missed = [back.next() for _ in range(2)]
    assert [json.loads(each["data"])["kind"] for each in missed] == ["ringing", "ended"]
    assert desk.listen("op2").next()["id"] == missed[-1]["id"]


def test_a_screen_may_say_in_the_address_what_it_knows(desk: RunningServer) -> None:
    last = desk.listen("op2").next()["id"]
    data = desk.report("ringing", "a-3").json()
    screen = desk.listen("op2", query=f"?alates={last}")
    assert json.loads(screen.next()["data"]) == {"kind": "ringing", "call": data["call"]}


def test_a_malformed_notification_does_not_end_the_listening(desk: RunningServer) -> None:
    screen = desk.listen("op2")
    assert screen.next()["event"] == "hello"
    committing = connection.get_new_connection(connection.get_connection_params())
    committing.autocommit = True
    for payload in ("not json", "[]", "{}", '{"m": 1}', "null", '{"m": 1, "id": "x", "kind": "ended"}', "[" * 7000):
        committing.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
    committing.close()
    data = desk.report("ringing", "a-malformed").json()
    assert json.loads(screen.next()["data"]) == {"kind": "ringing", "call": data["call"]}


def test_strangers_editors_and_other_hosts_do_not_listen(desk: RunningServer) -> None:
    assert desk.listen("").next() == 403
    assert desk.listen("toimetaja").next() == 403
    foreign = desk.listen("op1", Host=f"teine.localhost:{desk.port}")
    assert foreign.next() == 403
    posted = httpx.post(f"http://127.0.0.1:{desk.port}{STREAM}", headers={"Host": f"esimene.localhost:{desk.port}"})
    assert posted.status_code == 403


def test_many_screens_leave_the_web_server_free(desk: RunningServer) -> None:
    screens = [desk.listen("op2") for _ in range(40)]
    assert {screen.next()["event"] for screen in screens} == {"hello"}
    assert desk.get("/toolaud/telefon/vahetus/", "op2").status_code == 200
    desk.report("ringing", "a-4")
    assert {json.loads(screen.next()["data"])["kind"] for screen in screens} == {"ringing"}


def test_a_session_that_ended_is_dropped(desk: RunningServer) -> None:
    listener = desk.listen("op1")
    assert listener.next()["event"] == "hello"
    assert desk.post("/toolaud/valju/", "op1").status_code == 302
    while (data := listener.next()) is not None:
        assert data["event"] in ("desk", "open")
    assert desk.listen("op1").next() == 403
