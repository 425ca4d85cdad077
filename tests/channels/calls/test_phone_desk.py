"""The form of the phone desk: registering cases, lookups beside the form."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case, Channel, Kind, Status
from raekoda.identity.accounts.models import Role
from raekoda.identity.places.models import Address
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.bounds import query_is_sound
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.text import normalize_text
from raekoda.registry.services.models import Service
from raekoda.registry.services.publishing import index_service
from tests.casework.cases.conftest import SENDER
from tests.shared_data import naughty_strings

PHONE = "/toolaud/telefon/"


@pytest.fixture
def operator(signed_in) -> Client:
    return signed_in(Role.OPERATOR)


@pytest.fixture
def public_lights(lights: Service) -> Service:
    lights.live, lights.fee, lights.duration = True, "Tasuta", "Kolm tööpäeva"
    lights.save()
    index_service(lights)
    return lights


@pytest.fixture
def swimming(municipality: Municipality, oskar_acts: Actor) -> PublishedAnswer:
    answer = answers.write(
        municipality=municipality, actor=oskar_acts, title="Millal ujula avatakse?", question="Millal ujula avatakse?",
        answer="Ujula avatakse jaanuaris.", language="et",
    )  # fmt: skip
    return answers.release(answer, actor=oskar_acts)


def send(client: Client, do: str = "register", **data):
    form = {"text": "Lamp ei põle.", "channel": "phone", "language": "et", **data}
    return client.post(PHONE, {**form, "do": do})


def test_a_call_is_registered_with_its_number_in_large_and_a_clean_form(operator: Client) -> None:
    response = send(operator, name="Mari", phone="5550 1234")
    case = Case.objects.get()
    assert (case.channel, case.status, case.kind) == (Channel.PHONE, Status.NEW, Kind.MEMO)
    assert case.contact.phone == "5550 1234"
    assert response["Location"] == f"{PHONE}?valmis={case.number}"

    page = operator.get(response["Location"])
    assert f'id="done-number">{case.number}<' in page.text
    assert "Öelge:" in page.text
    assert "Lamp ei põle." not in page.text


def test_no_day_is_read_out_to_who_needs_no_reply(operator: Client) -> None:
    page = operator.get(send(operator, text="Aitäh kena pargi eest!", kind="feedback")["Location"]).text
    assert Case.objects.get().kind == Kind.FEEDBACK
    assert "Öelge:" in page
    assert "Vastus tuleb" not in page


def test_a_visitor_is_answered_on_the_spot(operator: Client) -> None:
    send(operator, "answered", channel="counter", answer="Ujula avatakse jaanuaris.")
    case = Case.objects.get()
    assert (case.channel, case.status, case.outcome) == (Channel.COUNTER, Status.CLOSED, "answered")
    assert case.messages.filter(kind="answer", text="Ujula avatakse jaanuaris.").exists()
    assert "Vastatud ja kirja pandud" in operator.get(f"{PHONE}?valmis={case.number}").text


def test_an_answer_on_the_spot_needs_its_words(operator: Client) -> None:
    response = send(operator, "answered")
    assert response.status_code == 422
    assert "Lamp ei põle." in response.text
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": ""}, "rk-error-summary"),
        ({"service": "Olematu teenus"}, "Valige teenus"),
        ({"email": "no-address"}, "rk-error-summary"),
        ({"channel": "email"}, "rk-error-summary"),
    ],
)
def test_errors_are_shown_and_the_rest_is_preserved(data: dict, message: str, operator: Client) -> None:
    response = send(operator, **{"address": "Rüütli 1", **data})
    assert response.status_code == 422
    assert message in response.text
    assert "Rüütli 1" in response.text
    assert not Case.objects.exists()


def test_service_and_place_are_found_by_what_was_written(
    operator: Client, public_lights: Service, municipality: Municipality
) -> None:
    Address.objects.create(
        municipality=municipality,
        text="Rüütli tn 12",
        search_text=normalize_text("Rüütli tn 12"),
        point=Point(26.722, 58.38),
    )
    assert operator.get(f"{PHONE}aadressid/", {"q": "ruutli"}).json() == {"suggestions": [{"text": "Rüütli tn 12"}]}
    assert operator.get(f"{PHONE}teenused/", {"q": "tänavaval"}).json() == {
        "suggestions": [{"text": public_lights.name}]
    }

    send(operator, service=public_lights.name.upper(), address="Rüütli tn 12")
    case = Case.objects.get()
    assert (case.service, case.kind, case.unit) == (public_lights, Kind.REPORT, public_lights.unit)
    assert case.point == Point(26.722, 58.38)


def test_search_beside_the_form_finds_services_and_answers(
    operator: Client, public_lights: Service, swimming: PublishedAnswer
) -> None:
    lamp = operator.post(f"{PHONE}otsi/", {"text": "tänavavalgustus ei tööta"}).text
    assert "Kolm tööpäeva" in lamp
    assert "<html" not in lamp
    assert "Ujula avatakse jaanuaris." in operator.post(f"{PHONE}otsi/", {"text": "ujula avamine"}).text
    assert "Sarnast veel ei ole" in operator.post(f"{PHONE}otsi/", {"text": "qwertyuiop"}).text
    assert operator.get(f"{PHONE}otsi/").status_code == 405


def test_without_javascript_search_and_answers_come_by_buttons(
    operator: Client, public_lights: Service, swimming: PublishedAnswer
) -> None:
    found = send(operator, "search", text="Millal ujula avatakse?", name="Mari")
    assert "Ujula avatakse jaanuaris." in found.text
    assert 'value="Mari"' in found.text

    used = send(operator, f"use-{swimming.pk}", text="Millal ujula avatakse?")
    assert "Ujula avatakse jaanuaris.</textarea>" in used.text
    for nonsense in ("use-999999", "use-x", "use-" + "9" * 40):
        assert "ei ole enam avaldatud" in send(operator, nonsense).text
    assert not Case.objects.exists()


def test_open_cases_of_the_same_caller_are_shown_and_the_view_is_logged(operator: Client, make_case) -> None:
    case = make_case(contact=SENDER)
    path = reverse("calls_desk:caller")
    assert operator.post(path, {"phone": "5550", "email": ""}).text.strip() == ""
    assert not JournalEntry.objects.filter(action="desk.see_caller").exists()

    for known in ({"phone": SENDER.phone}, {"email": SENDER.email.upper()}):
        assert case.number in operator.post(path, known).text
    line = JournalEntry.objects.filter(action="desk.see_caller").first()
    assert line.data == {"cases": [case.pk]}


def test_naughty_strings_are_words_like_any_other(operator: Client) -> None:
    strings = naughty_strings(2)
    for text in strings:
        assert operator.post(f"{PHONE}otsi/", {"text": text}).status_code == 200
    for text in strings[::2]:
        response = send(operator, text=text, name=text, address=text, service=text, phone=text)
        assert response.status_code in (302, 422)
        assert operator.post(reverse("calls_desk:caller"), {"phone": text, "email": text}).status_code == 200
        status = 200 if query_is_sound(urlencode({"q": text})) else 400
        assert operator.get(f"{PHONE}teenused/", {"q": text}).status_code == status
        assert operator.get(f"{PHONE}aadressid/", {"q": text}).status_code == status
