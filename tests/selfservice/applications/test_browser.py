"""Koolitoetus in a real browser: a form is designed, a parent applies on a phone, two officials decide and pay; axe on all."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from raekoda.identity.accounts.models import Role
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.forms.models import Form
from raekoda.selfservice.applications.models import AccountChange, Application, Grant, Payout
from tests.axe import fit_for_everyone
from tests.browser import DESKTOP, PHONE
from tests.casework.cases.conftest import add_membership, make_user
from tests.conftest import make_municipality
from tests.identity.persons.factory import child_of, person, sign_in
from tests.registry.benefits.conftest import SCHOOL, make_benefit, make_rule
from tests.selfservice.applications.conftest import IBAN, IN_WINDOW, OTHER_IBAN

pytestmark = pytest.mark.browser
SYSTEM = Actor.system()


@pytest.fixture
def rule(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[BenefitRule]:
    """Koolitoetus and its rule, on a day on which it is applied for; no form yet."""
    monkeypatch.setattr(clock.timezone, "now", lambda: IN_WINDOW)
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        benefit = make_benefit(municipality, "koolitoetus", "school", "Koolitoetus")
        yield make_rule(
            benefit, IN_WINDOW.date().replace(year=2020), amount=Decimal(50), per="child_year", conditions=SCHOOL,
            apply_from="09-01", apply_to="09-15", pay_by="10-01", source_section="§ 4",
        )  # fmt: skip


def opened(browser: Browser, server: LiveServer, client: Client, size: dict[str, int]) -> Page:
    """A page of a new browser with the client's session."""
    context = browser.new_context(viewport=size, locale="et-EE", timezone_id="Europe/Tallinn")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return context.new_page()


def staff(rule: BenefitRule, name: str, role: str) -> Client:
    client = Client()
    user = make_user(rule.municipality, name, role)
    if role == Role.ADMINISTRATOR:
        add_membership(user, rule.municipality, Role.OFFICIAL)
    client.force_login(user)
    return client


def parent(rule: BenefitRule) -> tuple[Person, Person]:
    """Mari and her child, both registered in the city."""
    home = Area.objects.create(kind="municipality", code="0793", name="Tartu linn")
    mari = person(rule.municipality)
    child, _right = child_of(mari)
    for each in (mari, child):
        persons.set_residence(each, SYSTEM, address="Tartu", area=home, source="register")
    return mari, child


def add_question(page: Page, server: LiveServer, kind: str, label: str, *, prefill: str = "") -> None:
    """One question of the form's only step, as an official adds it."""
    form = Form.objects.get()
    page.goto(f"{server.url}/toolaud/vormid/{form.ref}/samm/{form.draft_definition.steps[0].key}/lisa/{kind}/")
    for language in ("et", "en", "ru"):
        page.locator(f"[name=label_{language}]").fill(label)
    page.locator("[name=required]").check()
    if prefill:
        page.locator("[name=prefill]").select_option(prefill)
    page.get_by_role("button", name="Salvesta", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Koolitoetuse taotlus")


def design(page: Page, server: LiveServer) -> None:
    """The form is begun, built of three questions, published, and tied to the benefit's rule."""
    page.goto(f"{server.url}/toolaud/vormid/uus/")
    page.locator("[name=service]").select_option(label="Koolitoetus")
    page.locator("[name=name]").fill("Koolitoetuse taotlus")
    page.get_by_role("button", name="Alusta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Koolitoetuse taotlus")
    add_question(page, server, "text", "Lapse nimi", prefill="subject.name")
    add_question(page, server, "number", "Mitmendas klassis laps õpib")
    add_question(page, server, "iban", "Kontonumber")
    form = Form.objects.get()
    page.goto(f"{server.url}/toolaud/vormid/{form.ref}/avalda/")
    page.get_by_role("button", name="Avalda").last.click()
    page.wait_for_load_state()
    page.goto(f"{server.url}/toolaud/taotlused/vormid/{form.pk}/")
    fit_for_everyone(page)
    page.locator("[name=benefit]").select_option(label="Koolitoetus")
    page.get_by_label("Mida enne otsustamist kontrollitakse").fill("Laps on õpilane")
    page.get_by_label("Küsimus, milles on kontonumber").select_option(label="Kontonumber")
    page.get_by_label("lapse klass").select_option(label="Mitmendas klassis laps õpib")
    page.get_by_label("Rahuldava otsuse põhjenduste algus").fill(
        "Laps õpib 1.–3. klassis ning elab koos vanemaga Tartus."
    )
    page.get_by_role("button", name="Salvesta").click()
    expect(page.get_by_text("Salvestatud.")).to_be_visible()
    fit_for_everyone(page)


def apply(page: Page, server: LiveServer) -> None:
    """The parent applies on a phone, stops, goes on, and sends."""
    page.goto(f"{server.url}/teenused/koolitoetus/")
    page.get_by_role("link", name="Alusta taotlust").click()
    fit_for_everyone(page)
    page.get_by_label("Mia Maasikas").check()
    page.get_by_role("button", name="Alusta").click()
    expect(page.get_by_label("Lapse nimi")).to_have_value("Mia Maasikas")
    fit_for_everyone(page)
    page.get_by_label("Mitmendas klassis laps õpib").fill("2")
    page.get_by_role("button", name="Salvesta ja lahku").click()
    expect(page.get_by_role("heading", name="Veel saatmata")).to_be_visible()
    fit_for_everyone(page)
    page.get_by_role("link", name="Koolitoetus: Mia Maasikas").click()
    expect(page.get_by_label("Mitmendas klassis laps õpib")).to_have_value("2")
    page.get_by_role("button", name="Jätka").last.click()
    expect(page.get_by_label("Kontonumber")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Kontonumber").fill(IBAN)
    page.get_by_role("button", name="Jätka").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vaadake üle ja saatke")
    fit_for_everyone(page)
    page.get_by_role("button", name="Saada taotlus").click()
    expect(page.get_by_text("Taotlus on meieni jõudnud")).to_be_visible()
    fit_for_everyone(page)


def decide(first: Page, second: Page, server: LiveServer) -> None:
    """One official checks and drafts, another confirms."""
    application = Application.objects.get()
    first.goto(f"{server.url}/toolaud/juhtum/{application.case.number}/")
    expect(first.get_by_text("Laps õpib 1.–3. klassis").first).to_be_visible()
    fit_for_everyone(first)
    first.get_by_role("button", name="Kontrollitud").click()
    first.get_by_role("link", name="Koosta otsus").click()
    expect(first.get_by_label("Summa eurodes")).to_have_value("50,00")
    expect(first.get_by_label("Kontonumber (IBAN)")).to_have_value(IBAN)
    fit_for_everyone(first)
    first.get_by_role("button", name="Saada kinnitamiseks").click()
    expect(first.get_by_text("Otsus ootab teise ametniku kinnitust")).to_be_visible()
    second.goto(f"{server.url}/toolaud/taotlused/")
    fit_for_everyone(second)
    second.get_by_role("link", name="Koolitoetus").first.click()
    fit_for_everyone(second)
    second.get_by_role("button", name="Kinnita otsus").click()
    expect(second.get_by_text("Otsus on tehtud ja taotlejale teatatud")).to_be_visible()
    fit_for_everyone(second)


def propose_account(owner: Page, official: Page, server: LiveServer) -> None:
    """The account that benefits are paid from is proposed by one and confirmed by another."""
    owner.goto(f"{server.url}/toolaud/valjamaksed/konto/")
    owner.locator("[name=iban]").fill(OTHER_IBAN)
    owner.get_by_role("button", name="Salvesta").click()
    owner.wait_for_url("**/toolaud/valjamaksed/")
    official.goto(f"{server.url}/toolaud/valjamaksed/kontomuudatus/{AccountChange.objects.get(grant=None).pk}/")
    official.locator("button[name=confirm]").click()
    official.wait_for_url("**/toolaud/valjamaksed/")


def pay(first: Page, second: Page, server: LiveServer) -> bytes:
    """The list is gathered, confirmed by the other, handed to the bank and marked as paid; what the bank gets."""
    first.goto(f"{server.url}/toolaud/valjamaksed/")
    fit_for_everyone(first)
    first.get_by_label("Kõik, mis tuleb maksta hiljemalt").fill("2026-10-01")
    first.get_by_role("button", name="Koosta nimekiri").click()
    fit_for_everyone(first)
    second.goto(first.url)
    second.get_by_role("button", name="Kinnita nimekiri").click()
    fit_for_everyone(second)
    with second.expect_download() as download:
        second.get_by_role("link", name="Pangale (pain.001)").click()
    second.get_by_role("button", name="Pank on maksnud").click()
    expect(second.get_by_text("Märgitud makstuks")).to_be_visible()
    return download.value.path().read_bytes()


def test_koolitoetus_from_the_forms_design_to_the_payment(
    live_server: LiveServer, browser: Browser, rule: BenefitRule
) -> None:
    owner = opened(browser, live_server, staff(rule, "omanik", Role.ADMINISTRATOR), DESKTOP)
    first = opened(browser, live_server, staff(rule, "ametnik", Role.OFFICIAL), DESKTOP)
    mari, child = parent(rule)
    phone = opened(browser, live_server, sign_in(Client(), mari), PHONE)
    design(owner, live_server)
    apply(phone, live_server)
    decide(first, owner, live_server)
    third = opened(browser, live_server, staff(rule, "kolmas", Role.OFFICIAL), DESKTOP)
    propose_account(owner, third, live_server)
    order = pay(first, third, live_server)
    third.context.close()

    grant = Grant.objects.get()
    assert (grant.person, grant.amount, grant.period) == (child, Decimal(50), "2026/2027")
    assert Payout.objects.get().state == "paid"
    assert IBAN in ElementTree.tostring(ElementTree.fromstring(order)).decode()
    phone.reload()
    expect(phone.get_by_text("Laps õpib 1.–3. klassis ning elab koos vanemaga Tartus.")).to_be_visible()
    expect(phone.get_by_text("30 päeva")).to_be_visible()
    fit_for_everyone(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Otsus PDF-ina").click()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
    assert "50 €" in " ".join(text.split()) and "Mia Maasikas" in text
    for page in (owner, first, phone):
        page.context.close()
