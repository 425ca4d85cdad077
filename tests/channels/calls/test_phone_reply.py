"""The assistant's reply beside the form; the question is stored once, when the case is registered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from raekoda.casework.assistant.models import AskChannel, Exchange
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.models import Municipality
from tests.casework.assistant.endpoint import chat_endpoint
from tests.casework.assistant.published import UNKNOWN, Published, publish

PHONE = "/toolaud/telefon/"
QUESTION = "Mis kell ujula pühapäeviti avatakse?"


@pytest.fixture
def operator(signed_in) -> Client:
    return signed_in(Role.OPERATOR)


@pytest.fixture
def published(municipality: Municipality) -> Published:
    return publish(municipality)


def send(client: Client, do: str, **data: str):
    return client.post(PHONE, {"channel": "phone", "language": "et", "do": do, **data})


def test_the_answer_is_beside_what_was_typed_and_typing_is_not_kept(operator: Client, published: Published) -> None:
    answered = operator.post(f"{PHONE}vastus/", {"text": QUESTION}).text
    assert "kell 9 hommikul" in answered
    assert f'href="/vastused/{published.swimming.slug}/"' in answered
    assert 'data-use-answer="#reply-words"' in answered
    assert "sellele vastust ei ole" in operator.post(f"{PHONE}vastus/", {"text": UNKNOWN}).text
    for begun in ("", "uj", "ujulasse", "?? !! ??", "\x00"):
        assert operator.post(f"{PHONE}vastus/", {"text": begun}).text.strip() == ""
    assert not Exchange.objects.exists()


def test_without_javascript_the_answer_is_put_into_the_note_by_a_button(operator: Client, published: Published) -> None:
    assert 'value="use-reply"' in send(operator, "search", text=QUESTION).text
    used = send(operator, "use-reply", text=QUESTION, answer="Tere!")
    assert (
        "Tere!\n\nUjula avatakse tööpäeviti kell 7 hommikul. Pühapäeviti avatakse ujula kell 9 hommikul."
        in used.context["form"].initial["answer"]
    )
    assert "ei ole enam avaldatud" in send(operator, "use-reply", text=UNKNOWN).text
    assert not Case.objects.exists()


@pytest.mark.parametrize(("do", "handed_over"), [("answered", False), ("register", True)])
def test_a_call_that_asked_is_kept_among_the_questions(
    do: str, handed_over: bool, operator: Client, published: Published
) -> None:
    send(operator, do, text=f"{QUESTION} Minu number on 5550 1234.", answer="Kell 9." if do == "answered" else "")
    saved = Exchange.objects.get()
    assert (saved.channel, saved.handed_over) == (AskChannel.PHONE, handed_over)
    assert "5550" not in saved.question


def test_the_caller_never_waits_for_a_language_model(operator: Client, published: Published, settings: Any) -> None:
    with chat_endpoint() as endpoint:
        settings.RAEKODA_CHAT_URL, settings.RAEKODA_CHAT_MODEL = endpoint.url, "mudel"
        assert "kell 9 hommikul" in operator.post(f"{PHONE}vastus/", {"text": QUESTION}).text
        send(operator, "answered", text=QUESTION, answer="Kell 9.")
        assert "kell 9 hommikul" in Client().post("/abiline/luhidalt/", {"text": QUESTION}).text
        assert endpoint.received == []
        Client().post("/abiline/", {"text": QUESTION})
        assert len(endpoint.received) == 1


def test_a_report_is_no_question(operator: Client, published: Published) -> None:
    send(operator, "register", text="Lamp ei põle.", kind="report", address="Rüütli 1")
    assert Case.objects.exists()
    assert not Exchange.objects.exists()


def test_only_staff_of_the_phone_desk_see_it(municipality: Municipality) -> None:
    assert Client().post(f"{PHONE}vastus/", {"text": QUESTION}).status_code == 302
