"""News: a list by key, a feed, pages with everything an editor may put there."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.platform.core.models import Municipality
from raekoda.platform.search.models import Document
from raekoda.publishing.website.models import NewsPage, TextPage
from raekoda.publishing.website.page_cache import invalidate


def stream(model: type[TextPage | NewsPage], blocks: list[tuple[str, object]]) -> object:
    return model._meta.get_field("body").stream_block.to_python(
        [{"type": kind, "value": value} for kind, value in blocks]
    )


def test_list_goes_on_by_key(tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]) -> None:
    for day in range(25):
        write_news(tartu, f"Uudis number {day:02}", day=day, quick=True)
    first = at_tartu.get("/uudised/")
    titles = [each.title for each in first.context["news"].items]
    assert titles == [f"Uudis number {day:02}" for day in range(24, 4, -1)]
    second = at_tartu.get(f"/uudised/?cursor={first.context['news'].next_cursor}")
    assert [each.title for each in second.context["news"].items] == [
        f"Uudis number {day:02}" for day in range(4, -1, -1)
    ]
    assert at_tartu.get("/uudised/?cursor=katki").status_code == 200


def test_list_costs_the_same_at_10_and_100(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    def count() -> int:
        invalidate(tartu)
        with CaptureQueriesContext(connection) as queries:
            at_tartu.get("/uudised/")
        return len(queries)

    for day in range(10):
        write_news(tartu, f"Uudis {day}", day=day, quick=True)
    at_tartu.get("/uudised/")
    few = count()
    for day in range(10, 100):
        write_news(tartu, f"Uudis {day}", day=day, quick=True)
    assert count() == few


def test_feed(tartu: Municipality, elva: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]) -> None:
    write_news(tartu, "Uus mänguväljak & park")
    write_news(tartu, "Avaldamata", day=2, live=False)
    write_news(tartu, "Новая площадка", day=3, language="ru")
    write_news(elva, "Elva uudis", day=4)
    response = at_tartu.get("/uudised/rss/")
    assert response["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(response.content)
    assert [item.findtext("title") for item in channel.iter("item")] == ["Uus mänguväljak & park"]
    assert next(channel.iter("item")).findtext("link").endswith("/uudised/uudis-1-et/")
    russian = ElementTree.fromstring(at_tartu.get("/ru/uudised/rss/").content)
    assert [item.findtext("title") for item in russian.iter("item")] == ["Новая площадка"]


def test_a_vertical_tab_in_an_intro_leaves_the_feed_well_formed(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    page = write_news(tartu, "Uudis", quick=True)
    NewsPage.objects.filter(pk=page.pk).update(title="Uu\x08dis", intro="Esimene\x0bteine\ufffe")
    response = at_tartu.get("/uudised/rss/")
    assert response.status_code == 200
    (item,) = ElementTree.fromstring(response.content).iter("item")
    assert (item.findtext("title"), item.findtext("description")) == ("Uudis", "Esimeneteine")


def test_sitemap_is_well_formed_whatever_an_address_holds(tartu: Municipality, at_tartu: Client) -> None:
    Document.objects.create(
        municipality=tartu, kind=Document.Kind.PAGE, key="test", language="et", url="/õ\x0b&a/", title="x"
    )
    response = at_tartu.get("/sitemap.xml")
    assert response.status_code == 200
    assert b"/%C3%B5%0B&amp;a/" in response.content
    ElementTree.fromstring(response.content)


def test_page_shows_every_kind_of_block(tartu: Municipality, at_tartu: Client) -> None:
    home_page = TextPage.objects.get(url_path="/tartu/et/meist/")
    home_page.body = stream(
        TextPage,
        [
            ("heading", "Vahepealkiri & muu"),
            ("text", "<p>Tekst <b>rasvaselt</b></p>"),
            ("call_out", {"tone": "warning", "title": "Tähelepanu", "text": "<p>Ole ettevaatlik</p>"}),
            ("accordion", [{"title": "Kuidas?", "text": "<p>Nii.</p>"}]),
            ("contact", {"name": "Mari Maasikas", "phone": "555 5555", "email": "mari@example.ee"}),
            ("municipality_contact", None),
            ("units", None),
            ("documents", []),
        ],
    )
    home_page.save_revision().publish()
    text = at_tartu.get("/meist/").content.decode()
    assert "Vahepealkiri &amp; muu</h2>" in text
    assert "<details" in text
    assert 'data-tone="warning"' in text
    assert 'href="tel:5555555"' in text
    assert 'href="mailto:mari@example.ee"' in text
    assert "Sotsiaal- ja tervishoiuosakond" in text


def test_editors_text_cannot_carry_scripts(tartu: Municipality, at_tartu: Client) -> None:
    page = TextPage.objects.get(url_path="/tartu/et/meist/")
    page.title = "<script>alert(1)</script>"
    page.intro = "<img src=x onerror=alert(1)>"
    page.body = stream(TextPage, [("heading", "<script>alert(2)</script>")])
    page.save_revision().publish()
    text = at_tartu.get("/meist/").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
