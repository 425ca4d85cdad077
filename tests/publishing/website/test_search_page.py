"""A resident searches: finds pages and news the moment they are published, and is led to a person otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from raekoda.platform.core.bounds import LONGEST_VALUE
from raekoda.platform.core.models import Municipality
from raekoda.platform.search.models import Document
from raekoda.publishing.website.models import NewsIndexPage, NewsPage


def found(client: Client, query: str, path: str = "/otsi/") -> list[str]:
    response = client.get(path, {"q": query})
    assert response.status_code == 200
    return [each["hit"].title for each in response.context["hits"]]


def test_news_is_found_when_published_and_not_after(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    assert found(at_tartu, "mänguväljakud") == []
    news = write_news(tartu, "Uus mänguväljak Annelinnas")
    assert found(at_tartu, "mänguväljakutele") == ["Uus mänguväljak Annelinnas"]
    news.unpublish()
    assert found(at_tartu, "mänguväljak") == []
    news.save_revision().publish()
    assert found(at_tartu, "mänguväljak")
    Page.objects.get(pk=news.pk).specific.delete()
    assert found(at_tartu, "mänguväljak") == []


def test_starter_pages_are_found(tartu: Municipality, at_tartu: Client) -> None:
    assert "Andmekaitse" in found(at_tartu, "küpsised")
    assert "Accessibility" in found(at_tartu, "screen reader", "/en/otsi/")


def test_moved_and_renamed_pages_are_found_at_their_new_address(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    news = write_news(tartu, "Uus mänguväljak")
    news.slug = "uus-nimi"
    news.save_revision().publish()
    assert Document.objects.get(kind="news").url == "/uudised/uus-nimi/"
    index = NewsIndexPage.objects.get(url_path="/tartu/et/uudised/")
    index.slug = "teated-ja-uudised"
    index.save_revision().publish()
    assert Document.objects.get(kind="news").url == "/teated-ja-uudised/uus-nimi/"


def test_page_under_an_unpublished_one_or_a_protected_one_is_not_found(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    write_news(tartu, "Uus mänguväljak")
    index = NewsIndexPage.objects.get(url_path="/tartu/et/uudised/")
    restriction = PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    assert found(at_tartu, "mänguväljak") == []
    restriction.delete()
    assert found(at_tartu, "mänguväljak")


def test_drafts_are_not_found(tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]) -> None:
    news = write_news(tartu, "Uus mänguväljak")
    news.title = "Salajane plaan"
    news.save_revision()
    assert found(at_tartu, "salajane") == []
    write_news(tartu, "Avaldamata kava", day=2, live=False)
    assert found(at_tartu, "kava") == []


def test_each_municipality_finds_its_own(
    tartu: Municipality, elva: Municipality, at_elva: Client, write_news: Callable[..., NewsPage]
) -> None:
    write_news(tartu, "Uus mänguväljak")
    assert found(at_elva, "mänguväljak") == []
    assert at_elva.get("/otsi/soovitused/", {"q": "mänguv"}).json() == {"suggestions": []}


def test_kind_narrows(tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]) -> None:
    write_news(tartu, "Andmekaitse päev")
    assert set(found(at_tartu, "andmekaitse")) == {"Andmekaitse päev", "Andmekaitse"}
    for kind, titles in (("news", ["Andmekaitse päev"]), ("page", ["Andmekaitse"]), ("service", [])):
        hits = at_tartu.get("/otsi/", {"q": "andmekaitse", "liik": kind}).context["hits"]
        assert [each["hit"].title for each in hits] == titles
    assert at_tartu.get("/otsi/", {"q": "andmekaitse", "liik": "1 OR 1"}).status_code == 200


def test_misspelt_word_is_understood_and_said(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    write_news(tartu, "Uus mänguväljak")
    response = at_tartu.get("/otsi/", {"q": "mänguvaljk"})
    assert [each["hit"].title for each in response.context["hits"]] == ["Uus mänguväljak"]
    assert "Otsisime sõnu <strong>" in response.content.decode()


@pytest.mark.parametrize(("path", "prefix"), [("/otsi/", "/"), ("/en/otsi/", "/en/"), ("/ru/otsi/", "/ru/")])
def test_question_goes_along_to_a_person(tartu: Municipality, at_tartu: Client, path: str, prefix: str) -> None:
    text = at_tartu.get(path, {"q": "kus on mu kass & koer"}).content.decode()
    assert f'href="{prefix}kysi/?text=kus+on+mu+kass+%26+koer"' in text
    assert f'href="{prefix}teata/?text=kus+on+mu+kass+%26+koer"' in text


def test_suggestions_lead_to_the_page(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    write_news(tartu, "Uus mänguväljak")
    answer = at_tartu.get("/otsi/soovitused/", {"q": "mänguv"}).json()
    assert answer == {"suggestions": [{"text": "Uus mänguväljak", "url": "/uudised/uudis-1-et/", "kind": "Uudis"}]}
    assert at_tartu.get("/otsi/soovitused/", {"q": " "}).json() == {"suggestions": []}


@pytest.mark.parametrize(
    "query",
    ["", " ", "\x00", "a\x00b", "<script>alert(1)</script>", "'; DROP TABLE x;--", "%", "_", "\\", "🙂", "ä" * 5000,
     "!", "&|!:*()"],
)  # fmt: skip
def test_any_words_are_survived(tartu: Municipality, at_tartu: Client, query: str) -> None:
    status = 400 if "\x00" in query or len(query) > LONGEST_VALUE else 200
    response = at_tartu.get("/otsi/", {"q": query})
    assert response.status_code == status
    assert "<script>alert" not in response.content.decode()
    assert at_tartu.get("/otsi/soovitused/", {"q": query}).status_code == status


def test_without_words_the_page_says_what_to_do(tartu: Municipality, at_tartu: Client) -> None:
    text = at_tartu.get("/otsi/").content.decode()
    assert "Kirjutage oma sõnadega" in text


def test_robots_are_told(tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]) -> None:
    write_news(tartu, "Uus mänguväljak")
    sitemap = at_tartu.get("/sitemap.xml").content.decode()
    assert "/uudised/uudis-1-et/</loc>" in sitemap
    assert "/ru/kontakt/</loc>" in sitemap
    robots = at_tartu.get("/robots.txt").content.decode()
    assert "Disallow: /minu/" in robots
    assert "/sitemap.xml" in robots
    security = at_tartu.get("/.well-known/security.txt").content.decode()
    assert "Contact: http" in security
    assert "Expires: 20" in security
    assert at_tartu.get("/favicon.ico").status_code == 302
