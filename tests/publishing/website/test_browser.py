"""The front door in a real browser: found while typing, fit for everyone at a phone's width and a desktop's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.website.actions import add_municipality
from raekoda.publishing.website.models import NewsIndexPage, NewsPage, TextPage
from raekoda.registry.services.models import Service, Topic
from tests.axe import BOTH, NARROWEST, fit_for_everyone, violations
from tests.browser import DESKTOP, PHONE
from tests.database import restore_rows_of_migrations

pytestmark = pytest.mark.browser

PATHS = ["/", "/ru/", "/uudised/", "/uudised/uus-manguvaljak/", "/meist/", "/kontakt/", "/ligipaasetavus/",
         "/otsi/", "/otsi/?q=m%C3%A4nguv%C3%A4ljak", "/otsi/?q=qqqq"]  # fmt: skip
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
BLOCKS = [
    ("text", "<p>Tekst <a href='/kontakt/'>lingiga</a>.</p><ul><li>üks</li></ul>"), ("heading", "Mis edasi saab"),
    ("call_out", {"tone": "warning", "title": "Tähelepanu", "text": "<p>Ole ettevaatlik.</p>"}),
    ("accordion", [{"title": "Kuidas?", "text": "<p>Nii.</p>"}, {"title": "Millal?", "text": "<p>Kohe.</p>"}]),
    ("contact", {"name": "Mari Maasikas", "role": "spetsialist", "phone": "555 5555", "email": "mari@example.ee"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Address of Tartu's site with services, news and a crisis notice, which no test changes."""
    with django_db_blocker.unblock(), served() as url:
        added = add_municipality("0793", actor=Actor.system()).municipality
        with municipality_scope(added):
            fill(added)
        yield url
        restore_rows_of_migrations()


@contextmanager
def served() -> Iterator[str]:
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def fill(municipality: Municipality) -> None:
    municipality.notice = {"tone": "warning", "url": "/uudised/", "et": {"title": "Torm", "text": "Püsige kodus."}}
    municipality.phone, municipality.email = "1789", "info@example.ee"
    municipality.save()
    for number, topic in enumerate(Topic.objects.exclude(parent=None)[:10]):
        service = Service.objects.create(
            municipality=municipality, code=f"s{number}", slug=f"teenus-{number}", name_et=f"Teenus {number}", live=True,
            is_popular=True,
        )  # fmt: skip
        service.topics.add(topic)
        service.save()
    index = NewsIndexPage.objects.get(url_path="/tartu/et/uudised/")
    news = NewsPage(
        title="Uus mänguväljak", slug="uus-manguvaljak", date=datetime.date(2026, 11, 20), intro="Annelinnas.",
        topic=Topic.objects.first(),
    )  # fmt: skip
    news.body = [{"type": kind, "value": value} for kind, value in BLOCKS]
    news.body = TextPage._meta.get_field("body").stream_block.to_python(news.body.raw_data)
    index.add_child(instance=news)
    news.save_revision().publish()


def test_every_page_is_fit_for_everyone(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for path in PATHS:
        page.goto(site + path)
        fit_for_everyone(page, sizes=(*BOTH, NARROWEST))
    assert errors == []
    context.close()


def test_colours_are_readable_in_the_dark_too(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # before the page is there: a change would take its time
        for path in ("/", "/uudised/uus-manguvaljak/", "/otsi/?q=m%C3%A4nguv%C3%A4ljak"):
            page.goto(site + path)
            assert violations(page) == [], (path, scheme)
    context.close()


def test_found_while_typing_by_keyboard_alone(site: str, phone: Page) -> None:
    phone.goto(site)
    field = phone.locator("#rk-search")
    field.click()
    field.press_sequentially("mänguv")
    option = phone.get_by_role("option", name="Uus mänguväljak")
    expect(option).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(phone.locator("h1")).to_have_text("Uus mänguväljak")


def test_search_carries_the_question_to_a_person(site: str, desktop: Page) -> None:
    desktop.goto(site)
    desktop.locator("#rk-search").fill("kuhu viia jõulupuu")
    desktop.locator("#rk-search").press("Enter")
    expect(desktop.get_by_role("heading", name="Ei leidnud vastust?")).to_be_visible()
    main = desktop.get_by_role("main")
    main.get_by_role("link", name="Küsi ametnikult").click()
    expect(desktop.locator("textarea").first).to_have_value("kuhu viia jõulupuu")


def test_language_switch_keeps_the_page(site: str, desktop: Page) -> None:
    desktop.goto(f"{site}/kontakt/")
    desktop.get_by_role("link", name="Русский").first.click()
    expect(desktop.locator("h1")).to_have_text("Контакты")
    desktop.goto(f"{site}/uudised/uus-manguvaljak/")
    desktop.get_by_role("link", name="English").first.click()
    expect(desktop.locator("h1")).to_have_text("What are you looking for?")


def test_works_without_javascript(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site)
    page.locator("#rk-search").fill("mänguväljak")
    page.locator("#rk-search").press("Enter")
    page.get_by_role("link", name="Uus mänguväljak").click()
    expect(page.locator("h1")).to_have_text("Uus mänguväljak")
    context.close()
