"""Outgoing messages: signed, retried, repeatable; never private data."""

from __future__ import annotations

import json
from datetime import timedelta

import jsonschema
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from raekoda.casework.answers import actions as answers
from raekoda.casework.cases import actions as cases
from raekoda.casework.webhooks import actions, catalogue, description
from raekoda.casework.webhooks.errors import WebhookError
from raekoda.casework.webhooks.models import Endpoint
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries import actions as deliveries
from raekoda.platform.deliveries.models import Delivery, Status
from tests.casework.cases.conftest import SENDER
from tests.casework.webhooks.conftest import SYSTEM
from tests.casework.webhooks.receiver import receiving

pytestmark = pytest.mark.django_db


def valid(message: dict) -> None:
    jsonschema.validate(message, description.event_schema(message["type"]), format_checker=jsonschema.FormatChecker())


def test_all_events_of_a_public_report_are_sent(
    endpoint, receiver, work, make_case, lights, official, other_unit_of
) -> None:
    case = make_case(service=lights, contact=SENDER, text="Lamp ei põle. Helistage 5550 1234, Mari Maasikas.")
    cases.assign(case, actor=official, unit=other_unit_of, reason="teise osakonna asi")
    cases.answer(case, text="Lamp vahetati. Kirjutasime ka mari.maasikas@example.ee.", outcome="solved", actor=official)
    cases.reopen(case, reason="Mitte kõik lambid", actor=official)
    cases.close(case, text="Suletud.", outcome="no_answer_due", actor=official)
    work()

    assert [each["type"] for each in receiver.messages] == [
        "case.opened", "case.assigned", "case.answered", "case.reopened", "case.closed",
    ]  # fmt: skip
    assert receiver.forged == 0
    assert len(set(receiver.ids)) == 5
    for message in receiver.messages:
        valid(message)
        assert message["municipality"] == "0793"
        assert message["data"]["case"]["number"] == case.number
    sent = json.dumps(receiver.messages, ensure_ascii=False)
    assert "Maasikas" not in sent
    assert "5550" not in sent
    assert "mari.maasikas" not in sent
    assert receiver.messages[2]["data"]["case"]["answer"].startswith("Lamp vahetati.")
    assert receiver.messages[4]["data"]["case"]["answer"] is None


def test_case_data_equals_the_json_api(endpoint, receiver, work, make_case, lights, client) -> None:
    case = make_case(service=lights, contact=SENDER, address="Rüütli 1")
    work()
    sent = receiver.messages[0]["data"]["case"]
    shown = client.get(f"/api/v1/cases/{case.ref}").json()
    shared = set(sent) & set(shown)
    assert {"ref", "number", "status", "text", "service", "address", "place", "area", "url"} <= shared
    assert {name: sent[name] for name in shared - {"registered_at", "updated_at"}} == {
        name: shown[name] for name in shared - {"registered_at", "updated_at"}
    }


def test_nothing_is_sent_about_a_private_case(endpoint, receiver, work, make_case, official) -> None:
    case = make_case(kind="enquiry", text="Millal saan vastuse?", contact=SENDER)
    cases.assign_to_self(case, actor=official)
    cases.answer(case, text="Homme.", outcome="answered", actor=official)
    cases.reopen(case, reason="Veel", actor=official)
    cases.forward_outside(case, to="Riik", reason="Nende asi", actor=official)
    assert work() == []
    assert receiver.messages == []


def test_merging_names_the_other_case_only_when_it_is_public(
    endpoint, receiver, work, make_case, lights, official
) -> None:
    public, other, private = make_case(service=lights), make_case(service=lights), make_case(kind="memo")
    cases.merge(other, into=public, actor=official)
    third = make_case(service=lights)
    cases.merge(third, into=private, actor=official)
    work()
    merged = [each["data"]["case"]["merged_into"] for each in receiver.messages if each["type"] == "case.merged"]
    assert [each and each["number"] for each in merged] == [public.number, None]


def test_published_answers_and_notices(endpoint, receiver, work, municipality, make_case, official) -> None:
    answer = answers.write(
        municipality=municipality,
        actor=SYSTEM,
        title="Kuhu viia kuusk?",
        question="Kuhu?",
        answer="Jäätmejaama.",
        language="et",
    )
    answers.release(answer, actor=SYSTEM, accept_findings=True)
    answers.withdraw(answer, actor=SYSTEM, reason="aegunud")
    data = {"title": "Tänav on suletud", "text": "Rüütli tänav on kinni.", "topics": ["liiklus"]}
    actions.publish_event(municipality, event="notice.published", data=data, key="notice:7")
    actions.publish_event(municipality, event="notice.published", data=data, key="notice:7")
    work()
    assert [each["type"] for each in receiver.messages] == ["answer.published", "answer.withdrawn", "notice.published"]
    for message in receiver.messages:
        valid(message)
    assert receiver.messages[1]["data"]["answer"] is None
    assert receiver.messages[2]["data"]["topics"] == ["liiklus"]
    with pytest.raises(ValueError, match="unknown event"):
        actions.publish_event(municipality, event="case.secret", data={}, key="1")


def test_only_subscribed_events_are_sent(municipality, receiver, work, make_case, lights, official) -> None:
    _, receiver.secret = actions.add_endpoint(
        municipality, name="Vähene", url=receiver.url, events=["case.answered"], actor=SYSTEM
    )
    case = make_case(service=lights)
    cases.answer(case, text="Tehtud.", outcome="solved", actor=official)
    work()
    assert [each["type"] for each in receiver.messages] == ["case.answered"]


def test_retries_send_the_same_message(endpoint, receiver, work, make_case, lights) -> None:
    make_case(service=lights)
    receiver.statuses, receiver.headers = [500, 302, 429], {"Retry-After": "120", "Location": "http://127.0.0.1:1/"}
    delivery = work()[0]
    assert (delivery.error, delivery.status) == ("HTTP 500", Status.WAITING)
    assert timedelta(seconds=100) < delivery.next_at - clock.now() < timedelta(seconds=130)
    endpoint.refresh_from_db()
    assert endpoint.failing_since is not None
    for _ in range(3):
        work()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.answer["status"]) == (Status.SENT, 200)
    assert len(receiver.messages) == 1
    assert len(set(receiver.ids)) == 1
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.last_taken_at is not None) == (None, True)


def test_a_delivered_message_is_sent_again_unchanged(endpoint, receiver, work, make_case, lights, official) -> None:
    make_case(service=lights)
    (delivery,) = work()
    deliveries.retry(delivery, actor=official)
    work()
    assert receiver.messages[0] == receiver.messages[1]
    assert receiver.ids[0] == receiver.ids[1]


def test_both_secrets_are_valid_for_a_day(endpoint, receiver, work) -> None:
    before = receiver.secret
    after = actions.new_secret(endpoint, actor=SYSTEM)
    for secret in (before, after):
        receiver.secret = secret
        actions.ping(endpoint, actor=SYSTEM)
        work()
    assert (len(receiver.messages), receiver.forged) == (2, 0)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert list(endpoint.secrets_at(clock.now())) == [after]
    actions.end_previous_secret(endpoint, actor=SYSTEM)
    receiver.secret = before
    actions.ping(endpoint, actor=SYSTEM)
    work()
    assert receiver.forged == 1


def test_secrets_are_stored_encrypted(endpoint, receiver) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_endpoint WHERE id = %s", [endpoint.pk])
        (kept,) = cursor.fetchone()
    assert receiver.secret.removeprefix("whsec_") not in kept
    assert Endpoint.objects.get().secret == receiver.secret


def test_after_days_of_failure_it_is_switched_off_and_staff_see_it(
    endpoint, receiver, work, make_case, lights, signed_in
) -> None:
    make_case(service=lights)
    receiver.statuses = [503] * 3
    work()
    with clock.at(clock.now() + timedelta(days=4, hours=23)):
        work()
    endpoint.refresh_from_db()
    assert endpoint.is_active
    with clock.at(clock.now() + timedelta(days=5, minutes=1)):
        work()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.off_because) == (False, "failing")
    page = signed_in("administrator").get("/toolaud/veebihaagid/").text
    assert "Lülitati välja, sest" in page
    make_case(service=lights)
    assert Delivery.objects.count() == 1


def test_an_endpoint_that_answers_410_is_switched_off(endpoint, receiver, work, make_case, lights) -> None:
    make_case(service=lights)
    make_case(service=lights)
    receiver.statuses = [410]
    first, second = work()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.off_because) == (False, "gone")
    assert (first.status, first.error) == (Status.REFUSED, "HTTP 410")
    assert (second.status, second.error) == (Status.REFUSED, "endpoint switched off")
    assert receiver.messages == []


def test_nothing_is_sent_to_an_inactive_endpoint_and_a_ping_says_so(endpoint, work, make_case, lights) -> None:
    actions.switch_off(endpoint, actor=SYSTEM)
    make_case(service=lights)
    assert work() == []
    with pytest.raises(WebhookError):
        actions.ping(endpoint, actor=SYSTEM)
    actions.switch_on(endpoint, actor=SYSTEM)
    make_case(service=lights)
    assert len(work()) == 1


def test_nothing_is_sent_after_a_rollback(endpoint, make_case, lights) -> None:
    with pytest.raises(cases.CaseError):
        make_case(service=lights, text=" ")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.ee/x", "http://localhost/x", "http://127.0.0.1:22/", "http://169.254.169.254/latest/",
     "http://10.0.0.8/x", "http://[::1]/x", "http://[fd00::1]/", "http://user:pass@example.ee/", "http://0.0.0.0/", "http://2130706433/",
     "//example.ee/x", "http://"],
)  # fmt: skip
def test_internal_addresses_are_rejected(municipality, settings, url) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    with pytest.raises(WebhookError) as refusal:
        actions.add_endpoint(municipality, name="Kuri", url=url, events=[], actor=SYSTEM)
    assert refusal.value.field == "url"


def test_a_name_that_later_resolves_to_an_internal_address_is_rejected(
    endpoint, receiver, work, settings, monkeypatch
) -> None:
    Endpoint.objects.update(url="http://hook.example.ee/x")
    settings.RAEKODA_INSIDE_ALLOWED = []
    found = [(2, 1, 6, "", ("10.0.0.5", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    actions.ping(endpoint, actor=SYSTEM)
    (delivery,) = work()
    assert (delivery.status, delivery.error) == (Status.REFUSED, "address not allowed: inside of a network")
    assert receiver.ids == []


def test_endpoints_belong_to_one_municipality(endpoint, receiver, other_municipality, work, make_case, lights) -> None:
    with receiving() as elsewhere, municipality_scope(other_municipality):
        _, elsewhere.secret = actions.add_endpoint(
            other_municipality, name="Elva", url=elsewhere.url, events=catalogue.OFFERED, actor=SYSTEM
        )
        assert list(Endpoint.objects.values_list("name", flat=True)) == ["Elva"]
    make_case(service=lights)
    work()
    assert (len(receiver.messages), elsewhere.messages) == (1, [])


def test_opening_a_case_needs_few_queries_for_webhooks(make_case, lights, endpoint) -> None:
    make_case(kind="memo")
    with CaptureQueriesContext(connection) as asked:
        make_case(kind="memo")
    assert not [each for each in asked.captured_queries if "webhooks_" in each["sql"]]


def test_only_administrators(municipality, endpoint, official, operator, resident) -> None:
    for actor in (official, operator, resident, Actor.integration(1)):
        for act in (
            lambda actor: actions.add_endpoint(
                municipality, name="x", url="https://example.ee", events=[], actor=actor
            ),
            lambda actor: actions.change_endpoint(endpoint, name="x", url="https://example.ee", events=[], actor=actor),
            lambda actor: actions.add_source(municipality, actor=actor, name="x", channel="social"),
            lambda actor: actions.new_secret(endpoint, actor=actor),
            lambda actor: actions.switch_off(endpoint, actor=actor),
            lambda actor: actions.ping(endpoint, actor=actor),
            lambda actor: actions.remove_endpoint(endpoint, actor=actor),
        ):
            with pytest.raises(PermissionDenied):
                act(actor)


@pytest.fixture
def other_unit_of(municipality):
    from raekoda.identity.accounts.models import Unit

    return Unit.objects.create(municipality=municipality, name="Haridusosakond")
