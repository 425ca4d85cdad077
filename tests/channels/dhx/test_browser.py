"""Documents in a real browser, at the desk and on a phone; axe on every page."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.channels.dhx import actions
from raekoda.channels.dhx.actions import Consignment
from raekoda.channels.dhx.models import Participant, Route
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.casework.cases.conftest import make_user
from tests.channels.dhx.conftest import make_address
from tests.channels.dhx.samples import RESTRICTION, letter, made_bytes
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser


def test_from_a_document_to_the_answer(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        own = make_address(municipality, "75006546")
        Participant.objects.create(municipality=municipality, name="Näidisamet", registry_code="70000001")
        content = made_bytes(
            is_restricted=True, restrictions=(RESTRICTION,), files=(letter(), letter(b"MZ\x90", "programm.exe"))
        )
        consignment = Consignment(content, "ee-dev/GOV/70000001/DHX", "1", Route.DHX, own)
        document = actions.receive(consignment, municipality=municipality, actor=Actor.system())
        client = Client()
        client.force_login(make_user(municipality, "oskar", Role.OFFICIAL))
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()

        def look() -> None:
            fit_for_everyone(page, sizes=BOTH)

        page.goto(f"{live_server.url}/toolaud/dokumendid/")
        look()
        page.get_by_role("link", name="Arvamuse küsimine").click()
        expect(page.get_by_text("AvTS § 35 lg 1 p 12")).to_be_visible()
        expect(page.get_by_text("ainult kapslis")).to_be_visible()
        look()
        page.get_by_role("link", name="Mida see ütleb").click()
        expect(page.get_by_text("kalle.kask@example.ee")).to_be_visible()
        look()
        assert document.case is not None
        page.goto(f"{live_server.url}/toolaud/juhtum/{document.case.number}/")
        look()
        page.get_by_role("link", name="Saada dokument").click()
        expect(page.get_by_label("Piirangu õiguslik alus")).to_have_value("AvTS § 35 lg 1 p 12")
        look()
        page.get_by_label("Piirangu õiguslik alus").fill("")
        page.get_by_role("textbox", name="Kiri", exact=False).last.fill("Linn nõustub.")
        page.get_by_role("button", name="Saada dokument teele").click()
        expect(page.get_by_role("link", name="Kirjutage piirangu õiguslik alus.")).to_be_visible()
        look()
        page.get_by_label("Piirangu õiguslik alus").fill("AvTS § 35 lg 1 p 12")
        page.get_by_role("button", name="Saada dokument teele").click()
        expect(page.get_by_text("Dokument on teel.")).to_be_visible()
        look()
        for path in ("?seis=valja", "?seis=mured"):
            page.goto(f"{live_server.url}/toolaud/dokumendid/{path}")
            look()
        context.close()
