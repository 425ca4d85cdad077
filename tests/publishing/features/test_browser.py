"""The map data as pages: at phone and desktop width, in each language, with axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.cases.models import Case
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "landing": "/ogc/",
    "conformance": "/ogc/conformance",
    "collections": "/ogc/collections",
    "collection": "/ogc/collections/reports",
    "items": "/ogc/collections/reports/items?limit=3",
    "areas": "/ogc/collections/areas/items",
    "nothing": "/ogc/collections/places/items?bbox=1,2,3,4",
    "api": "/ogc/api.html",
    "russian": "/ru/ogc/collections/reports",
    "error": "/ogc/collections/reports/items?colour=red",
}


def test_pages_are_for_everybody(browser: Browser, live_server: LiveServer, city: list[Case]) -> None:
    context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
    page = context.new_page()
    for name, path in {**PAGES, "item": f"/ogc/collections/reports/items/{city[0].ref}"}.items():
        page.goto(f"{live_server.url}{path}")
        fit_for_everyone(page, name, sizes=BOTH)
    context.close()


def test_somebody_looks_at_the_data_page_by_page(browser: Browser, live_server: LiveServer, city: list[Case]) -> None:
    page = browser.new_context(locale="et-EE").new_page()
    page.goto(f"{live_server.url}/ogc/")
    page.get_by_role("link", name="Elanike teated").click()
    page.get_by_role("link", name="Vaata andmeid").first.click()
    page.goto(f"{page.url}&limit=3")
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("navigation", name="Lehed").get_by_role("link", name="Järgmine leht").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tänavavalgustus")
