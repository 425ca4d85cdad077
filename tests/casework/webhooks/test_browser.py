"""An administrator adds an endpoint and a source and sorts what did not fit, at the desk and on a phone; axe on every page."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.webhooks.models import Source
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery
from raekoda.platform.deliveries.tasks import send
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.casework.cases.conftest import add_membership, make_user
from tests.casework.webhooks.conftest import Bridge
from tests.casework.webhooks.receiver import receiving
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser


def test_an_endpoint_a_source_and_a_message(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality), receiving() as receiver:
        client = Client()
        agnes = make_user(municipality, "agnes", Role.ADMINISTRATOR)
        add_membership(agnes, municipality, Role.OFFICIAL)
        client.force_login(agnes)
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()

        def sound() -> None:
            fit_for_everyone(page, sizes=BOTH)

        page.goto(f"{live_server.url}/toolaud/veebihaagid/")
        sound()
        page.get_by_role("link", name="Uus saaja").click()
        page.get_by_label("Nimi").fill("Linnaandmed")
        page.get_by_label("Aadress").fill(receiver.url)
        page.get_by_label("Avalik teade registreeriti").check()
        sound()
        page.get_by_role("button", name="Lisa", exact=True).click()
        receiver.secret = page.locator("#webhook-secret").inner_text()
        sound()
        page.get_by_role("button", name="Saada proovisõnum").click()
        expect(page.get_by_text("Proovisõnum on teel.")).to_be_visible()
        delivery = Delivery.objects.get()
        send(municipality.pk, delivery.pk)
        page.reload()
        expect(page.get_by_text("HTTP 200")).to_be_visible()
        assert receiver.messages[0]["type"] == "ping"
        sound()
        page.get_by_role("link", name="ping").click()
        sound()

        page.goto(f"{live_server.url}/toolaud/veebihaagid/allikad/uus/")
        page.get_by_label("Nimi").fill("Linna leht")
        sound()
        page.get_by_role("button", name="Lisa", exact=True).click()
        bridge = Bridge(Source.objects.get(), page.locator("#webhook-secret").inner_text())
        sound()
        bridge.post({"id": "1", "text": "Auk teel Rüütli tänaval", "author": {"name": "Mari"}, "service": "olematu"})
        bridge.post({"id": "2", "text": "Kas turg on pühapäeval lahti?", "link": "https://social.example.ee/2"})
        page.reload()
        sound()
        page.goto(f"{live_server.url}/toolaud/veebihaagid/")
        sound()
        page.get_by_role("table").first.get_by_role("link").first.click()
        sound()
        page.get_by_role("button", name="Tee pöördumine").click()
        expect(page.get_by_text("Sellest on tehtud pöördumine.")).to_be_visible()
        expect(page.get_by_role("heading", name="Kus seda öeldi")).to_be_visible()
        sound()
        context.close()
