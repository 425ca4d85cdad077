"""A text answers only when it is about the subject of the question, in one language, quoted whole."""

from __future__ import annotations

import pytest

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant import actions, everyday
from raekoda.casework.assistant.answering import is_bare
from raekoda.casework.assistant.evaluation import EVERYDAY, written
from raekoda.casework.assistant.replies import Reply
from raekoda.casework.assistant.signs import sign_of
from raekoda.casework.assistant.subjects import subject_words, without_own_name
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.assistant.city import ALLOWANCE, LIGHTS, answers_always, publish_answer, publish_service
from tests.casework.cases.conftest import *  # noqa: F403


def ask(text: str) -> Reply:
    return actions.ask(text, language="et", channel="site", actor=Actor.resident())


def test_the_municipalitys_own_name_is_no_content(municipality: Municipality) -> None:
    assert municipality.name.startswith("Tartu")
    assert without_own_name("How do I register my address after moving to Tartu?", municipality).endswith("moving to ?")
    assert subject_words("кто мэр Тарту", "ru", municipality) == ["мэр"]
    assert subject_words("kes on Tartu linna linnapea", "et", municipality) == ["linnapea"]
    assert without_own_name("Tartu", municipality) == "Tartu"


@pytest.mark.parametrize(
    ("question", "language", "name"),
    [
        ("kui palju ma surnuraha saan", "et", "matusetoetus"),
        ("mil pean lapse lasteajda järjekorda panema", "et", None),
        ("lasteaja koht", "et", None),
        ("vanaisa suri ära palju linn matuseks annab", "et", "matusetoetus"),
        ("lamp in front of my house not working", "en", "Street lighting"),
        ("как прописаться", "ru", "Регистрация места жительства"),
        ("kes on linnapea", "et", None),
    ],
)
def test_everyday_words_name_the_matter(question: str, language: str, name: str | None) -> None:
    assert (everyday.names_meant(question, language) or [None])[0] == name


def test_a_sign_needs_every_slot_and_no_exception() -> None:
    sign = sign_of("maja kort* + põleb läks_põlema ! lamp*")
    assert sign.is_in("meie korter poleb") and sign.is_in("maja laks polema")
    assert not sign.is_in("maja on ilus") and not sign.is_in("maja lamp poleb")


def test_a_published_answer_is_quoted_whole_without_a_bare_yes(municipality: Municipality) -> None:
    answers_always(municipality)
    service = publish_service(municipality, **LIGHTS)
    publish_answer(
        municipality, "Kas katkisest lambist tuleb teatada?", "Kas lambist tuleb teatada?",
        "Jah. Teatage numbril 1789. Lamp parandatakse viie päevaga.", service=service,
    )  # fmt: skip
    assert PublishedAnswer.objects.exists()
    reply = ask("Kas katkisest lambist tuleb teatada?")
    own = [sentence.text for sentence in reply.sentences if sentence.source == 1]
    assert own == ["Teatage numbril 1789.", "Lamp parandatakse viie päevaga."]
    assert is_bare("Jah.") and is_bare("Да!") and not is_bare("Jah, kassid ka.")


def test_an_answer_is_in_one_language_and_unrelated_texts_are_not_offered(municipality: Municipality) -> None:
    publish_service(municipality, **ALLOWANCE)
    publish_service(municipality, **LIGHTS)
    reply = ask("Kes on linnapea?")
    assert not reply.answered and not reply.near
    answers_always(municipality)
    assert len({source.language for source in ask("Kui palju on koolitoetus?").sources}) == 1


def test_the_everyday_set_has_both_halves_and_a_third_without_an_answer() -> None:
    questions = written(file=EVERYDAY)
    assert len(questions) >= 180 and len({one.question for one in questions}) == len(questions)
    for split in ("tune", "test"):
        half = [one for one in questions if one.split == split]
        unanswerable = sum(not one.is_answerable for one in half)
        assert 0.3 < unanswerable / len(half) < 0.4
