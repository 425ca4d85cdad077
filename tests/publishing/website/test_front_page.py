"""A resident opens the city's site: search first, what people come for, topics, answers, news, a crisis notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.website.models import HomePage, MunicipalitySite, NewsPage
from raekoda.registry.services.models import Service, Topic

MOST_QUERIES = 18
KEPT_QUERIES = 2


def html(client: Client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def service(municipality: Municipality, name: str, number: int = 1) -> Service:
    made = Service.objects.create(
        municipality=municipality,
        code=f"s{number}",
        slug=f"teenus-{number}",
        name_et=name,
        name_ru=f"{name} по-русски",
        live=True,
        is_popular=True,
    )
    made.topics.add(Topic.objects.get(slug="parkimine"))
    made.save()
    return made


def answer(municipality: Municipality, title: str, number: int = 1, status: str = "published") -> PublishedAnswer:
    return PublishedAnswer.objects.create(
        municipality=municipality,
        slug=f"vastus-{number}",
        title=title,
        question="?",
        answer="!",
        status=status,
        published_at=timezone.now() if status == "published" else None,
    )


def test_search_comes_first_and_works_without_javascript(tartu: Municipality, at_tartu: Client) -> None:
    text = html(at_tartu)
    assert text.index('role="search"') < text.index("Lapsed ja pere")
    assert 'action="/otsi/" method="get"' in text
    assert 'data-suggest-url="/otsi/soovitused/"' in text
    assert text.index('href="/teata/"') < text.index("Lapsed ja pere")
    assert text.count('role="search"') == 1


def test_shows_what_people_come_for_topics_answers_news(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    service(tartu, "Parkimissoodustus")
    answer(tartu, "Millal lumi lükatakse?")
    answer(tartu, "Mustand", number=2, status="draft")
    write_news(tartu, "Uus mänguväljak")
    write_news(tartu, "Avaldamata uudis", day=2, live=False)
    text = html(at_tartu)
    for words in ("Parkimissoodustus", "Lapsed ja pere", "Millal lumi lükatakse?", "Uus mänguväljak"):
        assert words in text
    assert "Mustand" not in text
    assert "Avaldamata uudis" not in text
    assert 'href="/teenused/teenus-1/"' in text


def test_each_language_has_its_own(tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]) -> None:
    service(tartu, "Parkimissoodustus")
    write_news(tartu, "Новая площадка", language="ru")
    text = html(at_tartu, "/ru/")
    assert "Что вы ищете?" in text
    assert "Parkimissoodustus по-русски" in text
    assert "Новая площадка" in text
    assert 'action="/ru/otsi/"' in text
    assert "Новая площадка" not in html(at_tartu)


def test_other_municipality_shows_nothing_of_it(
    tartu: Municipality, elva: Municipality, at_elva: Client, write_news: Callable[..., NewsPage]
) -> None:
    service(tartu, "Parkimissoodustus")
    answer(tartu, "Millal lumi lükatakse?")
    write_news(tartu, "Uus mänguväljak")
    text = html(at_elva)
    assert "Elva vald" in text
    for words in ("Parkimissoodustus", "Millal lumi", "Uus mänguväljak", "Tartu linn"):
        assert words not in text


def test_language_switch_leads_to_the_translation_or_home(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    text = html(at_tartu, "/kontakt/")
    assert 'href="/en/kontakt/"' in text
    assert 'href="/ru/kontakt/"' in text
    write_news(tartu, "Ainult eesti keeles")
    text = html(at_tartu, "/uudised/uudis-1-et/")
    assert 'href="/en/"' in text
    assert 'href="/en/uudised/uudis-1-et/"' not in text


def test_bare_host_serves_the_default_municipality(tartu: Municipality, elva: Municipality) -> None:
    text = html(Client(HTTP_HOST="localhost:8000"), "/kontakt/")
    assert "Tartu linn" in text
    assert 'href="/en/kontakt/"' in text


def test_queries_do_not_grow_with_content(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    def count() -> int:
        cache.clear()
        at_tartu.get("/")
        cache.delete_many([key for key in list(getattr(cache, "_cache", {})) if "kept" in key])
        MunicipalitySite.objects.get(municipality=tartu)
        from raekoda.publishing.website.page_cache import invalidate

        invalidate(tartu)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert at_tartu.get("/").status_code == 200
        return len(queries)

    for number in range(3):
        service(tartu, f"Teenus {number}", number)
        answer(tartu, f"Vastus {number}", number)
        write_news(tartu, f"Uudis {number}", day=number + 1, quick=True)
    few = count()
    for number in range(3, 15):
        service(tartu, f"Teenus {number}", number)
        answer(tartu, f"Vastus {number}", number)
        write_news(tartu, f"Uudis {number}", day=number + 1, quick=True)
    many = count()
    assert many == few
    assert many <= MOST_QUERIES


def test_cached_page_needs_one_query(tartu: Municipality, at_tartu: Client) -> None:
    html(at_tartu)
    with CaptureQueriesContext(connection) as queries:
        html(at_tartu)
    assert len(queries) <= KEPT_QUERIES


def test_what_changes_is_seen_at_once(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    assert "Uus mänguväljak" not in html(at_tartu)
    news = write_news(tartu, "Uus mänguväljak")
    assert "Uus mänguväljak" in html(at_tartu)
    news.unpublish()
    assert "Uus mänguväljak" not in html(at_tartu)
    topic = Topic.objects.get(slug="haridus")
    topic.name_et = "Haridus ja kool"
    topic.save()
    assert "Haridus ja kool" in html(at_tartu)
    home = HomePage.objects.get(url_path="/tartu/et/")
    home.greeting = "Kuidas saame aidata?"
    home.save_revision().publish()
    assert "Kuidas saame aidata?" in html(at_tartu)


def test_browser_need_not_fetch_what_it_has(tartu: Municipality, at_tartu: Client) -> None:
    first = at_tartu.get("/", HTTP_ACCEPT_ENCODING="gzip")
    assert first["Content-Encoding"] == "gzip"
    again = at_tartu.get("/", HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    assert not again.content


def test_visitor_gets_no_cookie(tartu: Municipality, at_tartu: Client) -> None:
    for path in ("/", "/kontakt/", "/uudised/", "/otsi/?q=lumi"):
        assert not at_tartu.get(path).cookies, path


def test_staff_and_visitors_do_not_share_pages(
    tartu: Municipality, at_tartu: Client, member: Callable[..., User]
) -> None:
    at_tartu.force_login(member("toimetaja", tartu, Role.EDITOR))
    response = at_tartu.get("/")
    assert "ETag" not in response
    with municipality_scope(tartu):
        visitor = Client(HTTP_HOST="tartu.localhost").get("/")
    assert visitor["ETag"]


@pytest.mark.parametrize("address", ["/?q=x", "/?a=1&b=2"])
def test_addresses_with_query_strings_are_not_cached(tartu: Municipality, at_tartu: Client, address: str) -> None:
    assert "ETag" not in at_tartu.get(address)


@pytest.mark.parametrize(
    "query", ["utm_source=kiri&utm_medium=email", "fbclid=Iw0A", "gclid=1", "UTM_campaign=x&&msclkid="]
)
def test_address_with_tracking_parameters_is_the_cached_page(tartu: Municipality, at_tartu: Client, query: str) -> None:
    plain = at_tartu.get("/")
    with CaptureQueriesContext(connection) as queries:
        tracked = at_tartu.get(f"/?{query}")
    assert len(queries) <= KEPT_QUERIES
    assert tracked["ETag"] == plain["ETag"]
    assert query not in tracked.content.decode()


def test_first_visit_by_a_tracked_address_fills_the_cache(tartu: Municipality, at_tartu: Client) -> None:
    first = at_tartu.get("/uudised/?utm_source=kiri").content.decode()
    with CaptureQueriesContext(connection) as queries:
        assert html(at_tartu, "/uudised/") == first
    assert len(queries) <= KEPT_QUERIES
    assert "utm_source" not in first


def test_tracking_parameters_leave_the_question_alone(tartu: Municipality, at_tartu: Client) -> None:
    text = html(at_tartu, "/otsi/?q=lumi&utm_source=kiri")
    assert 'value="lumi"' in text
    assert "utm_source" not in text


def test_protected_page_is_neither_shown_nor_cached(tartu: Municipality, at_tartu: Client) -> None:
    from wagtail.models import Page, PageViewRestriction

    page = Page.objects.get(url_path="/tartu/et/meist/")
    html(at_tartu, "/meist/")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert at_tartu.get("/meist/").status_code == 302


def test_everyone_is_the_resident_to_the_count_of_reports(tartu: Municipality, at_tartu: Client) -> None:
    from raekoda.casework.cases import queries

    assert queries.visible_to(Actor.resident()).count() == 0
    assert "Millest teised on teatanud" in html(at_tartu)
