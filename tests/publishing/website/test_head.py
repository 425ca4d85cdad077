"""The head of public pages: canonical address, languages, description, link preview, manifest."""

from __future__ import annotations

import io
from collections.abc import Callable

import lxml.html
import pytest
from django.test import Client
from PIL import Image

from raekoda.platform.core import share_card
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.models import NewsPage

BASE = "http://tartu.localhost"


def head(client: Client, path: str) -> lxml.html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.content.decode()).find("head")


def one(document: lxml.html.HtmlElement, expression: str) -> str:
    (value,) = document.xpath(expression)
    return str(value)


def without_port(address: str) -> str:
    return address.replace(":8000", "")


def alternates(document: lxml.html.HtmlElement) -> dict[str, str]:
    links = document.xpath("//link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): without_port(link.get("href")) for link in links}


@pytest.mark.parametrize(
    "path", ["/", "/teenused/", "/kontakt/", "/teata/", "/teated/", "/kysi/", "/vastused/", "/uudised/"]
)
def test_every_public_page_says_its_address_and_what_it_is(tartu: Municipality, at_tartu: Client, path: str) -> None:
    document = head(at_tartu, f"{path}?x=1&utm_source=kiri")
    assert without_port(one(document, "//link[@rel='canonical']/@href")) == BASE + path
    assert one(document, "//meta[@property='og:url']/@content") == one(document, "//link[@rel='canonical']/@href")
    assert alternates(document) == {
        "et": BASE + path, "en": f"{BASE}/en{path}", "ru": f"{BASE}/ru{path}", "x-default": BASE + path,
    }  # fmt: skip
    title = " ".join(one(document, "//title/text()").split())
    assert one(document, "//meta[@property='og:title']/@content") == title
    description = one(document, "//meta[@name='description']/@content")
    assert len(description) > 20
    assert one(document, "//meta[@property='og:description']/@content") == description


def test_canonical_address_has_the_position_in_a_list(tartu: Municipality, at_tartu: Client) -> None:
    document = head(at_tartu, "/vastused/?cursor=&q=x")
    assert without_port(one(document, "//link[@rel='canonical']/@href")) == f"{BASE}/vastused/"


def test_only_real_translations_are_alternates(
    tartu: Municipality, at_tartu: Client, write_news: Callable[..., NewsPage]
) -> None:
    write_news(tartu, 'Vallas on "uus" park & <kiik>')
    document = head(at_tartu, "/uudised/uudis-1-et/")
    assert set(alternates(document)) == {"et", "x-default"}
    assert 'Vallas on "uus" park & <kiik>' in one(document, "//meta[@property='og:title']/@content")


def test_link_preview_is_drawn_in_the_colours_of_the_municipality(
    tartu: Municipality, at_tartu: Client, at_elva: Client
) -> None:
    address = one(head(at_tartu, "/"), "//meta[@property='og:image']/@content")
    pictures = [client.get("/share-card.png") for client in (at_tartu, at_elva)]
    assert without_port(address).startswith(f"{BASE}/share-card.png?v=")
    assert [picture["Content-Type"] for picture in pictures] == ["image/png", "image/png"]
    assert Image.open(io.BytesIO(pictures[0].content)).size == (1200, 630)
    assert pictures[0].content != pictures[1].content
    assert share_card.draw("Elva vald", "#aa1133") != share_card.draw("Elva vald", "#0b5f6b")


def test_manifest_names_the_municipality(tartu: Municipality, at_tartu: Client) -> None:
    manifest = at_tartu.get(one(head(at_tartu, "/"), "//link[@rel='manifest']/@href")).json()
    assert manifest["name"] == tartu.name
    assert manifest["theme_color"].startswith("#")
