"""An official builds a small form with a condition, tries it and publishes it, on a desktop and on a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.forms import queries
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.conftest import make_municipality
from tests.registry.forms import factory
from tests.registry.forms.test_building import everything

pytestmark = pytest.mark.browser


def look(page: Page, name: str) -> None:
    fit_for_everyone(page, f"forms-{name}", sizes=BOTH)


def test_a_form_is_built_tried_and_published(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        service = factory.service(municipality, "avalik-uritus", "Avaliku ürituse luba")
        user = User.objects.create_user("emma", password="pikk-parool-1")
        Membership.objects.create(user=user, municipality=municipality, role=Role.EDITOR)
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()

        page.goto(f"{live_server.url}/toolaud/vormid/")
        look(page, "list")
        page.get_by_role("link", name="Uus vorm").click()
        page.get_by_label("Teenus").select_option(label="Avaliku ürituse luba")
        page.get_by_label("Nimi kolleegidele").fill("Ürituse loa taotlus")
        look(page, "new")
        page.get_by_role("button", name="Alusta").click()

        page.get_by_role("link", name="Lisa küsimus").click()
        look(page, "kinds")
        page.get_by_role("link", name="Jah või ei").click()
        label = page.get_by_role("group", name="Küsimuse tekst")
        label.get_by_label("Eesti").fill("Kas üritusel müüakse toitu?")
        label.get_by_label("English").fill("Is food sold at the event?")
        page.get_by_role("button", name="Salvesta ja lisa järgmine").click()

        page.get_by_role("link", name="Arv", exact=True).click()
        page.get_by_role("group", name="Küsimuse tekst").get_by_label("Eesti").fill("Mitu müügikohta?")
        condition = page.get_by_role("group", name="Tingimus 1").first
        condition.get_by_role("combobox").select_option(label="„Kas üritusel müüakse toitu?“ on „Jah“")
        page.get_by_role("button", name="Lisa tingimus").first.click()
        expect(page.get_by_role("group", name="Tingimus 2")).to_be_visible()
        assert condition.get_by_role("combobox").input_value() != ""
        look(page, "question")
        page.get_by_role("button", name="Salvesta", exact=True).click()
        expect(page.get_by_text("Näidatakse, kui „Kas üritusel müüakse toitu?“ on „Jah“")).to_be_visible()
        look(page, "outline")

        page.get_by_role("button", name="„Mitu müügikohta?“ ettepoole").click()
        expect(page.get_by_text("küsitakse hiljem või on sama küsimus")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == "up-mitu_muugikohta"
        page.get_by_role("button", name="„Mitu müügikohta?“ tahapoole").click()
        expect(page.get_by_text("küsitakse hiljem või on sama küsimus")).to_have_count(0)

        page.get_by_role("link", name="Proovi").click()
        expect(page.get_by_label("Mitu müügikohta?")).to_have_count(0)
        page.get_by_label("Jah", exact=True).check()
        expect(page.get_by_label("Mitu müügikohta?")).to_be_visible()
        page.get_by_label("Mitu müügikohta?").fill("palju")
        page.get_by_role("button", name="Jätka").click()
        expect(page.get_by_role("link", name="Mitu müügikohta? – Palun kirjutage arv numbritega.")).to_be_visible()
        look(page, "try")
        page.get_by_label("Mitu müügikohta?").fill("3")
        page.get_by_role("button", name="Jätka").click()
        expect(page.get_by_text("Vormi saab lõpuni täita")).to_be_visible()
        look(page, "answers")

        page.get_by_role("link", name="Ürituse loa taotlus").click()
        page.get_by_role("link", name="Avalda").click()
        look(page, "publish")
        page.get_by_role("button", name="Avalda").click()
        expect(page.get_by_text("nüüdsest täidetakse versiooni 1")).to_be_visible()
        version = queries.published(service)
        assert version is not None and list(version.parsed.fields) == ["kas_uritusel_muuakse_toitu", "mitu_muugikohta"]
        page.get_by_role("link", name="Versioonid").click()
        look(page, "versions")

        rich = factory.form(service, everything(), name="Kõik liigid")
        for key in ("days", "rows", "fee", "ends"):
            page.goto(f"{live_server.url}/toolaud/vormid/{rich.ref}/kusimus/{key}/")
            look(page, f"kind-{key}")
        page.goto(f"{live_server.url}/toolaud/vormid/{rich.ref}/proovi/")
        look(page, "every-kind")
        page.get_by_role("button", name="Lisa rida").click()
        expect(page.get_by_role("group", name="Rida 2")).to_be_visible()
        context.close()
