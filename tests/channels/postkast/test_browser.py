"""From a case to the state mailbox in a real browser, at the desk and on a phone; axe on every page."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.cases import actions as cases
from raekoda.channels.postkast.models import Letter
from raekoda.channels.postkast.status_updates import update_statuses
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery
from raekoda.platform.deliveries.tasks import send
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.casework.cases.conftest import add_membership, make_user
from tests.channels.postkast.conftest import CODE
from tests.channels.postkast.server import TOKEN, running
from tests.conftest import make_municipality

pytestmark = pytest.mark.browser


def test_from_the_connection_to_a_letter_that_was_read(live_server: LiveServer, browser: Browser) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality), running() as mailbox:
        administrator = make_user(municipality, "agnes", Role.ADMINISTRATOR)
        add_membership(administrator, municipality, Role.OFFICIAL)
        case = cases.open_case(
            cases.CaseDraft(municipality=municipality, kind="enquiry", text="Millal lamp põleb?", channel="web"),
            Actor.resident(),
        )
        cases.answer(case, text="Lamp vahetati täna.", outcome="solved", actor=Actor.system())
        client = Client()
        client.force_login(administrator)
        context = browser.new_context(viewport=PHONE, locale="et-EE")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()

        def sound() -> None:
            fit_for_everyone(page, sizes=BOTH)

        page.goto(f"{live_server.url}/toolaud/postkast/")
        sound()
        page.get_by_role("link", name="Ühendus ja mallid").click()
        sound()
        page.get_by_role("link", name="Seadista").click()
        page.get_by_label("Aadress").fill(mailbox.url)
        page.get_by_label("Token", exact=False).last.fill(TOKEN)
        sound()
        page.get_by_role("button", name="Salvesta ja kontrolli").click()
        expect(page.get_by_text("töötab")).to_be_visible()
        sound()
        page.get_by_role("link", name="Uus mall").click()
        page.get_by_label("Nimi").fill("Vastus pöördumisele")
        page.get_by_label("Pealkiri (Eesti)").fill("Vastus pöördumisele {{number}}")
        page.get_by_label("Tekst (Eesti)").fill("Tere!\n\n{{text}}\n\n{{municipality}}")
        sound()
        page.get_by_role("button", name="Tee mall").click()
        expect(page.get_by_text("Mall on tehtud.")).to_be_visible()
        sound()

        page.goto(f"{live_server.url}/toolaud/juhtum/{case.number}/")
        page.get_by_role("link", name="Kirjuta riigipostkasti").click()
        page.get_by_label("Isikukood või registrikood").fill(CODE)
        sound()
        page.get_by_role("button", name="Vaata enne üle").click()
        expect(page.get_by_role("heading", name=f"Vastus pöördumisele {case.number}")).to_be_visible()
        sound()
        page.get_by_label("Isikukood või registrikood").fill(CODE)
        page.get_by_role("button", name="Saada riigipostkasti").click()
        kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
        assert CODE not in kept
        expect(page.get_by_text("Kiri on teel.")).to_be_visible()
        delivery = Delivery.objects.get(kind="statebox")
        send(municipality.pk, delivery.pk)
        letter = Letter.objects.get()
        mailbox.happened(str(letter.external_id), "READ")
        update_statuses()
        page.reload()
        expect(page.get_by_text("saaja on lugenud")).to_be_visible()
        sound()
        page.get_by_role("link", name=f"Vastus pöördumisele {case.number}").click()
        sound()
        page.goto(f"{live_server.url}/toolaud/postkast/")
        sound()
        context.close()
