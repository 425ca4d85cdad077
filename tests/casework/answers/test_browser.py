"""Staff check and release an answer in a real browser, at the desk and on a phone; axe on every page."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.answers import actions
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.casework.cases.conftest import make_user
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser


def test_from_a_draft_to_the_column(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        official = make_user(municipality, "oskar", Role.OFFICIAL)
        draft = actions.write(
            municipality=municipality, actor=Actor.staff(official), title="Millal lund lükatakse?", question="Millal?",
            answer="Homme. Kirjutage jaan@example.ee.",
        )  # fmt: skip
        client = Client()
        client.force_login(official)
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        for path in ("/toolaud/vastused/", "/toolaud/vastused/?seis=avaldatud", "/toolaud/vastused/uus/"):
            page.goto(live_server.url + path)
            fit_for_everyone(page, path, sizes=BOTH)
        page.goto(f"{live_server.url}/toolaud/vastused/{draft.pk}/")
        fit_for_everyone(page, sizes=BOTH)
        page.get_by_role("button", name="Kontrollitud: avalda").click()
        expect(page.get_by_text("Tekstis võib olla isikuandmeid")).to_be_visible()
        page.get_by_label("Vaatasin üle").check()
        page.get_by_role("button", name="Kontrollitud: avalda").click()
        expect(page.get_by_text("Avaldatud. Nüüdsest saab seda lugeda")).to_be_visible()
        assert PublishedAnswer.objects.get().status == PublishedAnswer.Status.PUBLISHED
        fit_for_everyone(page, sizes=BOTH)
        context.close()
