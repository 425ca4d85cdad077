"""Passing a report on in a real browser, on a phone and a desktop; axe on every page of the neighbours."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.channels.open311 import partners
from raekoda.channels.open311.models import Handover, Partner
from raekoda.channels.open311.partner_updates import poll
from raekoda.identity.accounts.models import Membership, Role, Unit
from raekoda.identity.places.models import Area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import DESKTOP
from tests.casework.cases.conftest import make_user
from tests.channels.open311.conftest import make_service
from tests.channels.open311.partner_server import other_side
from tests.channels.open311.partners import HERE, IN_TARTU, THERE, boundary, work
from tests.channels.open311.test_forwarding import report
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser


def look(page: Page, name: str) -> None:
    fit_for_everyone(page, name, sizes=BOTH)


def test_a_report_is_looked_at_passed_on_and_answered(live_server: LiveServer, browser: Browser) -> None:
    tartu = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(tartu), other_side() as side:
        unit = Unit.objects.create(municipality=tartu, name="Linnamajanduse osakond")
        user = make_user(tartu, "oskar", Role.OFFICIAL, unit)
        Membership.objects.create(user=user, municipality=tartu, role=Role.ADMINISTRATOR, unit=unit)
        for code, name, sides in (("0793", "Tartu linn", HERE), ("0171", "Elva vald", THERE)):
            Area.objects.create(kind="municipality", code=code, name=name, geometry=boundary(**sides))
        road = make_service(tartu, "tee", "Teede korrashoid")
        make_service(tartu, "valgus", "Tänavavalgustus")
        draft = Partner(municipality=tartu, name="Elva vald", url=side.url, api_key=side.key, takes_contacts=True)
        partner = partners.save_partner(draft, Area.objects.filter(code="0171"), actor=Actor.system())
        partners.read_services(partner, actor=Actor.system())
        case = report(road)
        report(road, IN_TARTU)
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport=DESKTOP, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(20_000)

        page.goto(f"{live_server.url}/toolaud/naabrid/uus/")
        look(page, "partner")
        page.goto(f"{live_server.url}/toolaud/naabrid/{partner.pk}/teenused/")
        page.get_by_label("Nende teenus kõige muu jaoks").select_option(label="Riigitee auk")
        look(page, "teenused")
        page.get_by_role("button", name="Salvesta").click()
        expect(page.get_by_text("Teenused on salvestatud.")).to_be_visible()
        look(page, "naabrid")

        page.goto(f"{live_server.url}/toolaud/juhtum/{case.number}/")
        page.get_by_role("link", name="Vaata ja anna edasi").click()
        page.get_by_label("Saatja on nõus").check()
        page.get_by_role("button", name="Vaata, mida saadetakse").click()
        expect(page.get_by_role("heading", name="Saadetakse see")).to_be_visible()
        look(page, "edasi")
        page.get_by_role("button", name="Anna edasi", exact=True).click()
        expect(page.get_by_text("Teade on teel.")).to_be_visible()
        work()
        side.change("101", "closed", "Auk on täidetud.")
        poll(Partner.objects.get(pk=partner.pk))
        assert Handover.objects.get(case=case).to_check

        page.goto(f"{live_server.url}/toolaud/juhtum/{case.number}/")
        expect(page.locator("#naabrid").get_by_text("Auk on täidetud.")).to_be_visible()
        look(page, "juhtum")
        page.goto(f"{live_server.url}/toolaud/naabrid/?seis=vastatud")
        look(page, "vastatud")
        for name, address in (("minu", f"/minu/{case.token}/"), ("teade", f"/teated/{case.ref}/")):
            page.goto(f"{live_server.url}{address}")
            expect(page.get_by_role("heading", name="Edasi antud: Elva vald")).to_be_visible()
            look(page, name)
        context.close()
