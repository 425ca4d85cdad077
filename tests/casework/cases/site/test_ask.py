"""A resident asks an official a question."""

from __future__ import annotations

import pytest

from raekoda.casework.cases.models import Case, Kind
from raekoda.platform.core.models import Municipality
from raekoda.platform.search import index
from raekoda.registry.services.models import Service, Topic
from tests.casework.cases.site.conftest import Visitor

QUESTION = "Millal meie tänav lumest puhtaks lükatakse?"


@pytest.fixture
def topic(municipality: Municipality) -> Topic:
    return Topic.objects.create(municipality=municipality, name="Tänavad", slug="tanavad")


def test_a_question_becomes_an_enquiry_with_its_clock(topic: Topic, visitor: Visitor) -> None:
    wish = visitor.begins(QUESTION, path="/kysi/").content.decode()
    assert 'value="enquiry"' in wish
    assert "checked" in wish.split('value="enquiry"')[1][:120], "a question mark makes an enquiry the likely kind"
    post = visitor.client.post
    post(f"/kysi/{visitor.key}/soov/", {"kind": "enquiry", "topic": topic.pk})
    refused = post(f"/kysi/{visitor.key}/saada/", {"name": "Mari Maasikas"}).content.decode()
    assert "Palun andke e-posti aadress või telefoninumber." in refused
    assert 'value="Mari Maasikas"' in refused, "what was typed is kept"
    contact = {"name": "Mari Maasikas", "email": "mari.maasikas@example.ee", "may_publish": "on"}
    done = post(f"/kysi/{visitor.key}/saada/", contact, follow=True).content.decode()
    case = Case.objects.get(external_id=visitor.key)
    assert (case.kind, case.topic, case.is_public) == (Kind.ENQUIRY, topic, False)
    assert case.attributes == {"may_publish": True}
    assert case.due_on is not None
    assert case.number in done


def test_feedback_needs_no_contact(municipality: Municipality, visitor: Visitor) -> None:
    visitor.begins("Aitäh kena pargi eest!", path="/kysi/")
    visitor.client.post(f"/kysi/{visitor.key}/soov/", {"kind": "feedback"})
    visitor.client.post(f"/kysi/{visitor.key}/saada/", {})
    assert Case.objects.get(external_id=visitor.key).kind == Kind.FEEDBACK


@pytest.mark.parametrize(("kind", "is_promised"), [("enquiry", True), ("feedback", False)])
def test_a_day_is_promised_only_to_those_who_need_a_reply(
    municipality: Municipality, visitor: Visitor, kind: str, is_promised: bool
) -> None:
    visitor.begins("Park on kena. Kas pinke tuleb juurde?", path="/kysi/")
    visitor.client.post(f"/kysi/{visitor.key}/soov/", {"kind": kind})
    contact = {"name": "Mari Maasikas", "email": "mari.maasikas@example.ee"}
    done = visitor.client.post(f"/kysi/{visitor.key}/saada/", contact, follow=True).content.decode()
    case = Case.objects.get(external_id=visitor.key)
    status = visitor.client.get(f"/minu/{case.token}/").content.decode()
    assert case.number in done
    assert case.number in status
    assert ("Vastus tuleb hiljemalt" in done, "Vastus hiljemalt" in status) == (is_promised, is_promised)


def test_every_kind_is_offered_in_plain_words(municipality: Municipality, visitor: Visitor) -> None:
    page = visitor.begins(QUESTION, path="/kysi/").content.decode()
    for kind in (Kind.ENQUIRY, Kind.MEMO, Kind.INFORMATION_REQUEST, Kind.COMPLAINT, Kind.FEEDBACK):
        assert f'value="{kind.value}"' in page
    assert 'value="report"' not in page


def test_what_may_answer_already_is_shown_while_typing_and_after(municipality: Municipality, visitor: Visitor) -> None:
    index.put(municipality, "answer", "1", "et", "Millal lund lükatakse?", "Põhitänavad esimesena.", "/vastused/lumi/")
    piece = visitor.client.post("/kysi/vihjed/", {"text": QUESTION}).content.decode()
    assert "/vastused/lumi/" in piece
    assert "<html" not in piece
    assert visitor.client.post("/kysi/vihjed/", {"text": "mi"}).content.decode().strip() == ""
    assert "/vastused/lumi/" in visitor.begins(QUESTION, path="/kysi/").content.decode()
    assert visitor.client.get("/kysi/vihjed/?text=lumi").status_code == 405, "a question stands in no address"


def test_a_question_about_a_service_that_needs_a_place_needs_none(lamps: Service, visitor: Visitor) -> None:
    visitor.begins(QUESTION, path="/kysi/?teenus=tanavavalgustus")
    visitor.client.post(f"/kysi/{visitor.key}/soov/", {"kind": "enquiry"})
    visitor.client.post(f"/kysi/{visitor.key}/saada/", {"name": "Mari", "phone": "5550 1234"})
    assert Case.objects.get(external_id=visitor.key).service == lamps
