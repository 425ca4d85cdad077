"""In a real browser: subscribe, confirm, publish a notice, receive its letter, unsubscribe."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.letters.delivery import deliver
from raekoda.casework.letters.models import Letter
from raekoda.channels.notices import sending
from raekoda.channels.notices.models import Notice, Subscriber
from raekoda.identity.accounts.models import Role
from raekoda.identity.places.models import Area
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Topic
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.casework.cases.conftest import make_user
from tests.conftest import make_municipality
from tests.mailserver import MailServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link(server: MailServer, ending: str) -> str:
    """Path of the link in the last letter with this ending."""
    text = server.letters[-1].get_content()
    (found,) = re.findall(rf"http://[^/\s]+(/tellimus/[\w-]+/{ending})(?=\s)", text)
    return str(found)


def test_from_subscribing_to_leaving(live_server: LiveServer, browser: Browser, mail: MailServer) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        for name in ("Annelinn", "Karlova"):
            Area.objects.create(kind="district", code=name.lower(), name=name, municipality=municipality)
        Topic.objects.create(municipality=municipality, slug="tanavad", name="Tänavad")
        editor = make_user(municipality, "edith", Role.EDITOR)
        resident = browser.new_context(viewport=PHONE, locale="et-EE").new_page()  # type: ignore[arg-type]

        def checked(page: Page, name: str) -> None:
            fit_for_everyone(page, name, sizes=BOTH)

        resident.goto(f"{live_server.url}/teadaanded/")
        checked(resident, "empty")
        resident.get_by_role("link", name="Telli e-postiga").click()
        checked(resident, "subscribe")
        resident.get_by_label("Annelinn").check()
        resident.get_by_label("E-post", exact=True).fill("mari@example.ee")
        resident.wait_for_timeout(1100)
        resident.get_by_role("button", name="Telli", exact=True).click()
        expect(resident.get_by_role("heading", name="Vaadake oma postkasti")).to_be_visible()
        checked(resident, "asked")

        deliver(Letter.objects.get())
        resident.goto(live_server.url + link(mail, "kinnita/"))
        checked(resident, "confirm")
        resident.get_by_role("button", name="Jah, saatke mulle kirju").click()
        expect(resident.get_by_text("Valmis: kirjutame teile")).to_be_visible()
        checked(resident, "manage")

        client = Client()
        client.force_login(editor)
        desk_context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        desk_context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        desk = desk_context.new_page()
        desk.goto(f"{live_server.url}/toolaud/teadaanded/uus/")
        checked(desk, "write")
        desk.get_by_label("Liik").select_option("works")
        desk.get_by_label("Pealkiri").first.fill("Riia tänav on suletud")
        desk.get_by_label("Tekst").first.fill("Veetorustikku uuendatakse.")
        desk.get_by_label("Algab").fill("2026-12-01T08:00")
        desk.get_by_label("Annelinn").check()
        desk.get_by_role("button", name="Salvesta ja vaata üle").click()
        expect(desk.get_by_text("Kiri läheks 1 tellijale")).to_be_visible()
        checked(desk, "draft")
        desk.get_by_role("button", name="Avalda").click()
        expect(desk.get_by_text("Kiri läheb 1 tellijale")).to_be_visible()
        assert sending.send_letters(Notice.objects.select_related("municipality").get()) == 1
        desk.reload()
        checked(desk, "published")
        for path in ("", "saatmata/", "tellijad/"):
            desk.goto(f"{live_server.url}/toolaud/teadaanded/{path}")
            checked(desk, f"desk-{path.strip('/') or 'list'}")

        letter = mail.letters[-1]
        assert letter["To"] == "mari@example.ee" and "Veetorustikku" in letter.get_content()
        resident.goto(f"{live_server.url}/teadaanded/")
        checked(resident, "list")
        resident.get_by_role("link", name="Riia tänav on suletud").click()
        checked(resident, "notice")
        one_click = re.search(r"(/tellimus/\S+/loobu/)>", str(letter["List-Unsubscribe"]))
        assert one_click
        resident.goto(live_server.url + link(mail, "loobu/"))
        checked(resident, "leave")
        answer = Client(enforce_csrf_checks=True).post(one_click[1], {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not Subscriber.objects.get().is_subscribed
        resident.reload()
        expect(resident.get_by_role("heading", name="Te ei saa enam kirju")).to_be_visible()


def test_without_javascript(live_server: LiveServer, browser: Browser, mail: MailServer) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False, locale="ru-RU")
        page = context.new_page()
        page.goto(f"{live_server.url}/ru/teadaanded/telli/")
        page.get_by_label("Эл. почта").fill("ivan@example.ee")
        page.wait_for_timeout(1100)
        page.get_by_role("button", name="Подписаться", exact=True).click()
        expect(page.get_by_role("heading", name="Загляните в почту")).to_be_visible()
        deliver(Letter.objects.get())
        text = mail.letters[-1].get_content()
        found = re.search(r"(/ru/tellimus/\S+/kinnita/)", text)
        assert found
        page.goto(live_server.url + found[1])
        page.get_by_role("button", name="Да").click()
        assert Subscriber.objects.get().is_subscribed


def test_staff_word_letters(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        client = Client()
        client.force_login(make_user(municipality, "anu", Role.ADMINISTRATOR))
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        for path, name in (("sonastus/", "wordings"), ("sonastus/received/et/", "wording"), ("saatja/", "sender")):
            page.goto(f"{live_server.url}/toolaud/kirjad/{path}")
            fit_for_everyone(page, name, sizes=BOTH)
