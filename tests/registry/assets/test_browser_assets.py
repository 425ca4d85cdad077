"""In a real browser: a tap on the map chooses the playground; the list does the same by keyboard and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.cases.actions import CaseDraft, open_case
from raekoda.casework.cases.models import Case
from raekoda.identity.places.models import Address
from raekoda.identity.places.rules import fold
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.assets.models import Asset, Layer
from tests.axe import NARROWEST, fit_for_everyone
from tests.browser import until_true
from tests.conftest import make_municipality
from tests.registry.assets.conftest import PLAYGROUNDS, collection, feature, import_content, make_layer, make_service

pytestmark = pytest.mark.browser


class Town:
    """A served municipality with three playgrounds, one of them with a report."""

    def __init__(self, municipality: Municipality, url: str) -> None:
        self.url = url
        service = make_service(municipality, "manguvaljakud", "Mänguväljakute korrashoid", words_et="kiik")
        self.layer: Layer = make_layer(municipality, "manguvaljakud", service)
        rows = [
            feature(key, name, lon, lat, aadress=address, rajatud=2019)
            for key, (name, address, lon, lat) in PLAYGROUNDS.items()
        ]
        import_content(self.layer, collection(*rows))
        Address.objects.create(
            municipality=municipality, text="Rüütli 12", search_text=fold("Rüütli 12"), point=PLAYGROUNDS["M1"][2:]
        )
        self.playgrounds = {asset.external_id: asset for asset in Asset.objects.select_related("layer")}
        self.reported = open_case(
            CaseDraft(
                municipality=municipality,
                kind="report",
                text="Kiige kett on läbi.",
                channel="web",
                asset=self.playgrounds["M2"],
            ),
            Actor.resident(),
        )


@pytest.fixture
def town(live_server: LiveServer) -> Iterator[Town]:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        yield Town(municipality, live_server.url)


def submit(page: Page, name: str = "Jätka") -> None:
    page.get_by_role("button", name=name).click()


def go_to_choice(page: Page, town: Town) -> None:
    """From the start of the report to the step "which one is it?"."""
    page.goto(f"{town.url}/teata/")
    page.get_by_label("Mis on korrast ära?").fill("Kiik on katki")
    page.wait_for_timeout(1100)
    submit(page)
    page.get_by_label("Aadress või koha kirjeldus").fill("Rüütli 12")
    submit(page)
    page.get_by_label("Mänguväljakute korrashoid").check()
    submit(page)
    expect(page.get_by_role("heading", name="Milline see on?")).to_be_visible()


def wait_for_map(page: Page) -> None:
    """Wait until the map shows points."""
    page.wait_for_selector("[data-map][data-area-points]", timeout=20_000)
    until_true(page, "Boolean(document.querySelector('[data-map]').placeMap?.map.loaded())")


def tap(page: Page, asset: Asset) -> None:
    """Click the asset on the map."""
    spot = page.evaluate(
        "([lon, lat]) => { const {map} = document.querySelector('[data-map]').placeMap; const p = map.project([lon, lat]);"
        " const r = map.getCanvas().getBoundingClientRect(); return [r.left + p.x, r.top + p.y]; }",
        list(asset.point),
    )
    page.mouse.click(*spot)


def test_a_tap_on_the_map_chooses(town: Town, phone: Page) -> None:
    go_to_choice(phone, town)
    wait_for_map(phone)
    fit_for_everyone(phone)
    phone.evaluate(
        "document.querySelector('[data-map]').placeMap.map.jumpTo({center: [26.7249, 58.37955], zoom: 13.4})"
    )
    phone.evaluate("document.querySelector('[data-map]').scrollIntoView({block: 'center'})")
    wait_for_map(phone)
    phone.wait_for_timeout(700)
    tap(phone, town.playgrounds["M1"])
    expect(phone.get_by_label("Näidispargi mänguväljak")).to_be_checked()
    submit(phone)
    expect(phone.get_by_role("heading", name="Kontrollige ja saatke")).to_be_visible()
    expect(phone.get_by_text("Näidispargi mänguväljak")).to_be_visible()
    fit_for_everyone(phone)
    submit(phone, "Saada teade")
    assert Case.objects.latest("pk").asset == town.playgrounds["M1"]


def test_the_list_by_keyboard_and_what_is_reported_already(town: Town, desktop: Page) -> None:
    go_to_choice(desktop, town)
    desktop.get_by_label("Näidispargi mänguväljak").focus()
    desktop.keyboard.press("ArrowDown")
    expect(desktop.get_by_label("Jõeäärne näidisväljak")).to_be_checked()
    expect(desktop.get_by_text("1 lahendamata teade")).to_be_visible()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", name="Juba teatatud: Jõeäärne näidisväljak")).to_be_visible()
    expect(desktop.get_by_role("link", name="Kiige kett on läbi.")).to_be_visible()
    fit_for_everyone(desktop)
    submit(desktop, "Minu oma on midagi muud: jätka")
    expect(desktop.get_by_role("heading", name="Kontrollige ja saatke")).to_be_visible()


def test_without_javascript_at_320_pixels(town: Town, browser: Browser) -> None:
    context = browser.new_context(viewport=NARROWEST, java_script_enabled=False, locale="et-EE")  # type: ignore[arg-type]
    page = context.new_page()
    go_to_choice(page, town)
    page.get_by_label("Otsi nime, numbri või aadressi järgi").fill("mäepealne")
    submit(page, "Otsi")
    expect(page.get_by_label("Jõeäärne näidisväljak")).to_have_count(0)
    page.get_by_label("Mäepealne näidisväljak").check()
    submit(page)
    submit(page, "Saada teade")
    assert Case.objects.latest("pk").asset == town.playgrounds["M3"]
    context.close()


def test_the_code_on_the_post_leads_to_a_report(town: Town, phone: Page) -> None:
    phone.goto(f"{town.url}/k/{town.playgrounds['M2'].ref}")
    expect(phone.get_by_role("heading", name="Jõeäärne näidisväljak", level=1)).to_be_visible()
    expect(phone.get_by_role("link", name="Kiige kett on läbi")).to_be_visible()
    fit_for_everyone(phone)
    phone.get_by_role("link", name="Teata selle kohta").click()
    fit_for_everyone(phone)
    phone.get_by_label("Mis on korrast ära?").fill("Ronila pulk on lahti")
    phone.wait_for_timeout(1100)
    submit(phone)
    expect(phone.get_by_role("heading", name="Kontrollige ja saatke")).to_be_visible()
    submit(phone, "Saada teade")
    assert Case.objects.latest("pk").asset == town.playgrounds["M2"]


def test_a_layer_on_the_map_and_as_a_list(town: Town, desktop: Page) -> None:
    desktop.goto(f"{town.url}/kohad/")
    fit_for_everyone(desktop)
    desktop.get_by_role("link", name="Mänguväljakud").click()
    wait_for_map(desktop)
    fit_for_everyone(desktop)
    desktop.evaluate("document.querySelector('[data-map]').placeMap.map.jumpTo({center: [26.7005, 58.3702], zoom: 15})")
    wait_for_map(desktop)
    desktop.wait_for_timeout(500)
    tap(desktop, town.playgrounds["M3"])
    desktop.locator(".rk-map__popup a").click()
    expect(desktop.get_by_role("heading", name="Mäepealne näidisväljak", level=1)).to_be_visible()
