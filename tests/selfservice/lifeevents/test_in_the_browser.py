"""The funeral benefit from a death to a begun application, in two municipalities with different rules, in a real browser and
on the demo's own content; offers and consents beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect

from raekoda.identity.accounts.models import User
from raekoda.identity.signin import demo_provider
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.publishing.website.actions import add_municipality
from raekoda.selfservice.applications.models import Draft
from raekoda.selfservice.offers.models import Offer, OfferRule
from raekoda.tools.demo import benefits, lifeevents, logins, offers, persons, register
from tests.axe import BOTH, fit_for_everyone
from tests.browser import DESKTOP, PATIENCE, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system()
EVENT = "/elusundmused/lahedase-surm/"


@pytest.fixture
def towns(live_server, settings) -> dict[str, Municipality]:
    """Tartu and Elva as the demo has them."""
    settings.DEMO = True
    settings.RAEKODA_PUBLIC_PORT = settings.RAEKODA_PORT = urlsplit(live_server.url).port
    made = {code: add_municipality(code, actor=SYSTEM, demo=True).municipality for code in ("0793", "0171")}
    lifeevents.life_events()
    for municipality in made.values():
        with municipality_scope(municipality), transaction.atomic():
            register.places(municipality)
            register.services(municipality, SYSTEM)
    logins.people(made)
    for municipality in made.values():
        with municipality_scope(municipality), transaction.atomic():
            residents = persons.persons(municipality)
            benefits.benefits(municipality, SYSTEM)
            offers.offers(municipality, residents)
            demo_provider.create_provider(municipality)
    return made


@contextmanager
def opened(browser: Browser, size: ViewportSize) -> Iterator[Page]:
    """A page of a browser that knows nobody yet."""
    context = browser.new_context(viewport=size, locale="et-EE", timezone_id="Europe/Tallinn")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def at(live_server, town: str, path: str) -> str:
    return f"http://{town}.localhost:{urlsplit(live_server.url).port}{path}"


def fits(page: Page, name: str, *, both: bool = True) -> None:
    fit_for_everyone(page, name, sizes=BOTH if both else (PHONE,))


def finder(page: Page, place: str, day: str) -> None:
    """From the first screen of the finder to its answer (or its last question)."""
    page.get_by_label("Linn, vald, alevik või küla").fill(place)
    page.get_by_role("button", name="Otsi", exact=True).last.click()
    page.locator("#id_place").get_by_role("radio").first.check()
    page.get_by_role("button", name="Jätka").click()
    page.get_by_label("Surma kuupäev").fill(day)
    page.get_by_role("button", name="Jätka").click()


def the_funeral_benefit_in_two_municipalities(towns, live_server, phone: Page) -> None:  # type: ignore[no-untyped-def]
    week_ago = (clock.today() - timedelta(days=7)).isoformat()
    phone.goto(at(live_server, "tartu", EVENT))
    fits(phone, "start")
    phone.get_by_role("button", name="Alusta").click()
    fits(phone, "question")
    phone.get_by_label("Jah").check()
    phone.get_by_role("button", name="Jätka").click()
    phone.get_by_label("Ei", exact=True).check()
    phone.get_by_role("button", name="Jätka").click()
    phone.get_by_label("Linn, vald, alevik või küla").fill("elva")
    phone.get_by_role("button", name="Otsi", exact=True).last.click()
    fits(phone, "place")
    finder(phone, "tartu linn", week_ago)
    expect(phone.locator("h1")).to_have_text("Toetuse annab Tartu linn")
    expect(phone.locator(".rk-lifeevent__amount")).to_have_text("250 €")
    expect(phone.locator("main")).to_contain_text("2018. aasta määr")
    fits(phone, "answer-tartu")

    phone.get_by_role("link", name="Muuda vastuseid").click()
    finder(phone, "elva", "2023-12-31")
    expect(phone.locator(".rk-lifeevent__amount")).to_have_text("200 €")
    phone.get_by_role("link", name="Muuda vastuseid").click()
    finder(phone, "elva", week_ago)
    fits(phone, "person")
    phone.get_by_label("Jah, maksan või olen maksnud").check()
    phone.get_by_role("button", name="Jätka").click()
    expect(phone.locator(".rk-lifeevent__amount")).to_have_text("320 €")
    expect(phone.locator("main")).to_contain_text("demo jaoks välja mõeldud")
    fits(phone, "answer-elva")

    phone.get_by_role("button", name="Taotle: Elva vald").click()
    phone.wait_for_url("**/elusundmused/ule/")
    assert urlsplit(phone.url).hostname == "elva.localhost" and week_ago not in phone.url
    fits(phone, "brought")
    phone.get_by_role("link", name="Logi sisse ja taotle").click()
    phone.get_by_role("link", name="Vali väljamõeldud inimene").click()
    phone.get_by_role("button", name="Mari Maasikas").click()
    phone.wait_for_url("**/iseteenindus/taotlused/**")
    expect(phone.get_by_role("radio", name="Elva vald")).to_be_checked()
    fits(phone, "application", both=False)
    with municipality_scope(towns["0171"]):
        kept = {"died_on": week_ago, "deceased_residence": "0171", "paid_costs": True}
        assert Draft.objects.get().data == kept


def the_list_is_ticked_printed_and_saved(live_server, phone: Page) -> None:  # type: ignore[no-untyped-def]
    phone.goto(at(live_server, "tartu", f"{EVENT}kava/"))
    expect(phone.get_by_role("button", name="Prindi")).to_be_visible()
    fits(phone, "plan")
    phone.get_by_label("Tehtud: Registreeri surm").check()
    phone.get_by_role("button", name="Logi sisse ja salvesta nimekiri").click()
    phone.get_by_role("link", name="Vali väljamõeldud inimene").click()
    phone.get_by_role("button", name="Mari Maasikas").click()
    phone.wait_for_url("**/kava/")
    expect(phone.get_by_label("Tehtud: Registreeri surm")).to_be_checked()
    phone.goto(at(live_server, "tartu", "/iseteenindus/"))
    expect(phone.locator("main")).to_contain_text("1 / 5 tehtud")
    expect(phone.locator("main")).to_contain_text("Matusetoetus: Linda Maasikas")
    fits(phone, "own")
    phone.get_by_role("link", name="Matusetoetus: Linda Maasikas").click()
    expect(phone.locator("main")).to_contain_text("lahkunu viimane registreeritud elukoht")
    fits(phone, "offer")
    phone.get_by_role("button", name="Taotle").click()
    phone.wait_for_url("**/iseteenindus/taotlused/**")
    phone.goto(at(live_server, "tartu", "/iseteenindus/nousolekud/"))
    fits(phone, "consents")
    phone.get_by_role("button", name=re.compile("^Nõustun")).click()
    expect(phone.get_by_role("button", name=re.compile("^Võta nõusolek tagasi"))).to_be_visible()
    phone.goto(at(live_server, "tartu", "/toetused/"))
    fits(phone, "benefits")


def staff_see_figures_and_no_names(towns, live_server, settings, desktop: Page) -> None:  # type: ignore[no-untyped-def]
    with municipality_scope(towns["0793"]):
        rule = OfferRule.objects.get(about="death")
        assert Offer.objects.count() == 1
    official = Client(headers={"host": "tartu.localhost"})
    official.force_login(User.objects.get(username="tartu.omanik"))
    key = official.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": at(live_server, "tartu", "/")}
    desktop.context.add_cookies([cookie])  # type: ignore[list-item]
    desktop.goto(at(live_server, "tartu", f"/toolaud/pakkumised/{rule.ref}/"))
    expect(desktop.locator("h1")).to_have_text("Matusetoetus")
    expect(desktop.locator("main")).not_to_contain_text("Maasikas")
    fits(desktop, "desk-rule")
    desktop.goto(at(live_server, "tartu", "/toolaud/pakkumised/"))
    fits(desktop, "desk-rules")


def test_from_a_death_to_a_begun_application(towns, live_server, settings, browser: Browser) -> None:  # type: ignore[no-untyped-def]
    """Three people on the same content of the demo: staff, one who saves the list, one who applies."""
    with opened(browser, DESKTOP) as desktop:
        staff_see_figures_and_no_names(towns, live_server, settings, desktop)
    with opened(browser, PHONE) as phone:
        the_list_is_ticked_printed_and_saved(live_server, phone)
    with opened(browser, PHONE) as phone:
        the_funeral_benefit_in_two_municipalities(towns, live_server, phone)
