"""Staff pages: editing and publishing a notice, delivery states without addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raekoda.channels.notices.events import NoticePublished
from raekoda.channels.notices.models import Notice, Recipient
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.events import Subscription, subscriptions
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import make_user

WRITERS = {"editor", "service_owner", "administrator"}
PUBLISHERS = {"editor", "administrator"}
FORM = {"kind": "news", "title_et": "Uudis", "text_et": "Tekst", "tell_subscribers": "on", "tell_channels": "on"}


@pytest.fixture
def published_events() -> Any:
    """NoticePublished events."""
    seen: list[NoticePublished] = []
    with subscriptions.temporarily(Subscription(NoticePublished, seen.append)):
        yield seen


@pytest.mark.parametrize("role", Role.values)
def test_who_may_do_what(role: str, municipality: Municipality, write, publish, subscriber) -> None:
    subscriber()
    draft, public = write(), publish()
    client = Client()
    client.force_login(make_user(municipality, f"{role}-1", role))
    allowed = {
        "notices_desk:list": WRITERS,
        "notices_desk:new": WRITERS,
        "notices_desk:subscribers": WRITERS,
        "notices_desk:tray": PUBLISHERS,
    }
    for name, roles in allowed.items():
        assert client.get(reverse(name)).status_code == (200 if role in roles else 403), name
    assert client.get(f"/toolaud/teadaanded/{draft.ref}/").status_code == (200 if role in WRITERS else 403)
    assert client.post(f"/toolaud/teadaanded/{draft.ref}/avalda/").status_code == (302 if role in PUBLISHERS else 403)
    draft.refresh_from_db()
    assert draft.is_published == (role in PUBLISHERS)
    answer = client.post(f"/toolaud/teadaanded/{public.ref}/votatagasi/")
    assert answer.status_code == (302 if role in PUBLISHERS else 403)
    public.refresh_from_db()
    assert public.is_published == (role not in PUBLISHERS)


def test_a_stranger_and_the_next_municipality_see_nothing(client: Client, write, other_municipality) -> None:
    draft = write()
    assert client.get("/toolaud/teadaanded/").status_code == 302
    with municipality_scope(other_municipality):
        client.force_login(make_user(other_municipality, "elvakas", Role.ADMINISTRATOR))
    assert client.get(f"/toolaud/teadaanded/{draft.ref}/", headers={"host": "elva.localhost"}).status_code == 404
    assert draft.title_et not in client.get("/toolaud/teadaanded/", headers={"host": "elva.localhost"}).content.decode()


def test_written_once_seen_before_and_published(
    desk: Client, subscriber, annelinn, streets, lights, published_events
) -> None:
    subscriber("one")
    lights.live = True
    lights.save()
    tomorrow = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = desk.post(
        "/toolaud/teadaanded/uus/",
        {**FORM, "kind": "works", "starts_at": tomorrow, "areas": [annelinn.pk], "topics": [streets.pk],
         "services": [lights.pk], "title_en": "News", "text_en": "Text", "banner_tone": "warning",
         "banner_until": tomorrow, "url": "/uudised/"},
    )  # fmt: skip
    notice = Notice.objects.get()
    assert answer["Location"] == f"/toolaud/teadaanded/{notice.ref}/"
    shown = desk.get(answer["Location"]).content.decode()
    assert "Kiri läheks 1 tellijale" in shown and "Annelinn" in shown and not published_events
    desk.post(f"/toolaud/teadaanded/{notice.ref}/avalda/")
    assert [(event.notice, event.recipients) for event in published_events] == [(notice, 1)]
    notice.refresh_from_db()
    assert notice.is_published and notice.banner_until
    assert "Ootel" in desk.get("/toolaud/teadaanded/").content.decode()


def test_saved_and_published_at_once(desk: Client, subscriber) -> None:
    subscriber()
    desk.post("/toolaud/teadaanded/uus/", {**FORM, "publish": "1"})
    assert Notice.objects.get().is_published and Recipient.objects.count() == 1


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"title_et": ""}, "title_et"),
        ({"kind": "event"}, "Märkige algus"),
        ({"title_ru": "Новость"}, "text_ru"),
        ({"url": "javascript:alert(1)"}, "Alustage märgiga /"),
        ({"url": "//evil.example"}, "Alustage märgiga /"),
    ],
)
def test_errors_are_shown_and_typed_values_are_preserved(desk: Client, kwargs: dict[str, str], message: str) -> None:
    answer = desk.post("/toolaud/teadaanded/uus/", {**FORM, "text_et": "Pikk jutt", **kwargs})
    assert answer.status_code == 422
    assert "Pikk jutt" in answer.content.decode() and message in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_change_shows_at_once_and_sends_nothing_again(desk: Client, client: Client, subscriber, publish) -> None:
    subscriber()
    notice = publish()
    desk.post(f"/toolaud/teadaanded/{notice.ref}/muuda/", {**FORM, "title_et": "Parandatud"})
    assert "Parandatud" in client.get(f"/teadaanded/{notice.ref}/").content.decode()
    assert Recipient.objects.count() == 1


def test_the_failed_queue_shows_no_address_and_lets_people_decide(desk: Client, subscriber, publish) -> None:
    for name in ("one", "two", "three"):
        subscriber(name)
    notice = publish()
    one, two, three = Recipient.objects.order_by("pk")
    Recipient.objects.filter(pk=one.pk).update(state="failed", error="SMTPRecipientsRefused 550")
    Recipient.objects.filter(pk__in=[two.pk, three.pk]).update(state="in_doubt")
    shown = desk.get("/toolaud/teadaanded/saatmata/").content.decode()
    assert "SMTPRecipientsRefused 550" in shown and "example.ee" not in shown
    assert "example.ee" not in desk.get("/toolaud/teadaanded/tellijad/").content.decode()

    base = f"/toolaud/teadaanded/{notice.ref}"
    desk.post(f"{base}/kahtlused-saadetud/", {"letter": two.pk, "back": "failed-queue"})
    assert list(Recipient.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "sent", "in_doubt"]
    desk.post(f"{base}/kahtlused-uuesti/")
    desk.post(f"{base}/uuesti/", {"letter": one.pk})
    assert list(Recipient.objects.order_by("pk").values_list("state", flat=True)) == ["waiting", "sent", "waiting"]
    assert desk.post(f"{base}/olematu/").status_code == 404


def test_a_draft_may_be_thrown_away_and_a_public_notice_not(desk: Client, write, publish) -> None:
    draft, public = write(), publish()
    for notice in (draft, public):
        desk.post(f"/toolaud/teadaanded/{notice.ref}/kustuta/")
    assert list(Notice.objects.all()) == [public]


def test_lists_ask_the_same_number_of_queries_however_long(desk: Client, publish, subscriber) -> None:
    subscriber()

    def queries(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as asked:
            desk.get(address)
        return len(asked)

    addresses = ("/toolaud/teadaanded/", "/toolaud/teadaanded/saatmata/")
    for _ in range(10):
        publish()
    Recipient.objects.update(state="failed")
    ten = [queries(each) for each in addresses]
    for _ in range(20):
        publish()
    Recipient.objects.update(state="failed")
    assert [queries(each) for each in addresses] == ten
