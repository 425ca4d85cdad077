"""An official writes from the case and sees how far the letter came; an administrator sets up connection and templates."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.channels.postkast import actions, sending
from raekoda.channels.postkast.models import Connection, Letter, Template
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery, Status
from tests.casework.cases.conftest import add_membership, make_user
from tests.channels.postkast.conftest import ANSWER, CODE, SYSTEM
from tests.channels.postkast.server import TOKEN

pytestmark = pytest.mark.django_db
POST = "/toolaud/postkast/"
SETUP = f"{POST}seaded/"
OFFICIALS = {"official", "service_owner"}


@pytest.fixture
def writer(signed_in) -> Client:
    return signed_in("official")


def test_an_official_writes_looks_and_sends(writer, case, template, mailbox, work) -> None:
    page = writer.get(f"/toolaud/juhtum/{case.number}/").text
    assert f"{POST}uus/{case.number}/" in page
    form = writer.get(f"{POST}uus/{case.number}/").text
    assert ANSWER.splitlines()[0] in form
    assert f'value="{case.number}"' in form
    given = {
        "recipient": "CITIZEN", "code": CODE, "value_number": case.number, "value_text": ANSWER,
        "value_municipality": "Tartu linn", "once": re.findall(r'name="once" value="([^"]+)"', form)[0],
    }  # fmt: skip
    seen = writer.post(f"{POST}uus/{case.number}/", {**given, "preview": "1"}).text
    assert f"Vastus pöördumisele {case.number}" in seen
    assert not Letter.objects.exists()
    for _ in range(2):
        sent = writer.post(f"{POST}uus/{case.number}/", given)
        assert sent["Location"] == f"/toolaud/juhtum/{case.number}/"
    work()
    assert len(mailbox.notifications) == 1
    page = writer.get(sent["Location"]).text
    assert "riigipostkast võttis vastu" in page
    assert CODE not in page
    letter = writer.get(f"{POST}kirjad/{Letter.objects.get().external_id}/").text
    assert "Lamp vahetati täna." in letter
    assert CODE not in letter
    assert JournalEntry.objects.filter(action="statebox.look").count() == 1


def test_a_wrong_code_is_said_and_the_text_comes_back(writer, case, template) -> None:
    words = {"value_number": "1", "value_text": "Minu oma sõnad", "value_municipality": "x"}
    given = {"recipient": "CITIZEN", "code": "60001019907", **words}
    answer = writer.post(f"{POST}uus/{case.number}/", given)
    assert answer.status_code == 422
    assert "Minu oma sõnad" in answer.text
    assert "See ei ole isikukood" in answer.text
    assert not Letter.objects.exists()


def test_a_template_and_its_language_are_chosen(writer, case, template, mailbox, municipality) -> None:
    mailbox.add_template("Otsus", et=("Otsus", "<p>Austatud saaja</p><p>{{text}}</p>"))
    actions.read_templates(municipality, actor=SYSTEM)
    assert "value_text" not in writer.get(f"{POST}uus/{case.number}/").text
    assert "Lamp" in writer.get(f"{POST}uus/{case.number}/?mall={template.pk}&keel=en").text
    decision = Template.objects.get(name="Otsus")
    given = {"recipient": "BUSINESS", "code": "70006317", "value_text": "Rahuldada.", "preview": "1"}
    seen = writer.post(f"{POST}uus/{case.number}/?mall={decision.pk}", given).text
    assert "Austatud saaja" in seen
    assert "&lt;p&gt;" not in seen


def test_without_a_connection_nothing_is_offered(writer, case, municipality) -> None:
    assert f"{POST}uus/" not in writer.get(f"/toolaud/juhtum/{case.number}/").text
    page = writer.get(f"{POST}uus/{case.number}/")
    assert page.status_code == 200
    assert "Riigipostkast ei ole ühendatud" in page.text


def test_a_letter_that_could_not_be_sent_says_why_and_leads_to_its_tries(writer, write, work, mailbox) -> None:
    mailbox.has_right = False
    letter = write()
    Delivery.objects.update(tries=sending.MAX_ATTEMPTS - 1)
    assert work().status == Status.FAILED
    page = writer.get(f"{POST}kirjad/{letter.external_id}/").text
    assert "ERROR.12" in page
    assert f"/toolaud/saatmised/{Delivery.objects.get().pk}/" in page
    assert "ERROR.12" in writer.get(f"{POST}?seis=mured").text


def test_an_administrator_connects_and_makes_a_template(signed_in, mailbox, municipality) -> None:
    client = signed_in("administrator")
    assert client.get(SETUP).status_code == 200
    given = {"base_url": mailbox.url, "way": "bearer", "token": TOKEN, "is_active": "on"}
    client.post(f"{SETUP}uhendus/", given)
    page = client.get(SETUP).text
    assert "Tartu linn" in page
    assert TOKEN not in page + client.get(f"{SETUP}uhendus/").text
    client.post(f"{SETUP}uhendus/", {**given, "token": "", "profile_id": "p1"})
    assert Connection.objects.get().token == TOKEN
    actions.Client(Connection.objects.get()).add_profile("Linnavalitsus")
    assert "Linnavalitsus" in client.get(f"{SETUP}profiilid/").text
    text = {"name": "Vastus", "subject_et": "Vastus {{number}}", "content_et": "{{text}}", "subject_en": "Answer"}
    assert client.post(f"{SETUP}mallid/uus/", text).status_code == 422
    made = client.post(f"{SETUP}mallid/uus/", {**text, "content_en": "{{text}}"})
    template = Template.objects.get()
    assert made["Location"] == f"{SETUP}mallid/{template.pk}/"
    assert "Vastus {{number}}" in client.get(made["Location"]).text
    client.post(f"{SETUP}mallid/{template.pk}/kasutus/")
    template.refresh_from_db()
    assert not template.is_active
    client.post(f"{SETUP}mallid/loe/")
    mailbox.has_right = False
    client.post(f"{SETUP}proovi/")
    assert "ERROR.12" in client.get(SETUP).text


@pytest.mark.parametrize("role", list(Role.values))
def test_which_role_opens_what(role, signed_in, write, template, case) -> None:
    letter = write()
    client = signed_in(role)
    writing = {POST, f"{POST}kirjad/{letter.external_id}/", f"{POST}uus/{case.number}/"}
    managing = {SETUP, f"{SETUP}uhendus/", f"{SETUP}profiilid/", f"{SETUP}mallid/uus/", f"{SETUP}mallid/{template.pk}/"}
    opened = {page for page in writing | managing if client.get(page).status_code == 200}
    assert opened == (writing if role in OFFICIALS else set()) | (managing if role == "administrator" else set())
    if role == "operator":
        assert "postkast" not in client.get(f"/toolaud/juhtum/{case.number}/").text


def test_letters_of_another_municipality_are_not_found(write, other_municipality, case, template) -> None:
    letter = write()
    with municipality_scope(other_municipality):
        stranger = Client()
        user = make_user(other_municipality, "elvakas", Role.OFFICIAL)
        add_membership(user, other_municipality, Role.ADMINISTRATOR)
        stranger.force_login(user)
    for page in (f"{POST}kirjad/{letter.external_id}/", f"{POST}uus/{case.number}/", f"{SETUP}mallid/{template.pk}/"):
        assert stranger.get(page, headers={"host": "elva.localhost"}).status_code == 404
    assert case.number not in stranger.get(POST, headers={"host": "elva.localhost"}).text


def test_queries_do_not_grow_with_rows(writer, case, template) -> None:
    def fill(count: int) -> None:
        Letter.objects.bulk_create(
            Letter(municipality=case.municipality, case=case, template=template, language="et", recipient="CITIZEN",
                   code_digest="", values={"text": "x"}, created_at=clock.now())
            for _ in range(count)
        )  # fmt: skip

    fill(10)
    writer.get(POST)
    with CaptureQueriesContext(connection) as few:
        writer.get(POST)
    fill(90)
    with CaptureQueriesContext(connection) as many:
        writer.get(POST)
    assert len(many) == len(few) <= 15
    assert '"statebox_letter"."code",' not in " ".join(each["sql"] for each in many.captured_queries)
