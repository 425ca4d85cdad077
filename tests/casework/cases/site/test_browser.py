"""In a real browser at phone width: a whole report, with and without JavaScript, and every kind of page with axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.answers import actions as answer_actions
from raekoda.casework.cases import actions, queries
from raekoda.casework.cases.actions import CaseDraft, open_case
from raekoda.casework.cases.models import Case, Follower, Kind
from raekoda.identity.accounts.models import Unit
from raekoda.identity.places.models import Address
from raekoda.identity.places.rules import fold
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.files import prepare_image
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.actions import publish
from raekoda.registry.services.models import Service, Topic
from tests.axe import BOTH, NARROWEST, fit_for_everyone
from tests.casework.cases.conftest import SENDER
from tests.casework.cases.site.conftest import HERE, photo
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser

SYSTEM = Actor.system()


class DemoMunicipality:
    """A live municipality with a service, an address and a photo on disk."""

    def __init__(self, municipality: Municipality, url: str, folder: Path) -> None:
        self.municipality = municipality
        self.url = url
        self.unit = Unit.objects.create(municipality=municipality, name="Linnamajanduse osakond")
        self.topic = Topic.objects.create(municipality=municipality, name="Tänavad", slug="tanavad")
        lamps = Service(
            municipality=municipality, slug="valgustus", name="Tänavavalgustuse korrashoid", words="lamp ei põle",
            unit=self.unit, takes_reports=True, reports_are_public=True, needs_place=True,
            form=[{"code": "mitu", "datatype": "string", "description": "Mitu?", "required": False, "variable": True}],
        )  # fmt: skip
        self.lamps = publish(lamps, SYSTEM)
        Address.objects.create(municipality=municipality, text="Rüütli 12", search_text=fold("Rüütli 12"), point=HERE)
        self.photo = folder / "foto.jpg"
        self.photo.write_bytes(photo(size=(400, 300)).read())

    def report(self, **more: Any) -> Case:
        """A public report with a photo."""
        defaults: dict[str, Any] = {
            "kind": Kind.REPORT, "service": self.lamps, "point": HERE, "address": "Rüütli 12", "contact": SENDER,
            "text": "Lamp ei põle", "files": [prepare_image(photo(size=(400, 300)))],
        }  # fmt: skip
        return open_case(
            CaseDraft(municipality=self.municipality, channel="web", **{**defaults, **more}), Actor.resident()
        )


@pytest.fixture
def demo(live_server: LiveServer, tmp_path: Path) -> Iterator[DemoMunicipality]:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        yield DemoMunicipality(municipality, live_server.url, tmp_path)


def continue_to_next(page: Page, name: str = "Jätka") -> None:
    page.get_by_role("button", name=name).click()


def test_a_report_from_first_word_to_number_on_a_phone(demo: DemoMunicipality, phone: Page) -> None:
    phone.goto(f"{demo.url}/teata/")
    fit_for_everyone(phone)
    phone.get_by_label("Mis on korrast ära?").fill("Rüütli tänaval lamp ei põle")
    phone.locator("input[type=file]").set_input_files(demo.photo)
    expect(phone.locator("[data-photos-list] img")).to_be_visible()
    phone.wait_for_timeout(1100)
    continue_to_next(phone)
    expect(phone.get_by_role("heading", name="Kus see on?")).to_be_visible()
    fit_for_everyone(phone)
    phone.get_by_label("Aadress või koha kirjeldus").fill("Rüü")
    phone.get_by_role("option", name="Rüütli 12").click()
    continue_to_next(phone)
    phone.get_by_label("Tänavavalgustuse korrashoid").check()
    fit_for_everyone(phone)
    continue_to_next(phone)
    expect(phone.get_by_label("Mitu?")).to_be_visible()
    fit_for_everyone(phone)
    continue_to_next(phone)
    phone.get_by_label("E-post").fill("mari.maasikas@example.ee")
    fit_for_everyone(phone)
    continue_to_next(phone, "Saada teade")
    expect(phone.get_by_role("heading", name="Aitäh! Teie teade on kohal")).to_be_visible()
    fit_for_everyone(phone)
    case = Case.objects.get()
    expect(phone.get_by_text(case.number)).to_be_visible()
    assert case.attachments.count() == 1
    assert case.point is not None
    phone.get_by_role("link", name="Vaata, kuidas edeneb").click()
    expect(phone.get_by_text("Rüütli tänaval lamp ei põle")).to_be_visible()
    phone.goto(f"{demo.url}/teata/")
    expect(phone.get_by_label("Mis on korrast ära?")).to_have_value("")


def test_the_same_without_javascript_at_320_pixels(demo: DemoMunicipality, browser: Browser) -> None:
    context = browser.new_context(viewport=NARROWEST, java_script_enabled=False, locale="et-EE")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{demo.url}/teata/")
    page.get_by_label("Mis on korrast ära?").fill("Rüütli tänaval lamp ei põle")
    page.locator("input[type=file]").set_input_files(demo.photo)
    page.wait_for_timeout(1100)
    continue_to_next(page)
    page.get_by_label("Aadress või koha kirjeldus").fill("Rüütli 12")
    continue_to_next(page)
    page.get_by_label("Tänavavalgustuse korrashoid").check()
    continue_to_next(page)
    continue_to_next(page)
    continue_to_next(page, "Saada teade")
    expect(page.get_by_role("heading", name="Aitäh! Teie teade on kohal")).to_be_visible()
    assert queries.public().get().address == "Rüütli 12"
    context.close()


def test_what_was_typed_survives_a_lost_page(demo: DemoMunicipality, phone: Page) -> None:
    """The text survives a closed tab and a dropped connection."""
    phone.goto(f"{demo.url}/teata/")
    phone.get_by_label("Mis on korrast ära?").press_sequentially("Pikk lugu katkisest lambist")
    phone.wait_for_timeout(600)
    phone.reload()
    expect(phone.get_by_label("Mis on korrast ära?")).to_have_value("Pikk lugu katkisest lambist")


def test_hints_come_while_a_question_is_typed(demo: DemoMunicipality, desktop: Page) -> None:
    draft = answer_actions.write(
        municipality=demo.municipality, actor=SYSTEM, title="Millal lund lükatakse?", question="Millal?",
        answer="Põhitänavad esimesena.", topic=demo.topic,
    )  # fmt: skip
    answer_actions.release(draft, actor=SYSTEM)
    desktop.goto(f"{demo.url}/kysi/")
    desktop.get_by_label("Teie küsimus või sõnum").press_sequentially("Millal lumi ära lükatakse")
    expect(desktop.get_by_role("link", name="Millal lund lükatakse?")).to_be_visible()
    fit_for_everyone(desktop)


def test_a_question_by_keyboard_alone(demo: DemoMunicipality, desktop: Page) -> None:
    desktop.goto(f"{demo.url}/kysi/")
    desktop.get_by_label("Teie küsimus või sõnum").focus()
    desktop.keyboard.type("Kas park on avatud?")
    desktop.wait_for_timeout(1100)
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", name="Mida te meilt ootate?")).to_be_visible()
    expect(desktop.get_by_label("Soovin selgitust või vastust")).to_be_checked()
    fit_for_everyone(desktop)
    continue_to_next(desktop)
    fit_for_everyone(desktop)
    desktop.get_by_label("Nimi").fill("Mari Maasikas")
    desktop.get_by_label("E-post").fill("mari.maasikas@example.ee")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", name="Aitäh! Saime teie sõnumi kätte")).to_be_visible()


def test_the_sender_replies_rates_and_reopens(demo: DemoMunicipality, phone: Page) -> None:
    """The browser sends the private link to no other page, and its forms are still accepted."""
    case = demo.report()
    actions.ask_sender(case, text="Kus täpselt?", actor=SYSTEM)
    phone.goto(f"{demo.url}/minu/{case.token}/")
    phone.get_by_label("Teie vastus").fill("Trepi kõrval.")
    continue_to_next(phone, "Saada vastus")
    expect(phone.get_by_text("Teie vastus jõudis meieni.")).to_be_visible()
    actions.answer(case, text="Korras.", outcome="solved", actor=SYSTEM)
    phone.reload()
    phone.get_by_text("pigem rahul").click()
    continue_to_next(phone, "Saada hinnang")
    expect(phone.get_by_text("Teie hinnang on pöördumise juures alles.")).to_be_visible()
    fit_for_everyone(phone)
    phone.get_by_text("See ei ole lahendatud").click()
    phone.get_by_label("Mis on veel lahendamata?").fill("Jälle pime.")
    continue_to_next(phone, "Ava uuesti")
    expect(phone.get_by_text("Pöördumine on taas avatud")).to_be_visible()
    case.refresh_from_db()
    assert (case.score, case.reopened) == (4, 1)


def test_following_from_the_page_to_the_letters_link(demo: DemoMunicipality, phone: Page) -> None:
    case = demo.report()
    heard: list[str] = []
    phone.on("request", lambda request: heard.append(request.headers.get("referer", "")))
    phone.goto(f"{demo.url}/teated/{case.ref}/")
    phone.get_by_label("E-post").fill("jaan@example.ee")
    phone.wait_for_timeout(1100)
    continue_to_next(phone, "Jälgi")
    expect(phone.get_by_text("Saatsime teile kirja")).to_be_visible()
    follower = Follower.objects.get()
    phone.goto(f"{demo.url}/jalgi/{follower.token}/")
    continue_to_next(phone, "Jah, saatke mulle kirju")
    expect(phone.get_by_text("saate kirja, kui midagi juhtub").first).to_be_visible()
    follower.refresh_from_db()
    assert follower.confirmed_at is not None
    assert not [each for each in heard if follower.token in each]


def test_every_page_kind_is_open_to_everyone(demo: DemoMunicipality, phone: Page) -> None:
    case = demo.report()
    actions.release_attachment(case.attachments.get(), actor=SYSTEM)
    asked, answered = demo.report(text="Teine lamp"), demo.report(text="Kolmas lamp")
    actions.ask_sender(asked, text="Kus täpselt?", actor=SYSTEM)
    actions.answer(answered, text="Korras.", outcome="solved", actor=SYSTEM)
    follower: Follower = actions.follow(case, email="jaan@example.ee")
    question = open_case(
        CaseDraft(
            municipality=demo.municipality,
            kind=Kind.ENQUIRY,
            text="Millal lund lükatakse?",
            channel="web",
            topic=demo.topic,
        ),
        Actor.resident(),
    )
    actions.answer(question, text="Homme.", outcome="answered", actor=SYSTEM)
    published = answer_actions.release(answer_actions.draft_from_case(question, actor=SYSTEM), actor=SYSTEM)
    for path in (
        "/teata/", "/kysi/", "/teated/", "/teated/?seis=closed&teenus=muu", f"/teated/{case.ref}/",
        f"/minu/{asked.token}/", f"/minu/{answered.token}/", f"/jalgi/{follower.token}/",
        f"/jalgi/{follower.token}/loobu/", "/vastused/", "/vastused/?q=olematu", f"/vastused/{published.slug}/",
        "/en/teata/", "/ru/kysi/",
    ):  # fmt: skip
        response = phone.goto(demo.url + path)
        assert response is not None
        assert response.status == 200, path
        fit_for_everyone(phone, sizes=(*BOTH, NARROWEST))


def test_the_map_beside_the_list_is_loaded_when_it_is_wanted(phone: Page, demo: DemoMunicipality) -> None:
    demo.report()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{demo.url}/teated/")
    phone.wait_for_load_state("networkidle")
    assert not [url for url in asked if "maplibre" in url or "geojson" in url]
    phone.get_by_role("button", name="Näita kaarti").click()
    phone.wait_for_selector("[data-map][data-loaded], [data-map][data-failed], [data-map][data-ready]", timeout=20000)
    assert [url for url in asked if "maplibre" in url]
    expect(phone.get_by_role("button", name="Näita kaarti")).to_have_count(0)
