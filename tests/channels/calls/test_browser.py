"""Two operators in real browsers and a phone exchange: a call opens, gets a note, is transferred."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.models import Call, Promise, State
from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import DESKTOP
from tests.channels.calls.conftest import EVENTS, signed_headers
from tests.conftest import make_municipality
from tests.shells.desk.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NUMBER = "5550 1234"


@pytest.fixture
def town(live_server: LiveServer) -> Iterator[Municipality]:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        for name in ("piret", "mart"):
            user = User.objects.create_user(
                name, f"{name}@example.ee", PASSWORD, first_name=name.title(), last_name="Laud"
            )
            Membership.objects.create(user=user, municipality=municipality, role=Role.OPERATOR)
        yield municipality


@pytest.fixture
def report(town: Municipality, live_server: LiveServer) -> Callable[..., httpx.Response]:
    key = actions.new_key(town, "Keskjaam", actor=Actor.system())
    secret = actions.get_secret(key)

    def send(event: str, call: str = "a-1", **more: str) -> httpx.Response:
        body = json.dumps({"event": event, "call": call, **more}).encode()
        headers = signed_headers(key.ref, secret, EVENTS, body)
        response = httpx.post(f"{live_server.url}{EVENTS}", content=body, headers=headers, timeout=30)
        assert response.status_code == 200, response.text
        return response

    return send


@pytest.fixture
def start_shift(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[str, str], Page]]:
    """Sign in and start a shift in a separate browser context."""
    contexts = []

    def begin(name: str, extension: str) -> Page:
        context = browser.new_context(viewport=DESKTOP, locale="et-EE", timezone_id="Europe/Tallinn")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/toolaud/sisene/?next=/toolaud/telefon/vahetus/")
        page.locator("#id_username").fill(name)
        page.get_by_label("Parool").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Minu sisenumber").fill(extension)
        page.get_by_role("button", name="Alusta vahetust").click()
        expect(page.locator("#live[data-connected]")).to_be_attached()
        return page

    yield begin
    for context in contexts:
        context.close()


def test_from_ringing_to_note_and_over_to_a_colleague(
    start_shift: Callable[[str, str], Page], report: Callable[..., httpx.Response]
) -> None:
    piret, mart = start_shift("piret", "101"), start_shift("mart", "102")
    report("ringing", number=NUMBER, line="1789", operator="101")
    expect(piret.locator("h1")).to_contain_text("+372 5550 1234")
    expect(mart.locator("#live")).to_contain_text("+372 5550 1234")

    report("answered", operator="101")
    expect(piret.locator("#call-state")).to_contain_text("vestlus käib")
    words = piret.get_by_label("Mida inimene räägib")
    expect(words).to_be_focused()
    piret.keyboard.type("Küsib detailplaneeringu kohta.")
    piret.locator("summary", has_text="Anna kolleegile").click()
    piret.get_by_label("Kolleeg, kes on laua taga").select_option(label="Mart Laud")
    piret.get_by_role("button", name="Anna koos märkega üle").click()
    expect(piret.get_by_text("Üle antud: Mart Laud.")).to_be_visible()

    expect(mart.locator("#call-state")).to_contain_text("üle andnud Piret Laud")
    mart.locator("#call-state").get_by_role("button", name="Võta üle").click()
    expect(mart.get_by_label("Mida inimene räägib")).to_have_value("Küsib detailplaneeringu kohta.")
    expect(mart.get_by_label("Mida inimene räägib")).to_be_focused()
    mart.keyboard.press("Control+End")
    mart.keyboard.type(" Vastasin.")
    mart.keyboard.press("Escape")
    mart.keyboard.press("3")
    mart.keyboard.press("Control+Enter")
    expect(mart.get_by_text("Märge on salvestatud.")).to_be_visible()
    call = Call.objects.get()
    assert (call.state, call.note, call.code.digit) == (State.DONE, "Küsib detailplaneeringu kohta. Vastasin.", 3)


def test_nothing_typed_is_lost_and_a_call_back_is_promised(
    start_shift: Callable[[str, str], Page], report: Callable[..., httpx.Response]
) -> None:
    piret = start_shift("piret", "101")
    report("answered", number=NUMBER, operator="101")
    piret.wait_for_url("**/kone/**")
    words = piret.get_by_label("Mida inimene räägib")
    expect(words).to_be_focused()
    piret.keyboard.type("Soovib planeerijat.")
    address = piret.url
    report("ended")
    expect(piret.locator("#call-state")).to_contain_text("märge on kirjutamata")
    expect(words).to_have_value("Soovib planeerijat.")

    report("ringing", "a-2", operator="101")
    expect(piret.locator("#live")).to_contain_text("Number on varjatud")
    assert piret.url == address
    piret.wait_for_timeout(400)
    piret.goto(address.split("kone/")[0])
    piret.goto(address)
    expect(words).to_have_value("Soovib planeerijat.")

    piret.locator("summary", has_text="Luba tagasi helistada").click()
    piret.locator("input[name=moment]").first.check()
    piret.get_by_role("button", name="Luba ja salvesta märge").click()
    expect(piret.get_by_text("Lubadus ja märge on kirjas.")).to_be_visible()
    assert Promise.objects.get().note == "Soovib planeerijat."


def test_every_page_is_fit_for_everyone(
    start_shift: Callable[[str, str], Page],
    report: Callable[..., httpx.Response],
    live_server: LiveServer,
    town: Municipality,
) -> None:
    piret = start_shift("piret", "101")
    actor = Actor.staff(User.objects.get(username="piret"))
    first = actions.begin_call(town, channel="phone", number=NUMBER, actor=actor)
    code = queries.codes().first()
    actions.save_note(first, text="Esimene.", code=code, actor=actor, number=NUMBER, name="Mari", keeps_number=True)
    actions.create_promise(town, number=NUMBER, name="Mari", note="Uuri järele.", due_at=first.started_at, actor=actor)
    report("ringing", "a-2", number="5550 9999")
    live = actions.begin_call(town, channel="phone", number=NUMBER, actor=actor)
    for path in ("", f"kone/{live.ref}/", f"kone/{first.ref}/", "vahetus/", "koned/", "lubadused/", "arvud/"):
        piret.goto(f"{live_server.url}/toolaud/telefon/{path}")
        piret.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        fit_for_everyone(piret, sizes=BOTH)
