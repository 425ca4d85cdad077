"""A service developer turns what people do not find into an answer, in a real browser; axe on every page, at two widths."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import sideways, violations
from tests.browser import DESKTOP
from tests.casework.cases.conftest import make_user
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 700}


def is_well(page: Page) -> None:
    """Nothing for axe to find, and no scrolling sideways on the smallest of screens."""
    assert violations(page) == []
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert sideways(page) == 0
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def ask(municipality: Municipality, *questions: str) -> None:
    day = clock.now() - timedelta(days=20)
    gap = Gap.objects.create(
        municipality=municipality, title=questions[0], created_at=day, first_asked_at=day, last_asked_at=day,
        asked=len(questions),
    )  # fmt: skip
    for question in questions:
        Exchange.objects.create(
            municipality=municipality, question=question, channel="site", asked_at=day, gap=gap, language="et"
        )


def test_a_group_becomes_an_answer(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        ask(municipality, "Kuhu viia jõulukuusk?", "kuuse äravedu")
        client = Client()
        client.force_login(make_user(municipality, "oskar", Role.SERVICE_OWNER))
        context = browser.new_context(viewport=DESKTOP, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/toolaud/kusitud/")
        is_well(page)
        page.get_by_role("link", name="Kuhu viia jõulukuusk?").click()
        expect(page.get_by_text("kuuse äravedu").first).to_be_visible()
        is_well(page)
        page.get_by_role("button", name="Tee vastuse mustandiks").click()
        page.get_by_label("Vastus", exact=True).fill("Viige kuusk jäätmejaama.")
        page.get_by_role("button", name="Kontrollitud: avalda").click()
        expect(page.get_by_text("Avaldatud. Nüüdsest saab seda lugeda")).to_be_visible()
        page.goto(f"{live_server.url}/toolaud/kusitud/?seis=vastatud")
        page.get_by_role("link", name="Kuhu viia jõulukuusk?").click()
        expect(page.get_by_role("heading", name="Kas vastus aitas?")).to_be_visible()
        page.get_by_text("Sama tabelina").click()
        is_well(page)
        assert Gap.objects.get().state == Gap.State.ANSWERED
        context.close()
