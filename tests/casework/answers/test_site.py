"""The question column: topics, search, one answer, votes, the feed."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.answers import actions
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Topic

Write = Callable[..., PublishedAnswer]


@pytest.fixture
def topic(municipality: Municipality) -> Topic:
    return Topic.objects.create(municipality=municipality, name="Tänavad", slug="tanavad")


@pytest.fixture
def write(municipality: Municipality, topic: Topic, unit: Unit, official: Actor) -> Write:
    """A released answer."""

    def released(title: str, **more: object) -> PublishedAnswer:
        texts = {"question": f"{title} Palun selgitust.", "answer": "Põhitänavad lükatakse esimesena."}
        draft = actions.write(
            municipality=municipality, actor=official, **{"title": title, "topic": topic, "unit": unit, **texts, **more}
        )
        return actions.release(draft, actor=official)

    return released


def test_one_answer_with_all_about_it(client: Client, write: Write) -> None:
    answer, other = write("Millal lund lükatakse?"), write("Kes lükkab lund?")
    page = client.get(f"/vastused/{answer.slug}/").content.decode()
    for words in ("Millal lund lükatakse?", "Põhitänavad", "Linnamajanduse osakond", "Tänavad", "Kas sellest oli abi?"):
        assert words in page
    assert other.slug in page, "related answers"
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["@type"] == "QAPage"
    assert data["mainEntity"]["acceptedAnswer"]["text"] == answer.answer


def test_markup_in_an_answer_stays_text(client: Client, write: Write) -> None:
    answer = write("Mis on </script><script>alert(1)</script>?", answer="<img src=x onerror=alert(1)>")
    page = client.get(f"/vastused/{answer.slug}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_drafts_and_withdrawn_ones_are_not_there(
    client: Client, write: Write, municipality: Municipality, official: Actor
) -> None:
    draft = actions.write(municipality=municipality, actor=official, title="Mustand", question="?", answer="!")
    gone = actions.withdraw(write("Tagasi võetud"), actor=official)
    column, feed = client.get("/vastused/").content.decode(), client.get("/vastused/rss/").content.decode()
    for answer in (draft, gone):
        assert client.get(f"/vastused/{answer.slug}/").status_code == 404
        assert client.post(f"/vastused/{answer.slug}/aitas/", {"helped": "yes"}).status_code == 404
        assert answer.title not in column
        assert answer.title not in feed


def test_another_municipality_reads_its_own(write: Write, other_municipality: Municipality) -> None:
    answer = write("Millal lund lükatakse?")
    elva = Client(HTTP_HOST="elva.localhost")
    assert elva.get(f"/vastused/{answer.slug}/").status_code == 404
    assert answer.title not in elva.get("/vastused/").content.decode()
    assert answer.title not in elva.get("/vastused/?q=lund").content.decode()


def test_by_topic_by_words_and_by_language(client: Client, write: Write, municipality: Municipality) -> None:
    school = Topic.objects.create(municipality=municipality, name="Haridus", slug="haridus")
    snow = write("Millal lund lükatakse?")
    support = write("Kuidas saab koolitoetust?", topic=school, answer="Taotlusega.")
    english = write("When is snow cleared?", language="en", answer="Main streets first.")

    def titles(path: str) -> set[str]:
        page = client.get(path).content.decode()
        return {answer.title for answer in (snow, support, english) if answer.title in page}

    assert titles("/vastused/") == {snow.title, support.title}
    assert titles("/vastused/?teema=haridus") == {support.title}
    assert titles("/vastused/?q=lumi") == {snow.title}
    assert titles("/en/vastused/") == {english.title}
    assert "Nende sõnadega vastust ei leitud" in client.get("/vastused/?q=xyzzyqwerty").content.decode()


def test_whether_it_helped_is_counted_once_from_one_address(client: Client, write: Write) -> None:
    answer = write("Millal lund lükatakse?")
    path = f"/vastused/{answer.slug}/aitas/"
    assert "Aitäh!" in client.post(path, {"helped": "yes"}, follow=True).content.decode()
    client.post(path, {"helped": "no"})
    client.post(path, {"helped": "something"})
    client.post(path, {"helped": "no"}, REMOTE_ADDR="10.0.0.7")
    answer.refresh_from_db()
    assert (answer.helped, answer.did_not_help) == (1, 1)


def test_the_feed_holds_the_newest(client: Client, write: Write) -> None:
    answer = write("Millal lund lükatakse?")
    feed = client.get("/vastused/rss/")
    assert feed["Content-Type"].startswith("application/rss+xml")
    (item,) = ElementTree.fromstring(feed.content).iter("item")
    assert item.findtext("title") == answer.title
    assert str(item.findtext("link")).endswith(f"/vastused/{answer.slug}/")


def test_pages_of_the_column_cost_the_same_at_10_and_100_answers(client: Client, write: Write) -> None:
    counts = {}
    for total in (10, 100):
        while PublishedAnswer.objects.count() < total:
            write(f"Küsimus number {PublishedAnswer.objects.count()}")
        for path in ("/vastused/?teema=tanavad", "/vastused/?q=küsimus"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts[path, total] = len(queries)
    assert counts["/vastused/?teema=tanavad", 10] == counts["/vastused/?teema=tanavad", 100]
    assert counts["/vastused/?q=küsimus", 10] == counts["/vastused/?q=küsimus", 100]
    first = client.get("/vastused/?teema=tanavad").content.decode()
    cursor = first.split("cursor=")[1].split('"')[0]
    second = client.get(f"/vastused/?cursor={cursor}").content.decode()
    assert "Küsimus number 99" in first
    assert "Küsimus number 79" in second
    assert "Küsimus number 99" not in second
