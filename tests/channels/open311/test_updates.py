"""Service request updates: a partner reads and writes about what it made or has from us, once, and about nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case, Message
from raekoda.channels.open311.actions import new_key
from raekoda.channels.open311.models import ApiKey, Partner, Received
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.channels.open311.partner_server import OtherSide
from tests.channels.open311.partners import SYSTEM, handover_of, work
from tests.channels.open311.test_forwarding import report

UPDATES = "/open311/v2/servicerequestupdates"
MakePartner = Callable[..., Partner]


@pytest.fixture
def app(municipality: Municipality) -> tuple[Partner, str]:
    """The national app: it only sends to us."""
    key, plain = new_key(municipality, "Riigi rakendus")
    return Partner.objects.create(municipality=municipality, name="Riigi rakendus", key=key), plain


@pytest.fixture
def made(app: tuple[Partner, str], pothole: Service, client: Client) -> Case:
    fields = {"service_code": "tee", "description": "Auk teel", "api_key": app[1], "lat": "58.3803", "long": "26.7224",
              "email": "mari@example.ee", "first_name": "Mari", "last_name": "Maasikas"}  # fmt: skip
    number = client.post("/open311/v2/requests.json", fields).json()[0]["service_request_id"]
    return Case.objects.get(pk=int(number.split("-")[1]))


@pytest.fixture
def official(oskar_acts: Actor) -> Actor:
    return oskar_acts


def read(client: Client, key: str, **asked: str) -> Any:
    return client.get(f"{UPDATES}.json", asked, headers={"X-Api-Key": key})


def write(client: Client, key: str, **fields: str) -> HttpResponse:
    values = {"update_id": "u1", "status": "open", "description": "Ikka veel auk.", "api_key": key, **fields}
    return client.post(f"{UPDATES}.json", {name: value for name, value in values.items() if value})


def test_the_maker_reads_what_became_of_its_report(
    client: Client, app: tuple[Partner, str], made: Case, official: Actor
) -> None:
    actions.ask_sender(made, text="Kui suur auk on, Mari?", actor=official)
    actions.reply_from_sender(made, text="Suur.", actor=Actor.resident())
    actions.note(made, text="Ainult meile.", actor=official)
    actions.extend(made, days=5, reason="Ootame asfalti.", actor=official)
    actions.answer(made, text="Mari Maasikas, auk on täidetud. Küsimused: 5550 1234.", outcome="solved", actor=official)
    actions.reopen(made, reason="Vajus uuesti.", actor=official)
    rows = read(client, app[1]).json()
    assert [(row["status"], row["external_status_code"]) for row in rows] == [
        ("open", None), ("open", None), ("closed", "solved"), ("open", None),
    ]  # fmt: skip
    assert {row["service_request_id"] for row in rows} == {made.number}
    assert len({row["update_id"] for row in rows}) == 4
    text = " ".join(row["description"] for row in rows)
    assert "auk on täidetud" in text
    assert "Ootame asfalti." in text
    assert not any(word in text for word in ("Maasikas", "5550", "Ainult meile", "Suur."))


def test_updates_are_xml_too_and_narrowed_by_number_and_time(
    client: Client, app: tuple[Partner, str], made: Case, official: Actor
) -> None:
    actions.notify_sender(made, text="Vaatame üle.", actor=official)
    body = client.get(f"{UPDATES}.xml", headers={"X-Api-Key": app[1]}).content.decode()
    assert "<service_request_updates><request_update><update_id>" in body
    assert len(read(client, app[1], service_request_id=made.number).json()) == 1
    assert read(client, app[1], service_request_id="2026-999999").json() == []
    assert read(client, app[1], start_date="2020-01-01T00:00:00Z", end_date="2020-02-01T00:00:00Z").json() == []
    assert read(client, app[1], start_date="2020-01-01T00:00:00Z", end_date="2021-01-01T00:00:00Z").status_code == 400


def test_a_joined_report_gets_the_answer_given_to_the_other(
    client: Client, app: tuple[Partner, str], made: Case, pothole: Service, official: Actor
) -> None:
    other = report(pothole, (26.7224, 58.3803))
    actions.merge(made, into=other, actor=official)
    actions.answer(other, text="Täidetud.", outcome="solved", actor=official)
    rows = read(client, app[1]).json()
    assert [(row["service_request_id"], row["status"]) for row in rows] == [
        (made.number, "open"),
        (made.number, "closed"),
    ]


def test_who_may_read_and_write(
    client: Client, app: tuple[Partner, str], made: Case, pothole: Service, municipality: Municipality, official: Actor
) -> None:
    """No key, a key of nobody, of no partner, of another partner, of a partner out of use: nothing of this report."""
    actions.notify_sender(made, text="Vaatame üle.", actor=official)
    other_key, other = new_key(municipality, "Teine")
    Partner.objects.create(municipality=municipality, name="Teine", key=other_key)
    off_key, off = new_key(municipality, "Väljas")
    Partner.objects.create(municipality=municipality, name="Väljas", key=off_key, is_active=False)
    plain = new_key(municipality, "Lihtne")[1]
    table = {
        "": (403, 403),
        "vale": (403, 403),
        plain: (403, 403),
        off: (403, 403),
        other: (200, 404),
        app[1]: (200, 200),
    }
    for key, (reads, writes) in table.items():
        answer = read(client, key)
        assert answer.status_code == reads, key
        assert (len(answer.json()) if reads == 200 else 0) == (1 if key == app[1] else 0)
        assert write(client, key, service_request_id=made.number).status_code == writes, key
    assert Message.objects.filter(case=made, kind="reply").count() == 1


def test_the_maker_adds_a_word_once(client: Client, app: tuple[Partner, str], made: Case) -> None:
    for _turn in range(2):
        answer = write(client, app[1], service_request_id=made.number)
        assert answer.status_code == 200
        assert answer.json() == [{"update_id": "u1"}]  # type: ignore[attr-defined]
    assert Message.objects.filter(case=made, kind="reply").count() == 1


def test_the_maker_cannot_close_but_open_again(
    client: Client, app: tuple[Partner, str], made: Case, official: Actor
) -> None:
    assert write(client, app[1], service_request_id=made.number, status="closed").status_code == 200
    made.refresh_from_db()
    assert made.is_open
    actions.answer(made, text="Täidetud.", outcome="solved", actor=official)
    assert write(client, app[1], service_request_id=made.number, update_id="u2", status="closed").status_code == 400
    assert write(client, app[1], service_request_id=made.number, update_id="u3", status="open").status_code == 200
    made.refresh_from_db()
    assert made.is_open


def test_a_report_that_is_not_public_is_shown_to_its_maker_only(
    client: Client, app: tuple[Partner, str], made: Case, official: Actor
) -> None:
    Case.objects.filter(pk=made.pk).update(is_public=False, public_text="")
    path = f"/open311/v2/requests/{made.number}.json"
    assert client.get(path).status_code == 404
    assert client.get(path, headers={"X-Api-Key": "vale"}).status_code == 404
    shown = client.get(path, headers={"X-Api-Key": app[1]})
    assert shown.status_code == 200
    assert shown.json()[0]["description"] == ""
    listed = "/open311/v2/requests.json"
    assert client.get(listed, {"service_request_id": made.number}, headers={"X-Api-Key": app[1]}).json()
    assert client.get(listed, headers={"X-Api-Key": app[1]}).json() == []


@pytest.mark.parametrize("names", [("external",), ("ours",)])
def test_a_partner_pushes_news_of_what_it_has(
    client: Client, make_partner: MakePartner, side: OtherSide, pothole: Service, municipality: Municipality,
    names: tuple[str],
) -> None:  # fmt: skip
    partner = make_partner()
    key, plain = new_key(municipality, "Elva")
    Partner.objects.filter(pk=partner.pk).update(key=key)
    case = report(pothole)
    work()
    number = "101" if names == ("external",) else case.number
    for _turn in range(2):
        answer = write(client, plain, service_request_id=number, status="fixed", description="Auk on täidetud.")
        assert answer.status_code == 200, answer.content
    handover = handover_of(case)
    assert (handover.state, handover.to_check, handover.their_outcome) == ("done", True, "solved")
    told = Message.objects.filter(case=case, kind="update")
    assert told.count() == 2


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", '{"update_id": "u1", "service_request_id": "%s", "status": "open", "description": "Auk"}'),
        (
            "text/xml",
            "<service_request_updates><request_update><update_id>u1</update_id><service_request_id>%s</service_request_id>"
            "<description>Auk</description></request_update></service_request_updates>",
        ),
    ],
)
def test_updates_come_as_json_and_xml(
    client: Client, app: tuple[Partner, str], made: Case, kind: str, body: str
) -> None:
    answer = client.post(f"{UPDATES}.json", body % made.number, content_type=kind, headers={"X-Api-Key": app[1]})
    assert answer.status_code == 200, answer.content
    assert Message.objects.get(case=made, kind="reply").text == "Auk"


@pytest.mark.parametrize(
    "fields", [{"update_id": ""}, {"update_id": "x" * 121}, {"updated_datetime": "eile"}, {"service_request_id": ""}]
)
def test_what_is_no_update_is_refused(
    client: Client, app: tuple[Partner, str], made: Case, fields: dict[str, str]
) -> None:
    assert write(client, app[1], **{"service_request_id": made.number, **fields}).status_code == 400


def test_reading_takes_as_many_queries_for_many(
    client: Client, app: tuple[Partner, str], pothole: Service, official: Actor,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    def more(count: int) -> None:
        for _number in range(count):
            case = report(pothole, (26.7224, 58.3803))
            Received.objects.create(partner=app[0], case=case)
            actions.notify_sender(case, text="Vaatame üle.", actor=official)

    more(10)
    read(client, app[1])
    for count, extra in ((10, 0), (100, 90)):
        more(extra)
        with django_assert_max_num_queries(8):
            assert len(read(client, app[1]).json()) == count


def test_the_key_is_kept_when_a_partner_goes(app: tuple[Partner, str]) -> None:
    app[0].delete()
    assert ApiKey.objects.filter(name="Riigi rakendus", is_active=True).exists()
    assert SYSTEM
