"""Upload, decision and deletion in a real browser, in desktop and phone size; axe on every page."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.channels.recordings.models import Recording
from raekoda.channels.recordings.pipeline import process
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.channels.recordings.conftest import FAQ, LETTER, make_user
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser


def test_from_a_letter_to_a_draft(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        official = make_user(municipality, "oskar", Role.OFFICIAL)
        client = Client()
        client.force_login(official)
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/toolaud/salvestised/")
        fit_for_everyone(page, sizes=BOTH)
        page.get_by_role("link", name="Anna sisse").click()
        fit_for_everyone(page, sizes=BOTH)
        content = f"{FAQ}\nHelistage {LETTER.split('numbril ')[1]}".encode()
        page.get_by_label("Failid").set_input_files({"name": "kiri.txt", "mimeType": "text/plain", "buffer": content})
        page.get_by_role("button", name="Anna sisse").click()
        expect(page.get_by_text("1 fail on vastu võetud")).to_be_visible()
        expect(page.get_by_text("Võite lehelt lahkuda")).to_be_visible()
        process(Recording.objects.get())
        page.reload()
        fit_for_everyone(page, sizes=BOTH)
        expect(page.locator("mark").first).to_be_visible()
        first = page.get_by_role("article").first
        first.get_by_label("Vastus").fill("Viige see jäätmejaama.")
        first.get_by_role("button", name="Tee mustand").click()
        expect(page.get_by_text("Mustand on tehtud")).to_be_visible()
        assert PublishedAnswer.objects.get().answer == "Viige see jäätmejaama."
        page.get_by_role("link", name="Sõnad muutmata kujul").click()
        fit_for_everyone(page, sizes=BOTH)
        page.go_back()
        page.get_by_text("Kustuta enne tähtaega").click()
        page.get_by_label("Miks?").fill("Kirjutaja palus")
        page.get_by_role("button", name="Kustuta fail ja selle sõnad").click()
        expect(page.get_by_text("Isikuandmeteta ettepanekud ja mustandid on alles.")).to_be_visible()
        fit_for_everyone(page, sizes=BOTH)
        for path in ("?seis=koik", "?seis=mured", "?seis=toos"):
            page.goto(f"{live_server.url}/toolaud/salvestised/{path}")
            fit_for_everyone(page, path, sizes=BOTH)
        context.close()
