"""The staff pages of the outbox: sent, queued and failed letters."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases.models import Case
from raekoda.casework.letters.delivery import deliver
from raekoda.casework.letters.models import Letter
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import SENDER, make_user


@pytest.fixture
def staff(client: Client, operator) -> Client:
    client.force_login(operator.user)
    return client


def test_staff_see_letters_and_access_is_journalled(staff: Client, make_case) -> None:
    case = make_case(contact=SENDER)
    letter = Letter.objects.get()

    listed = staff.get("/toolaud/kirjad/").content.decode()
    assert letter.subject in listed
    assert case.number in listed
    shown = staff.get(f"/toolaud/kirjad/{letter.pk}/").content.decode()
    assert "Lamp ei põle" in shown
    assert JournalEntry.objects.filter(action="channels.look", subject_id=letter.pk).count() == 1


def test_private_link_is_hidden_from_staff_but_for_a_demo(staff: Client, make_case, municipality) -> None:
    case = make_case(contact=SENDER)
    letter = Letter.objects.get()
    assert case.token not in staff.get(f"/toolaud/kirjad/{letter.pk}/").content.decode()
    municipality.is_demo = True
    municipality.save()
    assert f'/minu/{case.token}/"' in staff.get(f"/toolaud/kirjad/{letter.pk}/").content.decode()


def test_failed_letter_has_a_button(staff: Client, make_case, settings) -> None:
    make_case(contact=SENDER)
    letter = Letter.objects.get()
    assert "uuesti/" not in staff.get(f"/toolaud/kirjad/{letter.pk}/").content.decode()
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    deliver(letter, last_try=True)
    assert f"/toolaud/kirjad/{letter.pk}/uuesti/" in staff.get(f"/toolaud/kirjad/{letter.pk}/").content.decode()

    answer = staff.post(f"/toolaud/kirjad/{letter.pk}/uuesti/")

    assert answer.status_code == 302
    assert Letter.objects.get().status == "queued"
    assert staff.get("/toolaud/kirjad/?status=failed").status_code == 200
    assert letter.subject not in staff.get("/toolaud/kirjad/?status=failed").content.decode()


def test_strangers_editors_and_the_next_municipality_see_nothing(
    client: Client, make_case, municipality, other_municipality
) -> None:
    make_case(contact=SENDER)
    letter = Letter.objects.get()
    assert client.get("/toolaud/kirjad/").status_code == 302
    client.force_login(make_user(municipality, "edith", "editor"))
    assert client.get("/toolaud/kirjad/").status_code == 403
    assert client.get(f"/toolaud/kirjad/{letter.pk}/").status_code == 403
    with municipality_scope(other_municipality):
        elva = make_user(other_municipality, "elvalane", "operator")
    client.force_login(elva)
    assert client.get(f"/toolaud/kirjad/{letter.pk}/", headers={"host": "elva.localhost"}).status_code == 404
    assert letter.subject not in client.get("/toolaud/kirjad/", headers={"host": "elva.localhost"}).content.decode()


def test_list_asks_the_same_number_of_queries_however_long(staff: Client, make_case) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            staff.get("/toolaud/kirjad/")
        return len(asked)

    for _ in range(10):
        make_case(contact=SENDER)
    staff.get("/toolaud/kirjad/")
    ten = queries()
    for _ in range(90):
        make_case(contact=SENDER)
    assert queries() == ten
    assert Case.objects.count() == 100
