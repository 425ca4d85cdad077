"""Desk pages: administrators manage endpoints and sources; officials work on the failed queue."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases.models import Case
from raekoda.casework.webhooks import actions, catalogue, description, rules
from raekoda.casework.webhooks.models import Endpoint, Received, Source
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery, Status
from tests.casework.cases.conftest import add_membership, make_user
from tests.casework.webhooks.conftest import SYSTEM

pytestmark = pytest.mark.django_db
LIST = "/toolaud/veebihaagid/"
DIRECT = {"operator", "official"}


@pytest.fixture
def administrator(signed_in) -> Client:
    return signed_in("administrator")


def test_an_endpoint_is_added_and_its_secret_shown_once(administrator, receiver, work) -> None:
    given = {"name": "Linnaandmed", "url": receiver.url, "events": ["case.opened"]}
    added = administrator.post(f"{LIST}uus/", given)
    page = administrator.get(added["Location"])
    (receiver.secret,) = re.findall(r'id="webhook-secret">(whsec_[^<]+)<', page.text)
    assert "whsec_" not in administrator.get(added["Location"]).text
    assert "whsec_" not in str(dict(administrator.session))
    administrator.post(f"{added['Location']}proovi/")
    work()
    assert receiver.messages[0]["type"] == "ping"
    jsonschema.validate(receiver.messages[0], description.event_schema("ping"))
    log = administrator.get(added["Location"]).text
    assert "HTTP 200" in log
    (delivery,) = Delivery.objects.all()
    sent = administrator.get(f"{added['Location']}saadetud/{delivery.pk}/").text
    assert receiver.ids[0] in sent
    assert JournalEntry.objects.filter(action="webhooks.look").exists()


@pytest.mark.parametrize(
    "given",
    [{"name": "", "url": "https://example.ee"}, {"name": "x", "url": "javascript:alert(1)"}, {"name": "x", "url": "file:///etc/passwd"},
     {"name": "x", "url": "https://example.ee", "events": ["case.secret"]}],
)  # fmt: skip
def test_errors_are_shown_and_the_input_is_kept(administrator, given) -> None:
    answer = administrator.post(f"{LIST}uus/", given)
    assert (answer.status_code, Endpoint.objects.count()) == (422, 0)
    assert f'value="{given["url"]}"' in answer.text


def test_names_of_endpoints_are_unique(administrator, endpoint) -> None:
    answer = administrator.post(f"{LIST}uus/", {"name": endpoint.name, "url": "https://example.ee/x"})
    assert answer.status_code == 422


def test_an_endpoint_is_changed_switched_and_removed(administrator, endpoint) -> None:
    address = f"{LIST}{endpoint.pk}/"
    administrator.post(f"{address}muuda/", {"name": "Uus nimi", "url": endpoint.url, "events": ["answer.published"]})
    administrator.post(f"{address}valja/")
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.events, endpoint.off_because) == ("Uus nimi", ["answer.published"], "staff")
    administrator.post(f"{address}sisse/")
    administrator.post(f"{address}vota/")
    before = endpoint.secret
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.previous_secret) == (True, before)
    administrator.post(f"{address}lopeta-vana/")
    administrator.post(f"{address}eemalda/")
    assert not Endpoint.objects.exists()


def test_failed_deliveries_are_sent_again(administrator, endpoint, receiver, work) -> None:
    for _ in range(3):
        actions.ping(endpoint, actor=SYSTEM)
    Delivery.objects.update(status=Status.FAILED)
    administrator.post(f"{LIST}{endpoint.pk}/uuesti/")
    work()
    assert len(receiver.messages) == 3
    one = Delivery.objects.first()
    administrator.post(f"{LIST}{endpoint.pk}/saadetud/{one.pk}/uuesti/")
    work()
    assert len(receiver.messages) == 4


def test_a_source_is_added_changed_and_lists_received_messages(administrator, endpoint) -> None:
    given = {
        "name": "Linna leht",
        "channel": "social",
        "endpoint": endpoint.pk,
        "is_open_thread": "on",
        "is_active": "on",
    }
    added = administrator.post(f"{LIST}allikad/uus/", given)
    page = administrator.get(added["Location"]).text
    source = Source.objects.get()
    assert rules.is_secret(re.findall(r'id="webhook-secret">(whsec_[^<]+)<', page)[0])
    assert f"http://tartu.localhost:8000/veebihaak/{source.ref}" in page
    assert (source.endpoint, source.is_open_thread, source.may_publish) == (endpoint, True, False)
    administrator.post(f"{added['Location']}muuda/", {**given, "name": "Teine", "is_active": ""})
    administrator.post(f"{added['Location']}vota/")
    source.refresh_from_db()
    assert (source.name, source.is_active, bool(source.previous_secret)) == ("Teine", False, True)


def test_an_official_reads_and_sorts_failed_messages(bridge, signed_in) -> None:
    bridge.post({"id": "1", "text": "Auk teel", "author": {"name": "Mari"}, "kind": "poem"})
    bridge.post(body="<script>alert(1)</script>")
    first, second = Received.objects.order_by("id")
    official = signed_in("official")
    assert f"{LIST}ootel/{first.pk}/" in official.get(LIST).text
    assert "Auk teel" not in official.get(LIST).text
    page = official.get(f"{LIST}ootel/{first.pk}/").text
    assert "Auk teel" in page
    assert "<script>alert" not in official.get(f"{LIST}ootel/{second.pk}/").text
    assert JournalEntry.objects.filter(action="webhooks.look").count() == 2
    assert official.post(f"{LIST}ootel/{first.pk}/", {"text": "", "kind": "memo"}).status_code == 422
    made = official.post(f"{LIST}ootel/{first.pk}/", {"text": "Auk teel", "kind": "memo", "name": "Mari"})
    assert made["Location"] == f"/toolaud/juhtum/{Case.objects.get().number}/"
    official.post(f"{LIST}ootel/{second.pk}/uuesti/")
    official.post(f"{LIST}ootel/{second.pk}/korvale/", {"reason": "rämps"})
    assert not Received.objects.filter(state="failed").exists()
    assert official.get(f"{LIST}ootel/{first.pk}/").status_code == 404


@pytest.mark.parametrize("role", list(Role.values))
def test_permissions_by_role(role, signed_in, endpoint, bridge) -> None:
    bridge.post(body="x")
    client = signed_in(role)
    waiting = Received.objects.get()
    sorting = {LIST, f"{LIST}ootel/{waiting.pk}/"}
    managing = {f"{LIST}uus/", f"{LIST}{endpoint.pk}/", f"{LIST}{endpoint.pk}/muuda/", f"{LIST}allikad/uus/",
                f"{LIST}allikad/{bridge.source.ref}/", f"{LIST}allikad/{bridge.source.ref}/muuda/"}  # fmt: skip
    opened = {page for page in sorting | managing if client.get(page).status_code == 200}
    assert opened == (sorting if role in DIRECT else set()) | ({LIST} | managing if role == "administrator" else set())
    if role in DIRECT:
        assert endpoint.url not in client.get(LIST).text
    for name in ("proovi", "valja", "vota", "eemalda"):
        if role != "administrator":
            assert client.post(f"{LIST}{endpoint.pk}/{name}/").status_code == 403


def test_records_of_another_municipality_are_not_found(endpoint, bridge, other_municipality) -> None:
    bridge.post(body="x")
    waiting = Received.objects.get()
    with municipality_scope(other_municipality):
        stranger = Client()
        user = make_user(other_municipality, "elvakas", Role.OFFICIAL)
        add_membership(user, other_municipality, Role.ADMINISTRATOR)
        stranger.force_login(user)
    for page in (f"{LIST}{endpoint.pk}/", f"{LIST}allikad/{bridge.source.ref}/", f"{LIST}ootel/{waiting.pk}/"):
        assert stranger.get(page, headers={"host": "elva.localhost"}).status_code == 404
    assert stranger.post(f"{LIST}{endpoint.pk}/eemalda/", headers={"host": "elva.localhost"}).status_code == 404


@pytest.mark.parametrize("page", ["overview", "endpoint", "source"])
def test_queries_do_not_grow_with_rows(page, administrator, endpoint, bridge, make_case) -> None:
    address = {
        "overview": LIST, "endpoint": f"{LIST}{endpoint.pk}/", "source": f"{LIST}allikad/{bridge.source.ref}/",
    }[page]  # fmt: skip
    case = make_case()

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            actions.ping(endpoint, actor=SYSTEM)
            Received.objects.create(
                municipality=endpoint.municipality, source=bridge.source, message_id=f"m{number}", body_digest="",
                received_at=endpoint.created_at, state="failed" if number % 2 else "taken", case=case,
            )  # fmt: skip
            actions.add_source(
                endpoint.municipality, actor=SYSTEM, name=f"allikas {number}", channel="social", endpoint=endpoint
            )
            actions.add_endpoint(
                endpoint.municipality, actor=SYSTEM, name=f"saaja {number}", url="https://example.ee", events=[]
            )

    def queries() -> int:
        administrator.get(address)
        with CaptureQueriesContext(connection) as asked:
            administrator.get(address)
        return len(asked)

    fill(0, 10)
    few = queries()
    fill(10, 100)
    assert queries() == few <= 20


def test_the_description_is_open_to_all_and_every_schema_is_sound(municipality, client) -> None:
    document = client.get("/veebihaak/openapi.json").json()
    assert set(document["webhooks"]) == set(catalogue.ALL)
    assert document["openapi"] == "3.1.0"
    for event in catalogue.ALL:
        jsonschema.Draft202012Validator.check_schema(description.event_schema(event))
    jsonschema.Draft202012Validator.check_schema(description.incoming_schema())
    references = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert references <= set(document["components"]["schemas"])


def test_actors_without_a_role_see_nothing(municipality, endpoint, bridge) -> None:
    from raekoda.casework.webhooks import queries

    assert not queries.endpoints(Actor.resident()).exists()
    assert not queries.sources(Actor.resident()).exists()
    assert not queries.waiting(Actor.resident()).exists()
