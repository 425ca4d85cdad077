"""The register's pages in a browser: accessibility on a phone and on a desktop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services import actions
from raekoda.registry.services.models import Channel, LegalBasis, Service, Topic
from tests.axe import BOTH, NARROWEST, fit_for_everyone
from tests.conftest import make_municipality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = ("/teenused/", "/teenused/?vaade=tahestik", "/teenused/?vaade=elusundmus", "/teenused/?q=lamp", "/teenused/?q=xyzzy",
         "/teenused/valgus/", "/ru/teenused/valgus/", "/teemad/tanavad/", "/teenused/andmed/", "/api/v1/")  # fmt: skip


@pytest.fixture
def town(live_server) -> Iterator[Municipality]:  # type: ignore[no-untyped-def]
    tartu = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(tartu):
        unit = Unit.objects.create(
            municipality=tartu, name="Linnamajanduse osakond", email="a@example.ee", phone="736 1234"
        )
        topic = Topic.objects.create(
            municipality=tartu, slug="tanavad", name_et="Tänavad", icon="bus", description_et="Kõik."
        )
        Topic.objects.create(municipality=tartu, slug="lumi", name_et="Lumi", parent=topic)
        service = Service(
            municipality=tartu, slug="valgus", name_et="Tänavavalgustus", unit=unit, summary_et="Lamp ei põle?",
            description_et="Pikk jutt.\n\n- üks\n- kaks", how_to_et="Teata.\nOota.", requirements_et="a\nb",
            evidence_et="Foto", payment="free", processing_days=5, takes_reports=True, languages=["et"],
            life_events=["moving"], contact_et="Kirjuta a@example.ee",
        )  # fmt: skip
        service.topics = [topic]
        service.channels = [
            Channel(kind="eservice", link="https://example.ee/" + "x" * 80, name_et="Iseteenindus"),
            Channel(kind="phone", link="1789", opening_hours_et="ööpäev läbi"),
            Channel(kind="counter", link="Raekoda, I korrus"),
        ]
        service.legal_bases = [LegalBasis(title="Seadus", link="https://example.ee/seadus")]
        other = actions.publish(Service(municipality=tartu, slug="teine", name_et="Lamp pargis"), Actor.system())
        service.related = [other]
        actions.publish(service, Actor.system())
        yield tartu


def test_every_page_is_fit_for_everyone(town: Municipality, live_server, phone: Page) -> None:  # type: ignore[no-untyped-def]
    for path in PATHS:
        phone.goto(live_server.url + path)
        fit_for_everyone(phone, sizes=(*BOTH, NARROWEST))


def test_from_the_list_to_reporting(town: Municipality, live_server, phone: Page) -> None:  # type: ignore[no-untyped-def]
    phone.goto(f"{live_server.url}/teenused/")
    phone.get_by_label("Otsi teenuste seast").fill("lamp ei põle")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name="Tänavavalgustus").click()
    expect(phone.locator("h1")).to_have_text("Tänavavalgustus")
    report = phone.get_by_role("link", name="Teata probleemist", exact=True).locator("visible=true").first
    expect(report).to_have_attribute("href", "/teata/?teenus=tartu-002")
