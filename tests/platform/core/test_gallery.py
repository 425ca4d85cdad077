"""Every component in a real browser: for eyes, fingers, keyboards and screen readers, without and with JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Literal

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.platform.core import tenancy
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.templatetags import head
from tests.axe import BOTH, NARROWEST, fit_for_everyone
from tests.browser import until_true

pytestmark = pytest.mark.browser

PAGES = ["/", "/osad/", "/vorm/", "/kohal/", "/laud/"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FAULTS = [400, 403, 404, 413, 429, 500, 503]
WITHOUT_SCRIPTS = 503
"""Shown while the database is away: a page that needs nothing else."""
OURS = "raekoda.platform.core."
KEPT = ("sessions", "LocaleMiddleware", "CsrfViewMiddleware", "MessageMiddleware", "request", "i18n", "messages")


def a_municipality(host: str) -> Municipality:
    return Municipality(
        code="0793",
        name="Tartu linn",
        slug="tartu",
        phone="1789",
        email="info@example.ee",
        street_address="Raekoja plats 1a, Tartu",
        notice={"title": "Torm: ära pargi puude alla", "text": "Täna õhtul kuni 25 m/s."},
        is_demo=True,
    )


def needed(paths: list[str]) -> list[str]:
    """Middleware and context processors of core and Django that ask no database."""
    return [path for path in paths if path.startswith(OURS) or any(word in path for word in KEPT)]


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """Address of a server that shows the gallery, without a database."""
    patch = pytest.MonkeyPatch()
    patch.setattr(tenancy, "municipality_for_host", a_municipality)
    patch.setattr(head, "site_url", lambda municipality: "http://tartu.localhost")
    templates = deepcopy(settings.TEMPLATES[0])
    templates["OPTIONS"]["context_processors"] = needed(templates["OPTIONS"]["context_processors"])
    with override_settings(
        ROOT_URLCONF="tests.platform.core.gallery.urls",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MIDDLEWARE=needed(settings.MIDDLEWARE),
        TEMPLATES=[templates],
        RAEKODA_MAP_TILES_URL="",
    ):
        server = LiveServer("localhost")
        yield server.url
        server.stop()
    patch.undo()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop page that fails the test when a script fails or the content policy refuses something."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="et-EE")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert not faults


def test_every_page_is_open_to_everybody(browser: Browser, gallery: str) -> None:
    """At three widths, light and dark."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    pages = [*((path, 200) for path in PAGES), *((f"/viga/{status}/", status) for status in FAULTS)]
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # before the page is there: a change would take its time
        for path, status in pages:
            answer = page.goto(gallery + path)
            assert answer is not None and answer.status == status
            if status != WITHOUT_SCRIPTS:
                until_true(page, "!document.documentElement.classList.contains('rk-no-js')")
            fit_for_everyone(page, scheme, sizes=(*BOTH, NARROWEST))
    context.close()


def test_errors_are_told_in_words_and_take_the_focus(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    page.get_by_role("button", name="Saada teade").click()
    summary = page.locator(".rk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_text")).to_be_focused()


@pytest.mark.parametrize("status", FAULTS)
def test_fault_pages_say_how_to_go_on_and_carry_their_number(page: Page, gallery: str, status: int) -> None:
    answer = page.goto(f"{gallery}/viga/{status}/")
    assert answer is not None and answer.status == status
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("0f3a9b")).to_be_visible()


def test_without_javascript_the_menu_the_form_and_the_map_still_serve(browser: Browser, gallery: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="et-EE", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{gallery}/vorm/")
    expect(page.get_by_text("Kaart vajab JavaScripti")).to_be_visible()
    page.locator(".rk-menu > summary").first.click()
    expect(page.locator(".rk-menu__panel").get_by_role("link", name="Teenused")).to_be_visible()
    page.get_by_label("Mis juhtus?").fill("Lamp ei põle")
    page.get_by_label("Teema").select_option("light")
    page.get_by_label("Tänaval või teel").check()
    page.get_by_role("button", name="Saada teade").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aitäh, teade on kohal")
    context.close()


def test_what_was_typed_is_put_back_until_it_has_arrived(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    page.get_by_label("Mis juhtus?").fill("Auk teel")
    page.get_by_label("Pargis või haljasalal").check()
    page.goto(f"{gallery}/vorm/")
    expect(page.get_by_text("Varem kirjutatu on tagasi pandud.")).to_be_visible()
    expect(page.get_by_label("Mis juhtus?")).to_have_value("Auk teel")
    expect(page.get_by_label("Pargis või haljasalal")).to_be_checked()
    page.get_by_label("Teema").select_option("road")
    page.get_by_role("button", name="Saada teade").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aitäh, teade on kohal")
    page.goto(f"{gallery}/vorm/")
    expect(page.get_by_label("Mis juhtus?")).to_have_value("")


def test_what_was_put_back_can_be_thrown_away(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    page.get_by_label("Mis juhtus?").fill("Vale koht")
    page.get_by_label("Mis juhtus?").blur()
    page.goto(f"{gallery}/vorm/")
    page.get_by_role("button", name="Alusta uuesti").click()
    expect(page.get_by_label("Mis juhtus?")).to_have_value("")
    page.goto(f"{gallery}/vorm/")
    expect(page.get_by_label("Mis juhtus?")).to_have_value("")


def test_a_lost_connection_sends_nothing_and_loses_nothing(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    page.get_by_label("Mis juhtus?").fill("Lamp vilgub")
    page.context.set_offline(True)
    page.get_by_role("button", name="Saada teade").click()
    expect(page.get_by_role("alert").filter(has_text="Praegu ei ole ühendust")).to_be_visible()
    expect(page.get_by_label("Mis juhtus?")).to_have_value("Lamp vilgub")
    page.context.set_offline(False)


def test_a_form_is_sent_once_however_often_one_presses(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    pressed = page.evaluate(
        """() => {
            const button = document.querySelector(".rk-actions button");
            button.click();
            const held = button.getAttribute("aria-disabled");
            button.click();
            return held;
        }"""
    )
    assert pressed == "true"
    expect(page.locator(".rk-error-summary")).to_be_visible()
    assert sent == ["POST"]


def test_suggestions_are_chosen_with_the_keyboard(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/")
    box = page.locator("#q")
    box.press_sequentially("vilgub")
    option = page.get_by_role("option", name=re.compile("Miks valgusti vilgub"))
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(option).to_be_hidden()
    box.press("ArrowDown")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(f"{gallery}/kohal/")


def test_photos_are_shown_taken_away_and_sent(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    files: Any = [{"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": name.encode()} for name in "abcdef"]
    chooser = page.locator("#id_photos")
    chooser.set_input_files(files[:2])
    chooser.set_input_files(files[2:])
    expect(page.locator(".rk-photos__item")).to_have_count(5)
    page.get_by_role("button", name="Eemalda: b.jpg").click()
    expect(page.locator(".rk-photos__item")).to_have_count(4)
    assert chooser.evaluate("input => [...input.files].map(file => file.name)") == ["a.jpg", "c.jpg", "d.jpg", "e.jpg"]


def test_characters_are_counted_down(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    page.get_by_label("Mis juhtus?").fill("x" * 190)
    expect(page.locator("[data-counter]")).to_have_text("Alles on 10 tähemärki")
    page.get_by_label("Mis juhtus?").fill("x" * 205)
    expect(page.locator("[data-counter]")).to_have_text("5 tähemärki on liiga palju")


def test_the_desk_lists_its_shortcuts_and_rests_while_one_types(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/laud/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Uus pöördumine")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#rk-desk-search")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#rk-desk-search")).to_have_value("n")
    page.locator("#rk-desk-search").blur()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("#new$"))


def test_a_dialog_opens_and_gives_the_focus_back(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/osad/")
    opener = page.get_by_role("button", name="Miks?")
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Sulge").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_place_is_chosen_with_arrow_keys_and_without_a_base_map(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/vorm/")
    box = page.locator("[data-map]")
    box.scroll_into_view_if_needed()
    page.wait_for_selector("[data-map][data-loaded], [data-map][data-failed]", timeout=20000)
    if box.get_attribute("data-failed") is not None:
        pytest.skip("left out: this machine's browser has no WebGL")
    page.locator(".rk-map canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#id_lon")).to_have_value(re.compile(r"^26\.\d{6}$"))
    expect(page.locator("#id_lat")).to_have_value(re.compile(r"^58\.\d{6}$"))
    expect(page.get_by_text("Koht on valitud")).to_be_visible()


def test_a_map_that_cannot_be_drawn_says_what_to_do_instead(page: Page, gallery: str) -> None:
    page.route("**/maplibre-gl.mjs", lambda route: route.abort())
    page.goto(f"{gallery}/vorm/")
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(page.get_by_text("Kaarti ei õnnestunud näidata. Palun kirjutage aadress.")).to_be_visible()
