"""A program asks for a resident: the same answer as on the site, with full addresses; limits and errors in one shape."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from raekoda.casework.assistant.models import AskChannel, Exchange
from raekoda.platform.core.models import Municipality
from tests.casework.assistant.published import UNKNOWN, publish

ASK = "/api/v1/ask"


def ask(api: Client, question: Any, **more: Any) -> Any:
    return api.post(ASK, {"question": question, **more}, content_type="application/json")


def test_a_question_is_answered_with_sources_or_not_at_all(api: Client, municipality: Municipality) -> None:
    publish(municipality)
    response = ask(api, "How do I report a broken street light?", language="en")
    reply = response.json()
    assert reply["answered"] and reply["language"] == "en"
    assert "by phone 1789" in reply["answer"]
    assert reply["answer"] == " ".join(sentence["text"] for sentence in reply["sentences"])
    numbers = {source["number"]: source for source in reply["sources"]}
    assert all(sentence["source"] in numbers for sentence in reply["sentences"])
    assert all(source["url"].startswith("http://tartu.localhost") for source in reply["sources"])
    assert reply["service"]["code"] == "tanavavalgustus"
    assert {way["kind"]: way["url"] for way in reply["ways"]}["phone"] == "tel:1789"
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"

    silent = ask(api, UNKNOWN).json()
    assert not silent["answered"]
    assert (silent["answer"], silent["sentences"], silent["mode"]) == ("", [], "none")
    assert silent["question_form"].endswith("/kysi/")
    assert set(Exchange.objects.values_list("channel", "answered")) == {(AskChannel.API, True), (AskChannel.API, False)}


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ('{"question": ""}', 422, "question"),
        ('{"question": "?!"}', 422, "question"),
        ('{"question": "Kas?", "language": "fi"}', 422, "language"),
        ("{}", 422, "question"),
        ("no json", 400, None),
        ("{" + "a" * 6_000_000, 413, None),
    ],
)
def test_what_cannot_be_asked_is_said(
    body: str, status: int, field: str | None, api: Client, municipality: Municipality
) -> None:
    response = api.post(ASK, body, content_type="application/json")
    assert response.status_code == status
    error = response.json()["error"]
    assert error["status"] == status and error["message"]
    assert [detail["field"] for detail in error["details"]] == ([field] if field else [])
    assert not Exchange.objects.exists()


def test_a_page_of_another_site_may_ask(api: Client) -> None:
    before = api.options(ASK)
    assert before["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert before["Access-Control-Allow-Headers"] == "Content-Type"
    refused = api.get(ASK)
    assert (refused.status_code, refused["Allow"]) == (405, "POST, OPTIONS")
    assert api.post("/api/v1/services").status_code == 405


def test_who_asks_too_often_is_told_when_to_go_on(
    api: Client, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("raekoda.casework.assistant.limits.LIMITS", ((1, 60),))
    assert ask(api, "Kas siin on ujula?").status_code == 200
    response = ask(api, "Kas siin on ujula?")
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.json()["error"]["code"] == "too_many_requests"


def test_the_reference_shows_how_to_ask(api: Client) -> None:
    page = api.get("/api/v1/").text
    assert "POST /api/v1/ask" in page
    assert "Body (JSON)" in page
