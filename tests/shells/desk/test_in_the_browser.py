"""The desk in a real browser: from sign-in to answer, by keyboard, at the phone desk; every page fit for everyone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import AnswerTemplate, Case, RoutingRule, Status
from raekoda.identity.accounts.membership_values import MembershipValues
from raekoda.identity.accounts.models import Absence, Membership, RightsChange, Role, RoleSetting, Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Service
from raekoda.registry.services.publishing import index_service
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PATIENCE
from tests.casework.cases.conftest import SENDER
from tests.conftest import make_municipality
from tests.shells.desk.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Town:
    """A municipality with somebody who handles cases and administers, and some cases, as a browser finds it."""

    def __init__(self, municipality: Municipality, url: str) -> None:
        self.municipality, self.url = municipality, url
        self.unit = Unit.objects.create(municipality=municipality, name="Linnamajanduse osakond")
        self.user = User.objects.create_user("anne", "anne@example.ee", PASSWORD, first_name="Anne", last_name="Mets")
        for role in (Role.OFFICIAL, Role.OPERATOR, Role.ADMINISTRATOR):
            Membership.objects.create(user=self.user, municipality=municipality, role=role)
        self.lights = Service.objects.create(
            municipality=municipality, code="valgustus", slug="tanavavalgustus", name="Tänavavalgustus", unit=self.unit,
            takes_reports=True, live=True, fee="Tasuta",
        )  # fmt: skip
        index_service(self.lights)

    def open_case(self, text: str, **more: object) -> Case:
        case = actions.open_case(
            actions.CaseDraft(municipality=self.municipality, kind="report", text=text, channel="web", **more),
            Actor.resident(),
        )  # type: ignore[arg-type]
        return actions.assign(case, actor=Actor.staff(self.user), official=self.user, unit=self.unit)

    def add_colleague_with_waiting_change(self) -> Membership:
        """An official with a category, whose absence is set; a second administrator and a change for them to confirm."""
        uku, bert = (User.objects.create(username=name, first_name=name.title()) for name in ("uku", "bert"))
        membership = Membership.objects.create(
            user=uku, municipality=self.municipality, role=Role.OFFICIAL, unit=self.unit, services=[self.lights.pk],
            categories=["social"],
        )  # fmt: skip
        Membership.objects.create(user=bert, municipality=self.municipality, role=Role.ADMINISTRATOR)
        values = MembershipValues(Role.OFFICIAL, self.unit.pk, categories=("child",)).as_json()
        for given, more in ((values, {"user": uku, "membership": membership}), ({"capabilities": ["triage"]}, {})):
            RightsChange.objects.create(
                municipality=self.municipality, role=Role.OFFICIAL, values=given, proposed_by=bert, **more
            )  # fmt: skip
        today = clock.today()
        Absence.objects.create(
            municipality=self.municipality, user=self.user, deputy=uku, first_day=today, last_day=today
        )  # fmt: skip
        return membership

    def sign_in(self, page: Page) -> None:
        page.goto(f"{self.url}/toolaud/")
        page.get_by_label("Kasutajanimi").or_(page.get_by_label("Kasutajatunnus")).fill("anne")
        page.get_by_label("Parool").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Pöördumised")


@pytest.fixture
def town(live_server) -> Iterator[Town]:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        yield Town(municipality, live_server.url)


def test_from_sign_in_to_answer(town: Town, desktop: Page) -> None:
    case = town.open_case("Lamp ei põle Rüütli tänaval.", contact=SENDER)
    town.sign_in(desktop)
    desktop.get_by_role("link", name="Minu", exact=True).click()
    desktop.get_by_role("link", name="Lamp ei põle Rüütli tänaval.").click()
    expect(desktop.locator("#number")).to_have_text(case.number)

    desktop.locator("#teen-vastan > summary").click()
    field = desktop.get_by_label("Vastus saatjale")
    field.fill("Vahetasime lambi välja.")
    desktop.get_by_role("button", name="Saada vastus ja lõpeta").click()
    expect(desktop.get_by_text("Vastus on teel")).to_be_visible()
    case.refresh_from_db()
    assert case.status == Status.CLOSED


def test_by_keyboard_alone(town: Town, desktop: Page) -> None:
    for text in ("Esimene mure.", "Teine mure.", "Kolmas mure."):
        town.open_case(text)
    template = AnswerTemplate.objects.create(municipality=town.municipality, name="Tänu", text="Täname, {number}!")
    town.sign_in(desktop)
    desktop.goto(f"{town.url}/toolaud/?tab=mine")
    desktop.wait_for_load_state("load")

    desktop.keyboard.press("?")
    expect(desktop.locator("#rk-keys")).to_be_visible()
    expect(desktop.locator("#rk-keys")).to_contain_text("järgmine ja eelmine pöördumine")
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("/")
    expect(desktop.locator("#rk-desk-search")).to_be_focused()
    desktop.locator("#rk-desk-search").blur()

    for key in "jjjk":
        desktop.keyboard.press(key)
    expect(desktop.locator("a.cd-case-link:focus")).to_have_text("Teine mure.")
    desktop.keyboard.press("o")
    expect(desktop.locator("h1")).to_have_text("Teine mure.")
    desktop.wait_for_load_state("load")

    desktop.keyboard.press("n")
    expect(desktop.get_by_label("Sisemine märge")).to_be_focused()
    desktop.keyboard.type("Helistasin.")
    desktop.keyboard.press("Control+Enter")
    expect(desktop.get_by_text("Märge on salvestatud.")).to_be_visible()
    desktop.wait_for_load_state("load")

    desktop.keyboard.press("a")
    desktop.get_by_label("Mall").select_option(str(template.pk))
    desktop.get_by_role("button", name="Lisa tekst").click()
    number = desktop.locator("#number").inner_text()
    expect(desktop.get_by_label("Vastus saatjale")).to_have_value(f"Täname, {number}!")
    desktop.keyboard.press("Control+Enter")
    expect(desktop.get_by_text("Vastus on teel")).to_be_visible()


def test_the_phone_desk_by_keyboard(town: Town, desktop: Page) -> None:
    town.sign_in(desktop)
    desktop.goto(f"{town.url}/toolaud/telefon/")
    expect(desktop.get_by_label("Mida inimene räägib")).to_be_focused()
    desktop.keyboard.type("Tänavavalgustus ei tööta")
    hit = desktop.locator(".dk-hit").first
    expect(hit).to_contain_text("Tänavavalgustus")
    hit.locator("summary").focus()
    desktop.keyboard.press("Enter")
    expect(hit).to_contain_text("Tasuta")
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_label("Teenus", exact=True)).to_have_value("Tänavavalgustus")
    desktop.keyboard.press("Control+Enter")

    expect(desktop.locator("#done-number")).to_be_visible()
    expect(desktop.locator("#done-number")).to_have_text(Case.objects.get().number)
    expect(desktop.get_by_label("Mida inimene räägib")).to_have_value("")
    expect(desktop.get_by_label("Mida inimene räägib")).to_be_focused()
    assert Case.objects.get().service == town.lights


def test_the_matrix_of_rights_by_keyboard_and_without_scripts(town: Town, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="et-EE")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    town.sign_in(page)
    page.goto(f"{town.url}/toolaud/oigused/")
    box = page.get_by_role("checkbox", name="Analüütik Suunab seda, millel veel üksust ei ole")
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Salvestatud.")).to_be_visible()
    expect(box).to_be_checked()
    assert set(RoleSetting.objects.get().capabilities) == {"analyse", "triage"}
    context.close()


def test_what_was_typed_survives_a_session_that_ended(town: Town, desktop: Page) -> None:
    case = town.open_case("Lamp ei põle.")
    town.sign_in(desktop)
    desktop.goto(f"{town.url}/toolaud/juhtum/{case.number}/?teen=vastan")
    desktop.get_by_label("Vastus saatjale").fill("Pikk vastus, mida ei tohi kaotada.")
    desktop.context.clear_cookies(name="sessionid")
    desktop.get_by_role("button", name="Saada vastus ja lõpeta").click()
    desktop.wait_for_load_state()
    if "sisene" not in desktop.url:
        desktop.goto(f"{town.url}/toolaud/sisene/?next=/toolaud/juhtum/{case.number}/?teen=vastan")
    desktop.locator("#id_username").fill("anne")
    desktop.get_by_label("Parool").fill(PASSWORD)
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#number")).to_have_text(case.number)
    expect(desktop.locator("#teen-vastan textarea")).to_have_value("Pikk vastus, mida ei tohi kaotada.")


PAGES = {
    "queue": "/toolaud/?tab=open",
    "filtered": "/toolaud/?tab=open&kind=report&late=",
    "nothing": "/toolaud/?tab=closed",
    "case": "/toolaud/juhtum/{number}/?teen=vastan",
    "phone": "/toolaud/telefon/",
    "routing": "/toolaud/suunamine/?kind=report&text=lamp",
    "rule": "/toolaud/suunamine/uus/",
    "templates": "/toolaud/mallid/",
    "template": "/toolaud/mallid/uus/",
    "periods": "/toolaud/tahtajad/",
    "figures": "/toolaud/ulevaade/",
    "members": "/toolaud/inimesed/",
    "new member": "/toolaud/inimesed/uus/",
    "member": "/toolaud/inimesed/{colleague}/",
    "unit": "/toolaud/inimesed/uksus/{unit}/",
    "rights": "/toolaud/oigused/",
    "absences": "/toolaud/puudumised/",
    "settings": "/toolaud/seaded/",
    "password": "/toolaud/parool/",
}

OPEN_ALL = """document.querySelectorAll("main details").forEach(each => {
  each.removeAttribute("name");
  each.open = true;
})"""


def test_every_page_is_fit_for_everyone(town: Town, desktop: Page) -> None:
    case = town.open_case(
        "Lamp ei põle.", contact=SENDER, service=town.lights, point=Point(26.722, 58.38), address="Rüütli 1"
    )
    RoutingRule.objects.create(municipality=town.municipality, name="Lambid", words="lamp", unit=town.unit)
    AnswerTemplate.objects.create(municipality=town.municipality, name="Tänu", text="Täname!")
    _look(desktop, f"{town.url}/toolaud/sisene/")
    town.sign_in(desktop)
    colleague = town.add_colleague_with_waiting_change()
    for path in PAGES.values():
        _look(desktop, town.url + path.format(number=case.number, colleague=colleague.pk, unit=town.unit.pk))


def _look(page: Page, url: str) -> None:
    response = page.goto(url)
    assert response is not None
    assert response.ok, url
    page.wait_for_load_state("networkidle")
    page.evaluate(OPEN_ALL)
    fit_for_everyone(page, sizes=BOTH)
