"""Answers written by an outside model: only supported sentences, nothing personal out, else the built-in answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from raekoda.casework.assistant import actions
from raekoda.casework.assistant.models import Exchange
from raekoda.casework.assistant.replies import Reply
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.search.embedding import EmbeddingUnavailable
from raekoda.platform.search.embedding import Endpoint as OutsideEmbeddings
from tests.casework.assistant.city import ALLOWANCE, DOG, answers_always, publish_answer, publish_service
from tests.casework.assistant.endpoint import Endpoint, chat_endpoint

QUESTION = "Kui palju on koolitoetus ja millal seda taotleda?"
BUILT_IN = "Koolitoetus on 50 eurot lapse kohta aastas."


@pytest.fixture
def endpoint(municipality: Municipality, settings: Any) -> Iterator[Endpoint]:
    answers_always(municipality)
    publish_service(municipality, **ALLOWANCE)
    publish_answer(municipality, *DOG)
    with chat_endpoint() as served:
        settings.RAEKODA_CHAT_URL = served.url
        settings.RAEKODA_CHAT_KEY = "salajane"
        settings.RAEKODA_CHAT_MODEL = "mudel"
        settings.RAEKODA_CHAT_SECONDS = 5.0
        yield served


def ask(text: str = QUESTION) -> Reply:
    return actions.ask(text, language="et", channel="site", actor=Actor.resident())


def said(reply: Reply) -> list[str]:
    return [sentence.text for sentence in reply.sentences]


def test_verified_sentences_become_the_answer_with_their_sources(endpoint: Endpoint) -> None:
    endpoint.says = "Koolitoetus on 50 eurot lapse kohta aastas [1]. Taotlus esita 1.–15. septembril [1]."
    reply = ask()
    assert reply.mode == "model"
    assert said(reply) == ["Koolitoetus on 50 eurot lapse kohta aastas.", "Taotlus esita 1.–15. septembril."]
    assert [(source.number, source.title) for source in reply.sources] == [(1, "Koolitoetus")]
    assert reply.service_title == "Koolitoetus"
    assert Exchange.objects.get(ref=reply.ref).mode == "model"


def test_what_cannot_be_verified_is_dropped_and_the_rest_stays(endpoint: Endpoint) -> None:
    endpoint.says = (
        "Koolitoetus on 50 eurot lapse kohta aastas [1]. Koolitoetus tõuseb tuleval aastal 90 euroni [1]. "
        "Toetust jagab Mari Maasikas [1]. Kõik on tasuta. Lapsele antakse ka ranits [7]."
    )
    assert said(ask()) == [BUILT_IN]


def test_with_nothing_left_the_built_in_answer_is_given(endpoint: Endpoint) -> None:
    for endpoint.says in ("NONE", "", "Toetus on 5000 eurot [1].", "Jah."):
        reply = ask()
        assert reply.mode == "sentences" and BUILT_IN in said(reply)


def test_the_endpoint_gets_the_question_without_personal_data_and_published_passages_only(endpoint: Endpoint) -> None:
    endpoint.says = "NONE"
    ask(
        "Olen Mari Maasikas, isikukood 60001019906, mari.maasikas@example.ee, tel 5551 2345, konto EE382200221020145685, "
        "elan Rüütli 12-5. Kui palju on koolitoetus?"
    )
    sent = json.dumps(endpoint.received, ensure_ascii=False)
    for secret in ("Maasika", "60001019906", "mari.maasikas", "5551", "EE38", "Rüütli 12", "Muri"):
        assert secret not in sent
    assert "koolitoetus" in endpoint.data["question"]
    assert endpoint.data["passages"][0]["title"] == "Koolitoetus"
    assert endpoint.received[0]["model"] == "mudel" and endpoint.received[0]["messages"][0]["role"] == "system"
    assert "Maasika" not in endpoint.received[0]["messages"][0]["content"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, None),
        (401, b"{}"),
        (302, b""),
        (200, b"<html>"),
        (200, b'{"choices": []}'),
        (200, b'{"choices": [{"message": {"content": null}}]}'),
        (200, b'{"error": "' + b"x" * 300_000 + b'"}'),
        (200, b'data: {"choices": [{"delta": {"content": "Toetus"}}]}\n\ndata: [DONE]\n\n'),
    ],
)
def test_a_failing_endpoint_falls_back_and_is_not_called_for_a_while(
    endpoint: Endpoint, status: int, body: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.status, endpoint.body = status, body
    reply = ask("Kui palju on koolitoetus, küsib Mari Maasikas")
    assert reply.mode == "sentences" and BUILT_IN in said(reply)
    ask("Kui palju on koolitoetus aastas?")
    assert len(endpoint.received) == 1
    assert "chat_not_answering" in caplog.text and "Maasika" not in caplog.text and "koolitoetus" not in caplog.text
    endpoint.status, endpoint.body, endpoint.says = 200, None, "Koolitoetus on 50 eurot lapse kohta aastas [1]."
    cache.clear()
    assert ask().mode == "model"


def test_a_slow_or_dead_endpoint_costs_no_more_than_its_seconds(
    endpoint: Endpoint, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.RAEKODA_CHAT_SECONDS = 0.2
    endpoint.hangs.clear()
    assert BUILT_IN in said(ask())
    assert "ReadTimeout" in caplog.text
    cache.clear()
    settings.RAEKODA_CHAT_URL = "http://127.0.0.1:9/v1"
    assert BUILT_IN in said(ask())
    assert "ConnectError" in caplog.text
    cache.clear()
    settings.RAEKODA_CHAT_URL = "not an address"
    assert BUILT_IN in said(ask())


def test_below_the_threshold_the_model_is_not_asked(endpoint: Endpoint, municipality: Municipality) -> None:
    from raekoda.casework.assistant.models import AnswerRule

    AnswerRule.objects.filter(municipality=municipality).delete()
    answers_always(municipality, threshold=1.0)
    assert not ask().answered
    assert endpoint.received == []


def test_questions_that_leave_for_an_embeddings_endpoint_have_lost_names_too(endpoint: Endpoint) -> None:
    with pytest.raises(EmbeddingUnavailable):
        OutsideEmbeddings(endpoint.url, "mudel", 3).queries(
            ["Olen Mari Maasikas, 5551 2345. Kui palju on koolitoetus?"]
        )
    sent = json.dumps(endpoint.received, ensure_ascii=False)
    assert "koolitoetus" in sent and "Maasika" not in sent and "5551" not in sent
