"""Subscribe, confirm, change, unsubscribe; privacy and erasure of addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from raekoda.casework.letters.models import Letter
from raekoda.channels.notices import retention, subscriptions
from raekoda.channels.notices.errors import NoticeError
from raekoda.channels.notices.models import Recipient, Subscriber
from raekoda.channels.notices.subscriptions import Choices
from raekoda.platform.core import clock
from raekoda.platform.core.models import JournalEntry, Municipality

NEWS = Choices(("news",))


def ask(
    municipality: Municipality, email: str = "mari@example.ee", choices: Choices = NEWS, language: str = "et"
) -> None:
    subscriptions.subscribe(municipality, email=email, language=language, choices=choices)


def form(client: Client, monkeypatch: Any, **kwargs: Any) -> Any:
    monkeypatch.setattr("raekoda.casework.cases.site.antispam.SHORTEST_SECONDS", -1)
    stamp = client.get("/teadaanded/telli/").context["form"]["stamp"].value()
    values = {"kinds": ["news"], "language": "et", "email": "mari@example.ee", "stamp": stamp, **kwargs}
    return client.post("/teadaanded/telli/", values)


def test_nothing_is_sent_before_the_link_is_followed(client: Client, municipality, annelinn, monkeypatch) -> None:
    answer = form(client, monkeypatch, area_ids=[str(annelinn.pk)], language="ru")
    assert (answer.status_code, answer["Location"]) == (302, "/teadaanded/telli/kinnita/")
    mari = Subscriber.objects.get()
    assert not mari.is_subscribed and mari.kinds == []
    letter = Letter.objects.get()
    assert letter.to == mari.email and letter.language == "ru"
    assert f"/ru/tellimus/{mari.token}/kinnita/" in letter.text

    page = client.get(f"/tellimus/{mari.token}/kinnita/")
    assert "Annelinn" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin" and "noindex" in page["X-Robots-Tag"]
    mari.refresh_from_db()
    assert not mari.is_subscribed
    client.post(f"/tellimus/{mari.token}/kinnita/")
    mari.refresh_from_db()
    assert mari.is_subscribed and (mari.kinds, mari.area_ids, mari.language) == (["news"], [annelinn.pk], "ru")


def test_a_known_address_is_answered_like_an_unknown_one_and_is_not_changed(
    client: Client, subscriber, municipality, monkeypatch
) -> None:
    mari = subscriber("mari", kinds=["event"])
    known, unknown = form(client, monkeypatch), form(client, monkeypatch, email="juhan@example.ee")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    mari.refresh_from_db()
    assert mari.kinds == ["event"] and mari.is_subscribed
    assert {letter.subject for letter in Letter.objects.all()} == {"Kinnitage, et soovite teadaandeid"}
    subscriptions.confirm(mari.token)
    mari.refresh_from_db()
    assert mari.kinds == ["news"]


def test_three_letters_a_day_to_one_address_and_no_word_of_it(client: Client, municipality, monkeypatch) -> None:
    answers = {form(client, monkeypatch).status_code for _ in range(6)}
    assert answers == {302}
    assert Letter.objects.count() == 3


def test_one_network_asks_ten_times_an_hour(client: Client, municipality, monkeypatch) -> None:
    codes = [form(client, monkeypatch, email=f"s{number}@example.ee").status_code for number in range(11)]
    assert codes == [302] * 10 + [429]
    assert Subscriber.objects.count() == 10


def test_what_was_typed_stays_when_something_is_wrong(client: Client, municipality, monkeypatch) -> None:
    answer = form(client, monkeypatch, kinds=[], email="mari@example.ee")
    assert answer.status_code == 422
    assert "mari@example.ee" in answer.content.decode() and "Valige vähemalt üks" in answer.content.decode()
    assert form(client, monkeypatch, website="http://spam.example").status_code == 422
    assert not Subscriber.objects.exists()
    with pytest.raises(NoticeError):
        ask(municipality, email="not an address")


def test_a_subscriber_changes_what_it_is_about(client: Client, subscriber, streets) -> None:
    mari = subscriber("mari")
    client.post(f"/tellimus/{mari.token}/", {"kinds": ["crisis"], "topic_ids": [streets.pk], "language": "en"})
    mari.refresh_from_db()
    assert (mari.kinds, mari.topic_ids, mari.language) == (["crisis"], [streets.pk], "en")
    assert client.get(f"/en/tellimus/{mari.token}/").status_code == 200


def test_leaving_by_the_mail_programs_button_needs_no_cookie(subscriber) -> None:
    mari = subscriber("mari")
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(f"/tellimus/{mari.token}/loobu/").status_code == 200
    mari.refresh_from_db()
    assert mari.is_subscribed
    answer = strict.post(f"/tellimus/{mari.token}/loobu/", {"List-Unsubscribe": "One-Click"})
    mari.refresh_from_db()
    assert answer.status_code == 200 and not mari.is_subscribed
    assert strict.post(f"/tellimus/{mari.token}/loobu/").status_code == 200
    assert strict.post("/tellimus/no-such-token/loobu/").status_code == 200


def test_who_left_may_come_back_by_a_new_letter(municipality, subscriber) -> None:
    mari = subscriber("mari")
    subscriptions.leave(mari.token)
    ask(municipality)
    mari.refresh_from_db()
    assert not mari.is_subscribed
    subscriptions.confirm(mari.token)
    mari.refresh_from_db()
    assert mari.is_subscribed and mari.kinds == ["news"]


def test_addresses_are_erased_and_counts_remain(municipality, subscriber, publish, settings) -> None:
    stays, left, just_left = subscriber("stays"), subscriber("left"), subscriber("just")
    notice = publish()
    ask(municipality, "never@example.ee")
    for each in (left, just_left):
        subscriptions.leave(each.token)
    Subscriber.objects.filter(pk=left.pk).update(left_at=clock.now() - timedelta(days=31))
    Subscriber.objects.filter(email="never@example.ee").update(asked_at=clock.now() - timedelta(days=8))

    assert retention.erase_expired(municipality) == 2
    assert retention.erase_expired(municipality) == 0
    assert set(Subscriber.objects.exclude(email="").values_list("pk", flat=True)) == {stays.pk, just_left.pk}
    assert set(Letter.objects.values_list("to", "text")) == {("", "")}
    assert subscriptions.confirm(left.token) is None
    assert Recipient.objects.filter(notice=notice).count() == 3


def test_no_address_is_in_the_journal(municipality, subscriber) -> None:
    ask(municipality)
    token = Subscriber.objects.get().token
    subscriptions.confirm(token)
    subscriptions.leave(token)
    entries = JournalEntry.objects.filter(action__startswith="notices.")
    assert entries.count() == 3
    assert "example.ee" not in str(list(entries.values("data", "reason")))


def test_links_of_the_next_municipality_lead_nowhere_here(client: Client, subscriber, other_municipality) -> None:
    mari = subscriber("mari")
    for page in ("", "kinnita/"):
        assert client.get(f"/tellimus/{mari.token}/{page}", headers={"host": "elva.localhost"}).status_code == 404
    client.post(f"/tellimus/{mari.token}/loobu/", headers={"host": "elva.localhost"})
    mari.refresh_from_db()
    assert mari.is_subscribed
