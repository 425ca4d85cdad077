"""Staff check drafts, see what looks like personal data, release and withdraw."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.answers import actions
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases import actions as case_actions
from raekoda.casework.cases.models import Case
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.conftest import SENDER

Status = PublishedAnswer.Status


@pytest.fixture
def desk(official: Actor) -> Client:
    client = Client()
    client.force_login(official.user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def answered(make_case: Callable[..., Case], official: Actor) -> Case:
    case = make_case(kind="enquiry", text="Millal tuleb sahk?", contact=SENDER, attributes={"may_publish": False})
    case_actions.answer(case, text="Homme tuleb.", outcome="answered", actor=official)
    return case


def fields(answer: PublishedAnswer, /, **changed: str) -> dict[str, str]:
    given = {"title": answer.title, "question": answer.question, "answer": answer.answer, "language": "et"}
    return given | {"topic": "", "service": "", "unit": ""} | changed


def test_from_the_case_to_the_public(desk: Client, answered: Case) -> None:
    page = desk.post(f"/toolaud/vastused/mustand/{answered.number}/", follow=True).content.decode()
    answer = PublishedAnswer.objects.get()
    assert "Saatja ei andnud avaldamiseks nõusolekut" in page
    path = f"/toolaud/vastused/{answer.pk}/"
    found = desk.post(path, fields(answer, answer="Kirjutage jaan@example.ee.") | {"release": "1"}, follow=True)
    page = found.content.decode()
    assert "<mark>jaan@example.ee</mark>" in page, "what was found is shown in the text"
    answer.refresh_from_db()
    assert answer.status == Status.DRAFT
    assert "jaan@example.ee" in answer.answer, "what was typed is kept"
    seen = page.split('name="seen" value="')[1].split('"')[0]
    released = {"release": "1", "accept_findings": "1", "seen": seen}
    desk.post(path, fields(answer, answer="Kirjutage jaan@example.ee või mari@example.ee.") | released)
    answer.refresh_from_db()
    assert answer.status == Status.DRAFT, "what nobody has seen yet is not accepted"
    page = desk.post(path, fields(answer, answer="Kirjutage jaan@example.ee.") | released, follow=True).content.decode()
    answer.refresh_from_db()
    assert answer.status == Status.PUBLISHED
    assert f"/vastused/{answer.slug}/" in page
    assert Client().get(f"/vastused/{answer.slug}/").status_code == 200
    desk.post(f"{path}vota-tagasi/", {"reason": "Vananenud"})
    assert Client().get(f"/vastused/{answer.slug}/").status_code == 404


def test_drafting_from_a_case_without_an_answer_shows_an_error(desk: Client, make_case: Callable[..., Case]) -> None:
    case = make_case()
    led = desk.post(f"/toolaud/vastused/mustand/{case.number}/")
    assert led.headers["Location"].endswith(f"/toolaud/juhtum/{case.number}/")
    assert not PublishedAnswer.objects.exists()


def test_an_answer_written_without_a_case(desk: Client, municipality: Municipality) -> None:
    draft = {"title": "Millal on avatud?", "question": "Millal?", "answer": "Iga päev.", "language": "et"}
    page = desk.post("/toolaud/vastused/uus/", draft, follow=True).content.decode()
    assert "Millal on avatud?" in page
    assert PublishedAnswer.objects.get().status == Status.DRAFT


def test_markup_in_what_was_found_stays_text(desk: Client, municipality: Municipality, official: Actor) -> None:
    text = "<script>alert(1)</script> jaan@example.ee <b>"
    draft = actions.write(municipality=municipality, actor=official, title="T", question=text, answer=text)
    page = desk.get(f"/toolaud/vastused/{draft.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<mark>jaan@example.ee</mark>" in page


@pytest.mark.parametrize("path", ["/toolaud/vastused/", "/toolaud/vastused/uus/", "/toolaud/vastused/1/"])
def test_only_those_who_write_answers(path: str, operator: Actor, other_municipality: Municipality) -> None:
    assert Client().get(path).status_code == 302, "strangers are sent to sign in"
    client = Client()
    client.force_login(operator.user)  # type: ignore[arg-type]
    assert client.get(path).status_code == 403
    elsewhere = Client(HTTP_HOST="elva.localhost")
    elsewhere.force_login(operator.user)  # type: ignore[arg-type]
    assert elsewhere.get(path).status_code == 302


def test_the_list_costs_the_same_at_10_and_100(desk: Client, municipality: Municipality, official: Actor) -> None:
    counts = []
    for total in (10, 100):
        while PublishedAnswer.objects.count() < total:
            actions.write(municipality=municipality, actor=official, title="T", question="?", answer="!")
        desk.get("/toolaud/vastused/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/toolaud/vastused/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
