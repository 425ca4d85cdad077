"""The pages of one's data as people see them: by phone and at a desk, judged by axe; from a look to reading of it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.cases.actions import CaseDraft, open_case
from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.accounts.models import Role, Unit
from raekoda.identity.persons.models import Person
from raekoda.identity.privacy import tasks
from raekoda.identity.privacy.models import Request
from raekoda.identity.registers import actions as registers
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.casework.cases.conftest import add_membership, make_user
from tests.conftest import make_municipality
from tests.identity.persons.factory import MARI, actor_for, person, sign_in

pytestmark = pytest.mark.browser
SYSTEM = Actor.system()


def enter(page: Page, server: LiveServer, client: Client) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])


def judge(page: Page, name: str) -> None:
    fit_for_everyone(page, name, sizes=BOTH)


def test_an_access_is_shown_to_the_person(live_server: LiveServer, browser: Browser) -> None:
    tartu = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(tartu):
        unit = Unit.objects.create(municipality=tartu, name="Haridusosakond")
        oskar = make_user(tartu, "oskar", Role.ADMINISTRATOR, unit)
        add_membership(oskar, tartu, Role.OFFICIAL, unit)
        mari: Person = person(tartu)
        case = open_case(
            CaseDraft(
                municipality=tartu,
                kind="enquiry",
                text="Millal avatakse bassein?",
                subject="Ujula",
                channel="web",
                person=mari,
            ),
            actor_for(mari),
        )
        log_access(mari, Actor.staff(oskar), "cases.view", subject=case)
        registers.connect(
            tartu, actor=SYSTEM, server=live_server.url, member_code="75006546", subsystem="raekoda", instance="EE",
            member_class="GOV",
        )  # fmt: skip
    context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
    desk = context.new_page()
    client = Client()
    client.force_login(oskar)
    enter(desk, live_server, client)
    desk.goto(f"{live_server.url}/toolaud/isikud/")
    judge(desk, "find-person")
    desk.get_by_label("Isikukood või registrikood").fill(MARI)
    desk.get_by_label("Põhjus").fill("Taotlus 2026-000017, elukoha kontroll")
    desk.get_by_role("button", name="Ava", exact=True).click()
    desk.get_by_role("heading", name="Mari Maasikas").wait_for()
    judge(desk, "person")
    for path, name in (("registrid/", "registers"), ("registrid/population/", "register"), ("vaatamised/", "review"),
                       ("andmesoovid/", "requests")):  # fmt: skip
        desk.goto(f"{live_server.url}/toolaud/{path}")
        judge(desk, name)
    context.close()

    context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
    own = context.new_page()
    with municipality_scope(tartu):
        enter(own, live_server, sign_in(Client(), mari))
    own.goto(f"{live_server.url}/iseteenindus/vaatamised/")
    own.get_by_text("Taotlus 2026-000017, elukoha kontroll").wait_for()
    judge(own, "looks")
    own.goto(f"{live_server.url}/iseteenindus/minu-andmed/")
    own.get_by_role("button", name="Kogu minu andmed kokku").click()
    own.get_by_role("progressbar").wait_for()
    with municipality_scope(tartu):
        request = Request.objects.get()
        tasks.process(tartu.pk, request.pk)
    own.get_by_role("link", name="Lugemiseks (PDF)").wait_for()
    judge(own, "my-data")
    own.goto(f"{live_server.url}/iseteenindus/andmete-esitamine/")
    judge(own, "state")
    own.goto(f"{live_server.url}/iseteenindus/minu-andmed/kustutamine/")
    own.get_by_label("Mõistan, et kustutatud andmeid ei saa tagasi").check()
    own.get_by_role("button", name="Taotle kustutamist").click()
    own.get_by_role("heading", name="Andmete kustutamine").wait_for()
    with municipality_scope(tartu):
        deletion = Request.objects.get(kind="deletion")
        tasks.process(tartu.pk, deletion.pk)
    own.reload()
    own.get_by_text("Pooleliolevaid pöördumisi hoitakse, kuni neile on vastatud.").wait_for()
    judge(own, "deletion")
    context.close()
