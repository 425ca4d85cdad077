"""Letters to senders, followers and units: in their language, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.casework.cases import actions
from raekoda.casework.cases.actions import ContactData
from raekoda.casework.cases.models import Case, Follower, Outcome
from raekoda.casework.letters.models import Letter
from raekoda.platform.core.actor import Actor
from tests.casework.cases.conftest import SENDER


def keys(prefix: str = "") -> list[str]:
    return [letter.key for letter in Letter.objects.order_by("id") if letter.key.startswith(prefix)]


def letter(prefix: str) -> Letter:
    (found,) = [each for each in Letter.objects.all() if each.key.startswith(prefix)]
    return found


def test_sender_gets_number_due_date_and_private_link(make_case: Callable[..., Case]) -> None:
    case = make_case(contact=SENDER)

    sent_letter = letter("received:")
    assert sent_letter.to == SENDER.email
    assert case.number in sent_letter.subject
    assert f"http://tartu.localhost:8104/minu/{case.token}/" in sent_letter.text.replace(":8000", ":8104")
    assert "Lamp ei põle" in sent_letter.text
    assert str(case.due_on.year) in sent_letter.text
    assert ProcrastinateJob.objects.filter(task_name="channels.send_letter", args__key=sent_letter.key).count() == 1


def test_no_letter_is_written_without_an_address(make_case: Callable[..., Case]) -> None:
    make_case()
    make_case(contact=ContactData(name="Mari", phone="5550 1234"))

    assert not Letter.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="channels.send_letter").exists()


@pytest.mark.parametrize("language", ["et", "en", "ru"])
def test_no_day_is_promised_when_no_reply_is_expected(
    make_case: Callable[..., Case], official: Actor, resident: Actor, language: str
) -> None:
    def texts_of(kind: str) -> str:
        Letter.objects.all().delete()
        case = make_case(contact=SENDER, language=language, kind=kind, text="Aitäh pargi eest!")
        case.due_on = date(2031, 5, 7)
        case.save(update_fields=["due_on"])
        actions.suspend(case, reason="Ootame", actor=official)
        actions.resume(case, actor=official)
        actions.reply_from_sender(case, text="Ja pinkide eest.", actor=resident)
        actions.close(case, text="Täname", outcome=Outcome.ANSWERED, actor=official)
        actions.reopen(case, reason="Veel midagi", actor=official)
        letters = Letter.objects.filter(to=SENDER.email).exclude(key__startswith="answered:")
        assert {each.key.partition(":")[0] for each in letters} >= {"received", "resumed", "reply", "reopened"}
        return "".join(each.text for each in letters)

    promise = {"et": "hiljemalt", "en": "at the latest", "ru": "не позднее"}[language]
    assert promise in texts_of("enquiry")
    assert promise not in texts_of("feedback")


@pytest.mark.parametrize(
    ("language", "words", "address"),
    [
        ("et", "Vastame hiljemalt", "/minu/"),
        ("en", "We will answer by", "/en/minu/"),
        ("ru", "Мы ответим", "/ru/minu/"),
    ],
)
def test_letter_is_in_the_language_of_the_case(
    make_case: Callable[..., Case], language: str, words: str, address: str
) -> None:
    make_case(contact=SENDER, language=language, text="Lamp")

    sent_letter = letter("received:")
    assert words in sent_letter.text
    assert address in sent_letter.text


def test_every_step_sends_one_letter(make_case: Callable[..., Case], official: Actor, resident: Actor) -> None:
    case = make_case(contact=SENDER)
    actions.assign_to_self(case, actor=official)
    actions.ask_sender(case, text="Milline post?", actor=official)
    actions.reply_from_sender(case, text="Number 12", actor=resident)
    actions.extend(case, days=5, reason="Varuosa tuleb hiljem", actor=official)
    actions.suspend(case, reason="Ootame tarnijat", actor=official)
    actions.resume(case, actor=official)
    actions.answer(case, text="Lamp vahetati", outcome=Outcome.SOLVED, actor=official)
    actions.reopen(case, reason="Ikka pime", actor=resident)
    actions.forward_outside(case, to="Transpordiamet", reason="Nende tee", actor=official)

    to_sender = Letter.objects.filter(to=SENDER.email).order_by("id")
    assert [each.key.partition(":")[0] for each in to_sender] == [
        "received", "question", "reply", "extended", "suspended", "resumed", "answered", "reopened", "forwarded",
    ]  # fmt: skip
    texts = {each.key.partition(":")[0]: each.text for each in to_sender}
    assert "Milline post?" in texts["question"]
    assert "Varuosa tuleb hiljem" in texts["extended"]
    assert "MSVS" in texts["extended"]
    assert "Ootame tarnijat" in texts["suspended"]
    assert "Lamp vahetati" in texts["answered"]
    assert f"/minu/{case.token}/hinda/" in texts["answered"]
    assert "Transpordiamet" in texts["forwarded"]
    for each in to_sender:
        assert "None" not in each.text
        assert "{{" not in each.text


def test_all_letters_exist_in_all_languages(make_case: Callable[..., Case], official: Actor, resident: Actor) -> None:
    for language in ("et", "en", "ru"):
        case = make_case(contact=SENDER, language=language)
        actions.ask_sender(case, text="?", actor=official)
        actions.reply_from_sender(case, text="!", actor=resident)
        actions.extend(case, days=5, reason="r", actor=official)
        actions.suspend(case, reason="r", actor=official)
        actions.resume(case, actor=official)
        actions.answer(case, text="a", outcome=Outcome.SOLVED, actor=official)
        actions.reopen(case, reason="r", actor=resident)
        actions.merge(case, into=make_case(), actor=official)

    for language in ("et", "en", "ru"):
        letters = Letter.objects.filter(language=language, to=SENDER.email)
        assert letters.count() == 9
        assert len({each.subject for each in letters}) == 9


def test_internal_notes_are_never_sent_and_text_is_not_escaped(make_case: Callable[..., Case], official: Actor) -> None:
    case = make_case(contact=SENDER, text="<b>Lamp</b> & 'post'")
    actions.note(case, text="Saatja on tuntud", actor=official)

    sent_letter = letter("received:")
    assert Letter.objects.count() == 1
    assert "<b>Lamp</b> & 'post'" in sent_letter.text
    assert "tuntud" not in sent_letter.text


def test_unit_is_notified_of_a_new_case_without_the_senders_data(make_case, lights, unit) -> None:
    unit.email = "linnamajandus@example.ee"
    unit.save()
    case = make_case(service=lights, contact=SENDER)

    sent_letter = letter("unit-new:")
    assert sent_letter.to == unit.email
    assert sent_letter.handed_at is None
    assert f"/toolaud/juhtum/{case.number}/" in sent_letter.text
    assert SENDER.email not in sent_letter.text + sent_letter.subject
    assert case.token not in sent_letter.text


def test_official_of_the_case_is_notified_of_the_reply(make_case, official, resident) -> None:
    case = make_case()
    actions.assign_to_self(case, actor=official)
    actions.reply_from_sender(case, text="Veel üks asi", actor=resident)

    assert letter("unit-reply:").to == official.user.email


def test_followers_get_public_data_and_can_unsubscribe(make_case, lights, official) -> None:
    case = make_case(service=lights, contact=SENDER, text="Mari Maasikas ütleb: lamp ei põle")
    follower = actions.follow(case, email="Juhan@Example.EE", language="en")
    assert f"/en/jalgi/{follower.token}/" in letter("follow:").text
    actions.follow(case, email="ootaja@example.ee")
    actions.confirm_follow(follower.token)

    actions.answer(case, text="Vastus Marile, helista 5550 1234", outcome=Outcome.SOLVED, actor=official)

    (sent_letter,) = Letter.objects.filter(key__contains=":f")
    assert sent_letter.to == "juhan@example.ee"
    assert "5550" not in sent_letter.text
    assert "Maasikas" not in sent_letter.text + sent_letter.subject
    assert case.token not in sent_letter.text
    assert sent_letter.leave_url in sent_letter.text
    actions.unfollow(follower.token)
    assert not Follower.objects.filter(pk=follower.pk).exists()


def test_asking_to_follow_again_sends_one_letter_a_day(make_case, lights) -> None:
    case = make_case(service=lights)
    for _ in range(3):
        actions.follow(case, email="juhan@example.ee")

    assert Follower.objects.count() == 1
    assert len(keys("follow:")) == 1


def test_sender_of_a_joined_case_gets_the_answer_without_anothers_data(make_case, lights, official) -> None:
    other = ContactData(email="peeter@example.ee")
    first, second = make_case(service=lights, contact=SENDER), make_case(service=lights, contact=other)
    actions.merge(second, into=first, actor=official)
    actions.answer(first, text="Lamp vahetati. Mari, 5550 1234.", outcome=Outcome.SOLVED, actor=official)

    sent_letter = Letter.objects.filter(to=other.email, key__startswith="answered:").get()
    assert "Lamp vahetati" in sent_letter.text
    assert "5550" not in sent_letter.text
    assert first.token not in sent_letter.text
    assert second.token in sent_letter.text


def test_anonymised_sender_is_erased_from_letters(make_case, official) -> None:
    case = make_case(contact=SENDER)
    actions.answer(case, text="Tehtud", outcome=Outcome.SOLVED, actor=official)
    actions.anonymise(case, actor=Actor.system())

    assert {(each.to, each.text, each.subject) for each in Letter.objects.filter(case=case)} == {("", "", "")}


def test_rolled_back_action_writes_no_letter(make_case, official, monkeypatch) -> None:
    case = make_case(contact=SENDER)
    before = Letter.objects.count()
    monkeypatch.setattr("raekoda.casework.letters.handlers.letters.write", _broken)
    with pytest.raises(RuntimeError):
        actions.answer(case, text="Tehtud", outcome=Outcome.SOLVED, actor=official)

    assert Letter.objects.count() == before
    assert Case.objects.get(pk=case.pk).is_open


def _broken(*args: object, **kwargs: object) -> None:
    raise RuntimeError("letters cannot be written")


def test_due_date_in_the_letter_is_that_of_the_case(make_case) -> None:
    from raekoda.platform.core import clock

    case = make_case(contact=SENDER, language="en", registered_at=clock.now() - timedelta(days=3))
    assert f"{case.due_on.day} {case.due_on:%B %Y}" in letter("received:").text
