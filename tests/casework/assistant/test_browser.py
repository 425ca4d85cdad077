"""In a real browser: asking in three languages, following a citation, going on to a person; the widget on another site;
the search page and the phone desk. Every page on the way is fit for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from raekoda.casework.assistant.models import AskChannel, Exchange
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import sideways, violations
from tests.browser import DESKTOP, PHONE
from tests.casework.assistant.foreign import foreign_site
from tests.casework.assistant.published import UNKNOWN, Published, publish
from tests.casework.cases.conftest import make_user
from tests.conftest import make_municipality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL = {"width": 320, "height": 640}


@pytest.fixture
def published(live_server) -> Iterator[Published]:
    """Tartu with a few services and an answer, all with their vectors."""
    tartu = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(tartu):
        yield publish(tartu)


def fit_for_everyone(page: Page) -> None:
    assert violations(page) == [], page.url
    for size in (SMALL, PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert sideways(page) == 0, (page.url, size)


def ask(page: Page, question: str) -> None:
    page.locator("textarea[name=text]").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("textarea[name=text]")).to_have_value(question)
    page.locator("#as-answer").wait_for()


def test_from_a_question_to_its_source_or_to_a_person(published: Published, live_server, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="et-EE", timezone_id="Europe/Tallinn")  # type: ignore[arg-type]
    page = context.new_page()
    for path, question, words in (
        ("/abiline/", "Mis kell ujula pühapäeviti avatakse?", "Pühapäeviti avatakse ujula kell 9 hommikul."),
        ("/en/abiline/", "How do I report a broken street light?", "Report a broken street light by phone 1789."),
        ("/ru/abiline/", "Как сообщить о сломанном уличном фонаре?", "по телефону 1789"),
    ):
        page.goto(live_server.url + path)
        ask(page, question)
        expect(page.locator(".as-reply__words")).to_contain_text(words)
        expect(page.locator("#as-answer")).to_be_focused()
        fit_for_everyone(page)
    page.locator(".as-cite").first.click()
    assert page.url.endswith("#allikas-1")
    page.locator("#allikas-1 a").click()
    expect(page.locator("h1")).to_have_text("Уличное освещение")

    page.goto(f"{live_server.url}/abiline/")
    fit_for_everyone(page)
    ask(page, UNKNOWN)
    expect(page.locator("#as-answer")).to_have_text("Sellele ei ole me veel vastust avaldanud")
    fit_for_everyone(page)
    page.get_by_role("button", name="Anna küsimus edasi ametnikule").click()
    expect(page.locator("textarea[name=text]")).to_have_value(UNKNOWN)
    assert "surnuaia" not in page.url
    send_the_question(page)
    case = Case.objects.get()
    assert UNKNOWN in case.messages.get().text
    page.goto(page.locator("#own-link").inner_text().strip().replace("tartu.localhost", "localhost"))
    expect(page.locator("main")).to_contain_text(case.number)
    expect(page.locator("main")).to_contain_text(UNKNOWN)
    assert Exchange.objects.filter(handed_over=True).values_list("question", flat=True).get() == UNKNOWN
    context.close()


def send_the_question(page: Page) -> None:
    page.get_by_role("button", name="Jätka").click()
    page.get_by_role("button", name="Jätka").click()
    page.locator("input[name=name]").fill("Leelo Lepp")
    page.locator("input[name=email]").fill("leelo.lepp@example.ee")
    page.get_by_role("button", name="Saada").click()
    expect(page.locator("h1")).to_contain_text("Aitäh")


def test_the_widget_on_another_site(published: Published, live_server, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="et-EE", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    with foreign_site(live_server.url) as address:
        page.goto(address)
        button = page.get_by_role("button", name="Küsige omavalitsuselt")
        assert button.evaluate("each => getComputedStyle(each).fontSize") == "16px"
        assert violations(page) == [] and sideways(page) == 0
        button.focus()
        page.keyboard.press("Enter")
        frame = page.frame_locator("iframe")
        expect(frame.locator("textarea")).to_be_focused()
        page.keyboard.type("Kuhu teatada katkisest tänavavalgustist?")
        page.keyboard.press("Enter")
        expect(frame.locator(".as-reply__words")).to_contain_text("1789")
        assert violations(page) == []
        inside = next(each for each in page.frames if "/abiline/raam/" in each.url)
        assert violations(inside) == [] and sideways(inside) == 0  # type: ignore[arg-type]
        with context.expect_page() as opened:
            frame.locator("#allikas-1 a").click()
        expect(opened.value.locator("h1")).to_have_text("Tänavavalgustus")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(button).to_be_focused()
        assert context.cookies() == []

        page.keyboard.press("Enter")
        expect(frame.locator("textarea")).to_be_focused()
        frame.locator("textarea").fill(UNKNOWN)
        page.keyboard.press("Enter")
        with context.expect_page() as opened:
            frame.get_by_role("button", name="Anna küsimus edasi ametnikule").click()
        expect(opened.value.locator("textarea[name=text]")).to_have_value(UNKNOWN)
        assert opened.value.url.startswith(f"{live_server.url}/kysi/")
    assert wrong == []
    assert set(Exchange.objects.values_list("channel", "handed_over")) == {("widget", False), ("widget", True)}
    context.close()


def test_the_search_page_and_the_phone_desk_answer_too(published: Published, live_server, desktop: Page) -> None:
    desktop.goto(f"{live_server.url}/otsi/")
    desktop.locator("#rk-search").fill("mis kell ujula pühapäeviti avatakse")
    desktop.keyboard.press("Enter")
    expect(desktop.locator(".as-brief")).to_contain_text("kell 9 hommikul")
    fit_for_everyone(desktop)

    client = Client()
    client.force_login(make_user(published.lights.municipality, "piret", Role.OPERATOR))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    desktop.context.add_cookies([cookie])  # type: ignore[list-item]
    desktop.goto(f"{live_server.url}/toolaud/telefon/")
    desktop.locator("#id_text").press_sequentially("Mis kell ujula pühapäeviti avatakse?")
    expect(desktop.locator("#phone-reply")).to_contain_text("kell 9 hommikul")
    desktop.locator("[data-use-answer='#reply-words']").click()
    expect(desktop.locator("#id_answer")).to_have_value(re.compile("kell 9 hommikul"))
    fit_for_everyone(desktop)
    assert Exchange.objects.exclude(channel=AskChannel.SEARCH).count() == 0
    desktop.get_by_role("button", name="Vastatud kohapeal").or_(desktop.locator("button[value=answered]")).click()
    expect(desktop.locator("#done-number")).to_be_visible()
    kept = Exchange.objects.get(channel=AskChannel.PHONE)
    assert kept.answered and not kept.handed_over
