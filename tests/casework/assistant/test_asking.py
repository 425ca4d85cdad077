"""Asking: answers quote published sentences; no personal data are stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from raekoda.casework.answers import actions as answers
from raekoda.casework.assistant import actions
from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.models import AnswerRule, Exchange
from raekoda.casework.assistant.replies import Reply
from raekoda.casework.assistant.retention import delete_overdue
from raekoda.casework.assistant.rule_actions import set_rule
from raekoda.casework.assistant.tasks import delete_exchanges
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services import actions as services
from raekoda.registry.services.models import Topic
from tests.casework.assistant.city import ALLOWANCE, DOG, LIGHTS, answers_always, publish_answer, publish_service
from tests.casework.cases.conftest import *  # noqa: F403
from tests.jobs import run_for_each

Ask = Callable[..., Reply]


@pytest.fixture
def city(municipality: Municipality) -> Municipality:
    municipality.phone, municipality.email = "1789", "info@example.ee"
    municipality.save()
    answers_always(municipality)
    publish_service(municipality, **ALLOWANCE)
    publish_service(municipality, **LIGHTS)
    return municipality


def ask(text: str, **more: Any) -> Reply:
    given = {"language": "et", "channel": "site", "actor": Actor.resident()} | more
    return actions.ask(text, **given)


def said(reply: Reply) -> list[str]:
    return [sentence.text for sentence in reply.sentences]


def test_every_sentence_is_quoted_from_its_source(city: Municipality) -> None:
    reply = ask("Kui palju on koolitoetus?")
    assert reply.answered and reply.mode == "sentences"
    texts = {source.number: source.text for source in reply.sources}
    assert all(sentence.text in texts[sentence.source] for sentence in reply.sentences)
    assert reply.sources[0].title == "Koolitoetus" and reply.sources[0].url == "/teenused/koolitoetus/"
    assert len(set(said(reply))) == len(said(reply)) <= 4
    assert "Koolitoetus" not in said(reply)


def test_a_sentence_that_refers_to_an_unselected_one_is_dropped(city: Municipality) -> None:
    text = "Helistada või kirjutada. Mõlemad sobivad prügiveo kohta. Prügiveo kohta küsi jäätmevedajalt."
    publish_answer(city, "Kelle käest prügivedu tellida?", "Kas helistada või kirjutada?", text)
    sentences = said(ask("Kust prügiveo kohta küsida?"))
    assert "Prügiveo kohta küsi jäätmevedajalt." in sentences
    assert sentences[0] != "Mõlemad sobivad prügiveo kohta."


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Kui palju on koolitoetus?", "Koolitoetus on 50 eurot lapse kohta aastas."),
        ("Millal koolitoetust taotleda?", "Esita taotlus 1.–15. septembrini."),
        ("Kust koolitoetuse kohta küsida?", "Küsi haridusosakonnast telefonil 736 1234."),
    ],
)
def test_the_sentence_with_what_was_asked_for_is_there(city: Municipality, question: str, sentence: str) -> None:
    assert sentence in said(ask(question))


def test_the_answer_is_in_the_language_asked_in_and_else_says_which_it_is_in(city: Municipality) -> None:
    english = ask("How much is the school allowance?")
    assert english.language == "en" and english.sources[0].language == "en"
    assert "The school allowance is 50 euros a year for each child." in said(english)
    assert english.service_title == "School allowance"
    publish_service(city, slug="parkimine", name_et="Parking", summary_et="Parking kesklinnas on tasuline.")
    other = ask("parking permit in the centre please")
    assert other.language == "en" and other.sources[0].language == "et"


def test_next_steps_are_channels_and_form_of_the_service(city: Municipality) -> None:
    reply = ask("rikkis tänavavalgustus")
    assert reply.service_title == "Tänavavalgustus"
    assert {step.kind: step.url for step in reply.next_steps} == {
        "apply": "https://iseteenindus.example.ee/",
        "report": "/teata/?teenus=tanavavalgustus",
        "phone": "tel:7361234",
        "email": "mailto:linn@example.ee",
        "page": "/teenused/tanavavalgustus/",
    }


def test_without_an_answer_the_municipalitys_own_contacts_and_what_may_help(city: Municipality) -> None:
    AnswerRule.objects.filter(municipality=city).delete()
    answers_always(city, threshold=1.0)
    reply = ask("Kui palju on koolitoetus?")
    assert (reply.answered, reply.mode, reply.sentences, reply.sources) == (False, "none", [], [])
    assert [step.url for step in reply.next_steps] == ["tel:1789", "mailto:info@example.ee"]
    assert reply.near[0].title == "Koolitoetus"
    assert Exchange.objects.get(ref=reply.ref).answered is False


def test_only_what_is_public_here_and_now_is_cited(city: Municipality, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        publish_service(other_municipality, slug="saun", name_et="Saunapäev", summary_et="Saun on lahti laupäeval.")
    draft = publish_service(city, slug="uisuvali", name_et="Uisuväli", summary_et="Uisuväli on avatud talvel.")
    dog = publish_answer(city, *DOG)
    assert said(ask("koer rihm")) == ["Linna pargis peab koer olema rihmas."]
    assert "Muri" not in ask("koer Muri").sources[0].text
    answers.withdraw(dog, actor=Actor.system())
    services.retire(draft, Actor.system())
    for question in ("koer rihm", "uisuväli", "saunapäev"):
        assert not any(word in str(ask(question)) for word in ("rihmas", "avatud talvel", "laupäeval"))


def test_a_text_that_ceased_to_be_public_is_not_cited_though_the_index_still_has_it(city: Municipality) -> None:
    service = publish_service(city, slug="uisuvali", name_et="Uisuväli", summary_et="Uisuväli on avatud talvel.")
    type(service).objects.filter(pk=service.pk).update(live=False)
    assert "avatud talvel" not in str(ask("uisuväli"))


@pytest.mark.parametrize("text", ["", "   \n", "?!…", "a" * 1501])
def test_an_empty_or_too_long_question_is_rejected(city: Municipality, text: str) -> None:
    with pytest.raises(QuestionError) as refused:
        ask(text)
    assert refused.value.message
    assert not Exchange.objects.exists()


def test_no_personal_data_are_stored_or_logged(city: Municipality, caplog: pytest.LogCaptureFixture) -> None:
    secrets = ("Mari Maasikas", "Maasika", "mari.maasikas@example.ee", "60001019906", "5551 2345")
    reply = ask(
        "Minu nimi on Mari Maasikas, isikukood 60001019906, tel 5551 2345, mari.maasikas@example.ee. "
        "Kui palju on koolitoetus?"
    )
    assert reply.question.startswith("Minu nimi on Mari")
    kept = Exchange.objects.get(ref=reply.ref)
    everything = f"{kept.question} {kept.sources} {kept.sentences} {caplog.text}"
    assert "koolitoetus" in kept.question
    assert not [secret for secret in secrets if secret in everything]


def test_an_exchange_stores_answer_rating_and_forwarding(city: Municipality) -> None:
    topic = Topic.objects.create(municipality=city, slug="kool", name_et="Kool")
    fields = ALLOWANCE | {"slug": "koolisoit", "name_et": "Koolisõidu toetus"}
    publish_service(city, **fields, topics=[topic])
    reply = ask("koolisõidu toetus", channel="widget")
    actions.rate(reply.ref, helped=False)
    actions.mark_forwarded(reply.ref)
    kept = Exchange.objects.get(ref=reply.ref)
    assert (kept.channel, kept.language, kept.answered, kept.mode) == ("widget", "et", True, "sentences")
    assert (kept.helped, kept.handed_over, kept.topic) == (False, True, topic)
    assert kept.sources[0]["url"] == "/teenused/koolisoit/"
    assert [one["text"] for one in kept.sentences] == said(reply)
    assert kept.confidence == reply.confidence


def test_another_municipality_neither_sees_nor_rates_it(city: Municipality, other_municipality: Municipality) -> None:
    reply = ask("koolitoetus")
    with municipality_scope(other_municipality):
        assert not Exchange.objects.exists()
        actions.rate(reply.ref, helped=True)
    assert Exchange.objects.get(ref=reply.ref).helped is None


def test_the_channels_of_staff_are_for_staff(city: Municipality, operator: Actor) -> None:
    assert ask("koolitoetus", channel="phone", actor=operator).answered
    with pytest.raises(PermissionDenied):
        ask("koolitoetus", channel="desk")


def test_the_number_of_queries_does_not_grow_with_what_is_published(city: Municipality) -> None:
    def queries() -> int:
        ask("koolitoetus")
        with CaptureQueriesContext(connection) as captured:
            ask("Kui palju on koolitoetus ja millal?")
        return len(captured)

    few = queries()
    for number in range(6):
        publish_service(city, **ALLOWANCE | {"slug": f"koolitoetus-{number}", "name_et": f"Koolitoetus {number}"})
    publish_answer(city, "Kui suur on koolitoetus?", "Kui palju?", "Koolitoetus on 50 eurot.")
    assert queries() <= few + 1 <= 20


def test_old_questions_are_deleted_by_the_rule_in_force(city: Municipality) -> None:
    AnswerRule.objects.filter(municipality=city).update(kept_days=30)
    old, new = ask("koolitoetus"), ask("tänavavalgustus")
    Exchange.objects.filter(ref=old.ref).update(asked_at=clock.now() - timedelta(days=32))
    Exchange.objects.filter(ref=new.ref).update(asked_at=clock.now() - timedelta(days=29))
    with clock.at(clock.now() + timedelta(seconds=11)):
        run_for_each(delete_exchanges)
    assert [one.ref for one in Exchange.objects.all()] == [new.ref]
    line = JournalEntry.objects.get(action="assistant.delete_exchanges")
    assert line.data == {"count": 1, "kept_days": 30}
    assert delete_overdue(city) == 0


def test_questions_are_retained_for_a_year_unless_a_municipality_sets_a_rule(
    municipality: Municipality,
) -> None:
    rule = AnswerRule.objects.get(municipality=None)
    assert rule.kept_days == 365 and rule.threshold is None and "ilma õigusliku aluseta" in rule.source


def test_a_rule_is_set_by_command_and_journaled(city: Municipality, capsys: pytest.CaptureFixture[str]) -> None:
    AnswerRule.objects.filter(municipality=city).delete()
    call_command("answers_rule", municipality="0793", threshold=1.0, kept_days=90, source="Linna dokumentide loetelu")
    assert "Tartu linn, from " in capsys.readouterr().out
    assert not ask("koolitoetus").answered
    assert AnswerRule.objects.get(municipality=city).kept_days == 90
    assert JournalEntry.objects.get(action="assistant.set_rule").data["threshold"] == 1.0
    with pytest.raises(CommandError):
        call_command("answers_rule", threshold=2.0, source="Liiga palju")
    with pytest.raises(PermissionDenied):
        set_rule(city, kept_days=1, threshold=None, valid_from=clock.today(), source="x", actor=Actor.resident())


def test_an_answer_is_cited_with_the_service_it_is_about(city: Municipality) -> None:
    dogs = publish_service(
        city, slug="koerad", name_et="Koerte pidamine", contact_et="Küsi keskkonnaosakonnast telefonil 736 5678."
    )
    publish_answer(city, *DOG, service=dogs)
    cited = [(source.kind, source.title) for source in ask("Kellelt küsida, kas koer peab olema rihmas?").sources]
    assert cited[:2] == [("answer", DOG[0]), ("service", "Koerte pidamine")]


def test_a_text_that_only_says_its_title_is_still_cited(city: Municipality) -> None:
    publish_service(city, slug="sauna", name_et="Linnasaun", summary_et="Linnasaun.")
    assert [source.title for source in ask("linnasaun").sources][:1] == ["Linnasaun"]
