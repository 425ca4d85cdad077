"""An official takes one suggestion and turns another down in a real browser; axe on every page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.cases.actions import CaseDraft, open_case
from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import generation
from raekoda.casework.suggestions.models import Decision, Suggestion
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search import index
from raekoda.platform.search.models import Document
from raekoda.registry.services.models import Service
from tests.axe import sideways, violations
from tests.browser import PHONE
from tests.casework.cases.conftest import make_user
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser
TEXT = "Tänavavalgustus: kui lamp ei põle, teatage sellest linnale. Lamp parandatakse kahe tööpäeva jooksul."


def test_accepting_rejecting_and_statistics(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        unit = Unit.objects.create(municipality=municipality, name="Linnamajanduse osakond")
        official = make_user(municipality, "oskar", Role.OFFICIAL, unit)
        lights = Service.objects.create(
            municipality=municipality, code="valgustus", slug="valgustus", name="Tänavavalgustus", unit=unit
        )
        index.put(municipality, Document.Kind.SERVICE, str(lights.pk), "et", lights.name, TEXT, "/teenused/valgustus/")
        case = open_case(
            CaseDraft(
                municipality=municipality,
                kind="memo",
                channel="web",
                text="Lamp ei põle, kas see saab korda? Helistage 5550 1234.",
            ),
            Actor.resident(),
        )
        generation.generate_suggestions(case)
        client = Client()
        client.force_login(official)
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{live_server.url}/toolaud/juhtum/{case.number}/")
        assert violations(page) == []
        assert sideways(page) == 0
        page.get_by_role("button", name=re.compile("Võta see.*Tänavavalgustus")).click()
        expect(page.get_by_text("Tehtud nii, nagu soovitati.")).to_be_visible()
        page.get_by_role("button", name=re.compile("Mitte see.*Selgitustaotlus")).click()
        expect(page.locator("#soovitused").get_by_text("tagasi lükatud")).to_be_visible()
        assert violations(page) == []
        became = dict(Suggestion.objects.filter(case=case).values_list("field", "outcome"))
        assert became == {"service": Decision.TAKEN, "unit": Decision.TAKEN, "kind": Decision.REFUSED}
        assert Case.objects.get(pk=case.pk).service == lights
        page.get_by_role("button", name="Koosta vastuse mustand").click()
        page.wait_for_load_state()
        assert violations(page) == []
        page.goto(f"{live_server.url}/toolaud/soovitused/")
        expect(page.get_by_role("heading", name="Kui head soovitused on")).to_be_visible()
        assert violations(page) == []
        assert sideways(page) == 0
        context.close()
