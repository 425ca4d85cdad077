"""The staff pages of the neighbours: who may open them, what an official does on them, as many queries for many rows."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.channels.open311.models import Handover, Partner
from raekoda.channels.open311.tasks import poll_partner, read_services
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Service
from tests.channels.open311.partner_server import OtherSide
from tests.channels.open311.partners import handover_of, work
from tests.channels.open311.test_forwarding import MARI, report

MakePartner = Callable[..., Partner]
ROLES = list(Role.values)
WORKERS = {"operator", "official", "service_owner"}


def page(name: str, *args: object) -> str:
    return reverse(f"open311_desk:{name}", args=args)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_its_roles_and_no_other(
    role: str, signed_in: Callable[..., Client], make_partner: MakePartner, pothole: Service
) -> None:
    partner = make_partner(mode="staff")
    handover = handover_of(report(pothole))
    may = {
        page("overview"): WORKERS | {"administrator"},
        page("new_partner"): {"administrator"},
        page("partner", partner.pk): {"administrator"},
        page("services", partner.pk): {"administrator"},
        page("pass_on", handover.case.number): WORKERS - {"operator"},
    }
    posts = {
        page("read_services", partner.pk): {"administrator"},
        page("ask_now", partner.pk): WORKERS - {"operator"},
        page("checked", handover.pk): WORKERS - {"operator"},
        page("keep", handover.pk): WORKERS - {"operator"},
    }
    client = signed_in(role)
    for address, roles in may.items():
        assert client.get(address).status_code == (200 if role in roles else 403), address
        assert Client().get(address).status_code == 302
    for address, roles in posts.items():
        assert client.post(address).status_code == (302 if role in roles else 403), address
        assert client.get(address).status_code == 405


def test_what_is_anothers_is_not_here(
    signed_in: Callable[..., Client], other_municipality: Municipality, municipality: Municipality
) -> None:
    with municipality_scope(other_municipality):
        theirs = Partner.objects.create(municipality=other_municipality, name="Võõras", url="http://127.0.0.1/v2")
    client = signed_in("administrator")
    assert "Võõras" not in client.get(page("overview")).content.decode()
    for name in ("partner", "services"):
        assert client.get(page(name, theirs.pk)).status_code == 404
    assert client.post(page("read_services", theirs.pk)).status_code == 404
    assert signed_in("official").post(page("ask_now", theirs.pk)).status_code == 404


def test_an_administrator_adds_a_partner_and_its_services_are_read(
    signed_in: Callable[..., Client], side: OtherSide, areas: dict[str, Any], pothole: Service
) -> None:
    client = signed_in("administrator")
    fields = {
        "name": "Elva vald", "url": f"{side.url}/", "new_key": side.key, "form": "json", "areas": [areas["0171"].pk],
        "mode": "rules", "closing": "official", "poll_minutes": "15", "is_active": "on",
    }  # fmt: skip
    assert client.post(page("new_partner"), {**fields, "url": "ftp://example.ee"}).status_code == 200
    assert client.post(page("new_partner"), fields).status_code == 302
    partner = Partner.objects.get()
    assert partner.reading_at is not None
    assert ProcrastinateJob.objects.filter(task_name="open311.read_services").count() == 1
    waiting = client.get(page("services", partner.pk)).content.decode()
    assert "hx-get" in waiting
    read_services(partner.municipality_id, partner.pk)
    shown = client.get(page("services", partner.pk)).content.decode()
    assert "Riigitee auk" in shown
    assert "hx-get" not in shown.partition('id="theirs"')[2].partition(">")[0]
    assert side.key not in client.get(page("partner", partner.pk)).content.decode()

    chosen = partner.services.get(code="R1")
    mapping = {"otherwise": str(chosen.pk), f"to_{pothole.pk}": str(chosen.pk), f"theirs_{pothole.pk}": "on"}
    assert client.post(page("services", partner.pk), mapping).status_code == 302
    assert handover_of(report(pothole, (26.7224, 58.3803))).state == "queued"

    client.post(page("partner", partner.pk), {**fields, "new_key": "", "takes_contacts": "on"})
    partner.refresh_from_db()
    assert (partner.api_key, partner.takes_contacts) == (side.key, True)
    assert side.key not in str(list(JournalEntry.objects.values_list("data", flat=True)))


def test_a_partner_that_cannot_be_read_says_why(
    signed_in: Callable[..., Client], side: OtherSide, make_partner: MakePartner
) -> None:
    partner = make_partner()
    side.broken = "html"
    client = signed_in("administrator")
    client.post(page("read_services", partner.pk))
    read_services(partner.municipality_id, partner.pk)
    shown = client.get(page("services", partner.pk)).content.decode()
    assert "unreadable answer" in shown
    assert "Riigitee auk" in shown


def test_an_official_looks_and_passes_on(
    official: Client, make_partner: MakePartner, side: OtherSide, pothole: Service
) -> None:
    """The proposal leads there; what is shown is what is sent; the other side's questions are asked."""
    partner = make_partner(mode="staff", takes_contacts=True)
    case = report(pothole, make_public=False)
    shown = official.get(reverse("cases_desk:case", args=[case.number])).content.decode()
    address = page("pass_on", case.number)
    assert address in shown
    fields = {"partner": partner.pk, "service": "R2", "text": "Auk teel, suur.", "answers": "follow"}
    asked = official.post(address, {**fields, "service_chosen": "1"}).content.decode()
    assert "Milline märk?" in asked
    assert official.post(address, fields).status_code == 200
    assert handover_of(case).state == "proposed"
    fields |= {"attribute_sign": "stop", "with_contact": "on"}
    preview = unescape(official.post(address, {**fields, "preview": "1"}).content.decode())
    assert f"(Tartu linn {case.number})" in preview
    assert MARI.email in preview
    assert JournalEntry.objects.filter(action="cases.see_contact", subject_id=case.pk).count() == 1
    assert not side.posted
    assert official.post(address, fields).status_code == 302
    work()
    (sent,) = side.posted
    lines = [line for value in sent.values() if value != side.key for line in value.splitlines()]
    assert all(line in preview for line in lines)
    assert "Auk teel, suur." in sent["description"]


def test_what_nobody_can_tell_is_decided_on_the_case(
    official: Client, make_partner: MakePartner, side: OtherSide, pothole: Service
) -> None:
    make_partner()
    side.broken, side.breaks_only, side.lists = "500", "POST", False
    case = report(pothole)
    handover = handover_of(case)
    Handover.objects.update(attempted_at=clock.now())
    work()
    assert handover_of(case).state == "unknown"
    assert case.number in official.get(page("overview")).content.decode()
    official.post(page("arrived", handover.pk), {"number": ""})
    assert handover_of(case).state == "unknown"
    official.post(page("arrived", handover.pk), {"number": "E-7"})
    assert handover_of(case).external_id == "E-7"


def test_asking_now_is_a_job(official: Client, make_partner: MakePartner, side: OtherSide, pothole: Service) -> None:
    partner = make_partner()
    case = report(pothole)
    work()
    for _turn in range(2):
        official.post(page("ask_now", partner.pk))
    assert ProcrastinateJob.objects.filter(task_name="open311.ask").count() == 1
    poll_partner(partner.municipality_id, partner.pk)
    side.change("101", "closed", "Tehtud.")
    poll_partner(partner.municipality_id, partner.pk)
    assert not handover_of(case).to_check
    poll_partner(partner.municipality_id, partner.pk, anyway=True)
    assert handover_of(case).to_check
    shown = official.get(reverse("cases_desk:case", args=[case.number])).content.decode()
    assert "Tehtud." in shown.partition('name="text"')[2].partition("</textarea>")[0]
    assert case.number in official.get(f"{page('overview')}?seis=vastatud").content.decode()


def test_lists_take_as_many_queries_for_many(
    official: Client, make_partner: MakePartner, pothole: Service, django_assert_num_queries: Callable[..., Any]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_partner(mode="staff")
    counts = []
    for extra in (10, 40):
        for _number in range(extra):
            report(pothole)
        official.get(page("overview"))
        with CaptureQueriesContext(connection) as queries:
            official.get(page("overview"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_resident_reports_a_place_of_the_neighbour(
    client: Client, make_partner: MakePartner, pothole: Service, areas: dict[str, Any]
) -> None:
    """The form says to whom it goes, instead of sending the person away."""
    from raekoda.casework.cases.site.places import find_responsible, forwarded_to_body
    from raekoda.platform.core.fields import Point

    make_partner()
    assert find_responsible(Point(26.42, 58.22)) is None
    assert forwarded_to_body(Point(26.42, 58.22)) == "Elva vald"
    assert forwarded_to_body(Point(26.7224, 58.3803)) == ""
    Partner.objects.get().delete()
    from raekoda.channels.open311.partners import coverages

    coverages.invalidate(areas and Municipality.objects.get(code="0793").pk)
    assert find_responsible(Point(26.42, 58.22)) is not None
