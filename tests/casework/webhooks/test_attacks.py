"""Messages with a wrong signature, old or too large ones, and too many of them are rejected."""

from __future__ import annotations

import concurrent.futures
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from raekoda.casework.cases.models import Case, Message
from raekoda.casework.webhooks import actions, rules, site
from raekoda.casework.webhooks.models import Received
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.webhooks.conftest import SYSTEM, Bridge
from tests.conftest import make_municipality

pytestmark = pytest.mark.django_db
WORD = {"id": "1", "text": "Tere"}


def nothing_was_stored() -> bool:
    return not Received.objects.exists() and not Case.objects.exists()


def test_a_wrong_signature(bridge) -> None:
    assert bridge.post(WORD, secret=rules.new_secret()).status_code == 401
    assert bridge.post(WORD, headers={"webhook-signature": "v1,AAAA"}).status_code == 401
    assert bridge.post(WORD, headers={"webhook-signature": "v1a,AAAA"}).status_code == 400
    assert bridge.post(WORD, headers={"webhook-signature": "v1,ä"}).status_code == 400
    assert nothing_was_stored()


def test_a_body_changed_in_transit(bridge) -> None:
    signed = bridge.post(WORD, headers={"webhook-id": "msg_another"})
    assert signed.status_code == 401
    body = json.dumps({"type": "message.received", "data": WORD})
    at = datetime.now(UTC)
    headers = rules.signed_headers("msg_x", int(at.timestamp()), body.encode(), [bridge.secret])
    changed = Client().post(
        f"/veebihaak/{bridge.source.ref}", body.replace("Tere", "Pere").encode(), content_type="application/json",
        headers={**headers, "host": "tartu.localhost"},
    )  # fmt: skip
    assert changed.status_code == 401
    assert nothing_was_stored()


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", ["", "\x00", "ä" * 10, "1" * 500])
def test_headers_missing_or_senseless(bridge, name, value) -> None:
    assert bridge.post(WORD, headers={name: value}).status_code in (400, 401)
    assert nothing_was_stored()


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 365])
def test_an_old_or_a_future_moment(bridge, minutes) -> None:
    assert bridge.post(WORD, at=datetime.now(UTC) + timedelta(minutes=minutes)).status_code == 400
    assert nothing_was_stored()


def test_a_replay_does_nothing_and_its_identifier_is_used_up(bridge) -> None:
    bridge.post(WORD, message_id="msg_1")
    assert bridge.post(WORD, message_id="msg_1").json()["status"] == "known"
    other = bridge.post({"id": "2", "text": "Midagi muud"}, message_id="msg_1")
    assert (other.status_code, other.json()["error"]["code"]) == (409, "identifier_used")
    assert Message.objects.count() == 1


def test_a_body_that_is_too_large(bridge) -> None:
    assert bridge.post({"id": "1", "text": "x" * (site.MOST_BYTES + 1)}).status_code == 413
    assert bridge.post(WORD, headers={"content-length": "99999999999"}).status_code == 413
    assert bridge.post(WORD, headers={"content-length": "-1"}).status_code == 413
    assert nothing_was_stored()


def test_a_secret_of_another_municipality(bridge, other_municipality) -> None:
    with municipality_scope(other_municipality):
        elva = Bridge(*actions.add_source(other_municipality, actor=SYSTEM, name="Elva leht", channel="social"))
    assert bridge.post(WORD, secret=elva.secret).status_code == 401
    assert elva.post(WORD, host="tartu.localhost").status_code == 404
    assert bridge.post(WORD, host="elva.localhost").status_code == 404
    assert bridge.post(WORD, ref=elva.source.ref).status_code == 404
    assert nothing_was_stored()
    assert elva.post(WORD, host="elva.localhost").status_code == 201
    assert nothing_was_stored()


def test_an_inactive_source_answers_like_a_missing_one(bridge) -> None:
    actions.change_source(bridge.source, actor=SYSTEM, is_active=False)
    closed, none = bridge.post(WORD), bridge.post(WORD, ref="2222222222")
    for each in (closed, none):
        assert each.status_code == 404
    assert closed.json()["error"] | {"request_id": ""} == none.json()["error"] | {"request_id": ""}


def test_the_previous_secret_is_valid_for_a_day(bridge) -> None:
    before = bridge.secret
    after = actions.new_secret(bridge.source, actor=SYSTEM)
    assert bridge.post(WORD, secret=before).status_code == 201
    assert bridge.post({"id": "2", "text": "Tere"}, secret=after).status_code == 201
    actions.end_previous_secret(bridge.source, actor=SYSTEM)
    assert bridge.post({"id": "3", "text": "Tere"}, secret=before).status_code == 401
    actions.new_secret(bridge.source, actor=SYSTEM)
    with clock.at(clock.now() + timedelta(days=2)):
        assert bridge.post({"id": "4", "text": "Tere"}, secret=after).status_code == 401


def test_only_post_and_no_cookie_or_form_token_is_needed(bridge) -> None:
    for method in ("get", "put", "delete", "options"):
        response = getattr(Client(), method)(f"/veebihaak/{bridge.source.ref}")
        assert (response.status_code, response["Allow"]) == (405, "POST")
    assert Client(enforce_csrf_checks=True).get("/veebihaak/openapi.json").status_code == 200
    answer = bridge.post(WORD)
    assert (answer.status_code, answer["Cache-Control"], answer.cookies) == (201, "no-store", {})


def test_too_much_is_slowed_down(bridge, monkeypatch) -> None:
    monkeypatch.setattr(site, "PER_MINUTE", 2)
    monkeypatch.setattr(site, "FORGED_PER_MINUTE", 2)
    answers = [bridge.post({"id": str(number), "text": "Tere"}) for number in range(3)]
    assert [each.status_code for each in answers] == [201, 201, 429]
    assert answers[2]["Retry-After"] == "60"
    forged = [bridge.post(WORD, secret=rules.new_secret()).status_code for _ in range(3)]
    assert forged == [401, 401, 429]


def test_a_server_error_stores_nothing_and_says_so(bridge, monkeypatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("katki")

    with monkeypatch.context() as broken:
        broken.setattr(site, "receive", breaks)
        answer = bridge.post(WORD)
    assert (answer.status_code, "katki" in answer.content.decode()) == (500, False)
    assert bridge.post(WORD).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_case() -> None:
    tartu = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(tartu):
        bridge = Bridge(*actions.add_source(tartu, actor=SYSTEM, name="Leht", channel="social"))

    def post(number: int) -> int:
        try:
            word = {"id": f"word-{number % 3}", "thread": "one", "text": f"Sõna {number % 3}"}
            return bridge.post(word, message_id=f"msg_{number % 6}").status_code
        finally:
            connection.close()

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(post, range(12)))
    with municipality_scope(tartu):
        assert sorted(set(answers)) == [200, 201]
        assert answers.count(201) <= 2  # the sender of the first may ask twice and hear twice what became of it
        assert Case.objects.count() == 1
        assert sorted(Message.objects.values_list("text", flat=True)) == ["Sõna 0", "Sõna 1", "Sõna 2"]
