"""Break-glass access in a real browser: by number, with a reason, by keyboard."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from raekoda.casework.cases.actions import CaseDraft, open_case
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.capabilities import Sensitivity
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import municipality_scope
from tests.axe import BOTH, fit_for_everyone
from tests.conftest import make_municipality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_case_outside_the_rights_is_opened_with_a_reason(live_server, desktop: Page) -> None:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        social = Unit.objects.create(municipality=municipality, name="Sotsiaalosakond", phone="7361300")
        planning = Unit.objects.create(municipality=municipality, name="Planeerimisosakond")
        user = User.objects.create(username="peeter", first_name="Peeter")
        Membership.objects.create(user=user, municipality=municipality, role=Role.OFFICIAL, unit=planning)
        case = open_case(
            CaseDraft(municipality=municipality, kind="memo", text="Salajane lugu lapsest.", channel="web"),
            Actor.resident(),
        )
        Case.objects.filter(pk=case.pk).update(unit=social, sensitivity=Sensitivity.CHILD, is_restricted=True)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    desktop.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    desktop.goto(f"{live_server.url}/toolaud/juhtum/{case.number}/")
    expect(desktop.get_by_text("Sotsiaalosakond")).to_be_visible()
    expect(desktop.get_by_text("Salajane")).to_have_count(0)
    fit_for_everyone(desktop, "summary", sizes=BOTH)

    desktop.locator("#break-glass-title").focus()
    desktop.keyboard.press("Enter")
    desktop.get_by_label("Miks peate selle avama").fill("Laps helistas, kolleeg ei vasta.")
    fit_for_everyone(desktop, "break-glass", sizes=BOTH)
    desktop.get_by_role("button", name="Ava pöördumine").press("Enter")
    expect(desktop.get_by_text("Salajane lugu lapsest.").first).to_be_visible()
    expect(desktop.locator("#lugejad")).to_contain_text("avatud erandkorras")
    fit_for_everyone(desktop, "opened", sizes=BOTH)
