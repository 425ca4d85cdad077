"""In a real browser: a resident signs in and stays; a passkey of a virtual authenticator; pages fit for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.persons import actions
from raekoda.identity.persons.models import Session
from raekoda.identity.signin import demo_provider
from raekoda.identity.signin.models import Passkey
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.conftest import make_municipality
from tests.identity.persons.factory import JAAN, MARI
from tests.shells.desk.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "/toolaud/seaded/kinnitus/"


@pytest.fixture
def tartu(live_server, settings) -> Iterator[Municipality]:
    settings.DEMO = True
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        for code, given, family in ((MARI, "Mari", "Maasikas"), (JAAN, "Jaan", "Tamm")):
            actions.get_or_create_person(
                municipality, code=code, given_name=given, family_name=family, actor=Actor.system(), is_demo=True
            )
        demo_provider.create_provider(municipality)
        yield municipality


def fits(page: Page, name: str) -> None:
    fit_for_everyone(page, name, sizes=BOTH)


def test_a_resident_signs_in_stays_and_leaves(tartu: Municipality, live_server, desktop: Page) -> None:
    desktop.goto(f"{live_server.url}/sisene/?next=/iseteenindus/kelle-eest/")
    fits(desktop, "choose")
    desktop.get_by_role("link", name="Vali väljamõeldud inimene").click()
    expect(desktop.locator("h1")).to_have_text("Proovisisselogimine")
    fits(desktop, "test-login")
    desktop.get_by_role("button", name="Tagasi sisse logimata").click()
    expect(desktop.locator("h1")).to_have_text("Te ei loginud sisse")
    fits(desktop, "problem")
    desktop.get_by_role("link", name="Vali väljamõeldud inimene").click()
    desktop.get_by_role("button", name="Mari Maasikas").click()
    desktop.wait_for_url("**/iseteenindus/kelle-eest/")
    desktop.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desktop.locator("summary", has_text="Menüü").click()
    expect(desktop.get_by_role("link", name="Mari Maasikas")).to_be_visible()
    menu = desktop.locator(".rk-menu").bounding_box()
    content = desktop.locator("main").bounding_box()
    assert menu and content and menu["y"] + menu["height"] <= content["y"], "an open menu covers nothing of the page"
    fit_for_everyone(desktop, "menu")

    soon = clock.now() + timedelta(seconds=100)
    Session.objects.update(expires_at=soon, renewed_at=clock.now())
    desktop.goto(f"{live_server.url}/valju/")
    expect(desktop.get_by_text("Kirjutatu jääb lehele alles")).to_be_visible()
    fits(desktop, "warning")
    desktop.get_by_role("button", name="Jää sisselogituks").click()
    expect(desktop.get_by_text("Kirjutatu jääb lehele alles")).to_have_count(0)
    assert Session.objects.get().expires_at > soon + timedelta(minutes=20)

    Session.objects.update(expires_at=clock.now() + timedelta(seconds=2))
    desktop.reload()
    expect(desktop.get_by_text("Olete välja logitud. Kirjutatu on sellel lehel alles")).to_be_visible()
    Session.objects.update(expires_at=clock.now() + timedelta(minutes=30))
    desktop.reload()
    desktop.locator("main").get_by_role("button", name="Logi välja").click()
    expect(desktop.locator("h1")).to_have_text("Olete välja logitud")


def test_a_passkey_from_its_making_to_sign_in(tartu: Municipality, live_server, desktop: Page) -> None:
    user = User.objects.create_user("anne", "anne@example.ee", PASSWORD, first_name="Anne", last_name="Mets")
    Membership.objects.create(user=user, municipality=tartu, role=Role.ADMINISTRATOR)
    devtools = desktop.context.new_cdp_session(desktop)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
           "hasResidentKey": True, "automaticPresenceSimulation": True}  # fmt: skip
    authenticator = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})["authenticatorId"]

    give_password(desktop, live_server.url)
    expect(desktop.locator("h1")).to_have_text("Tere, Anne Mets")
    desktop.goto(f"{live_server.url}{OWN}rakendus/")
    fits(desktop, "app")
    desktop.goto(f"{live_server.url}{OWN}voti/")
    fits(desktop, "passkey")
    desktop.get_by_label("Võtme nimetus").fill("Sinine võti")
    desktop.get_by_role("button", name="Loo võti").click()
    expect(desktop.locator("h1")).to_have_text("Taastekoodid")
    desktop.get_by_role("button", name="Loo uued koodid").click()
    expect(desktop.locator("#recovery-codes li")).to_have_count(10)
    fits(desktop, "codes")
    desktop.goto(f"{live_server.url}{OWN}")
    expect(desktop.get_by_text("Sinine võti")).to_be_visible()
    fits(desktop, "factors")
    desktop.goto(f"{live_server.url}/toolaud/sisselogimine/")
    fits(desktop, "setup")
    desktop.goto(f"{live_server.url}/toolaud/sisselogimine/uus/")
    fits(desktop, "provider")

    desktop.context.clear_cookies()
    give_password(desktop, live_server.url)
    expect(desktop.locator("h1")).to_have_text("Teine samm")
    fits(desktop, "step")
    desktop.get_by_role("button", name="Kasuta pääsuvõtit").click()
    expect(desktop.locator("h1")).to_have_text("Tere, Anne Mets")
    assert Passkey.objects.get().used_at is not None

    desktop.context.clear_cookies()
    devtools.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator})
    give_password(desktop, live_server.url)
    desktop.get_by_role("button", name="Kasuta pääsuvõtit").click()
    expect(desktop.get_by_text("Võtit ei kasutatud")).to_be_visible()
    desktop.goto(f"{live_server.url}/toolaud/")
    expect(desktop.get_by_role("button", name="Logi sisse")).to_be_visible()


def give_password(page: Page, url: str) -> None:
    page.goto(f"{url}/toolaud/sisene/")
    page.get_by_label("Kasutajanimi").or_(page.get_by_label("Kasutajatunnus")).fill("anne")
    page.get_by_label("Parool").fill(PASSWORD)
    page.keyboard.press("Enter")
