"""Staff decide about a letter in a real browser, in desktop and phone size; axe on every page."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.channels.mailbox.processing import process_waiting
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.channels.mailbox.conftest import letter, make_user, reply_to
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser


def test_a_reply_from_another_address_is_added_to_its_case(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        box = Box.objects.create(municipality=municipality, address="linn@example.ee", name="Linn")

        def take(message: object) -> None:
            receive(message.as_bytes(), box=box, actor=Actor.system(), channel="lmtp")  # type: ignore[attr-defined]
            process_waiting()

        take(letter(files=[("plaan.txt", "text/plain", b"x"), ("viirus.exe", "application/x-y", b"MZ")]))
        answer = Letter.objects.get(key__startswith="received:")
        take(reply_to(answer, "Mari, teiselt aadressilt.", sender="Mari <mari@too.example.ee>"))
        client = Client()
        client.force_login(make_user(municipality, "oskar", Role.OFFICIAL))
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()

        page.goto(f"{live_server.url}/toolaud/saabunud/")
        fit_for_everyone(page, sizes=BOTH)
        page.get_by_role("link", name="Re: ").click()
        expect(page.get_by_text("vastus teiselt aadressilt")).to_be_visible()
        fit_for_everyone(page, sizes=BOTH)
        page.get_by_role("button", name="Lisa pöördumisele").click()
        expect(page.get_by_text("Kiri on pöördumisele lisatud.")).to_be_visible()
        page.goto(f"{live_server.url}/toolaud/saabunud/?seis=juhtumid")
        page.get_by_role("link", name="Valgusti ei põle").click()
        expect(page.get_by_text("viirus.exe")).to_be_visible()
        fit_for_everyone(page, sizes=BOTH)
        assert Mail.objects.filter(state="reply").exists()
        context.close()
