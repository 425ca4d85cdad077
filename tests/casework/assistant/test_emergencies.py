"""Emergencies and distress are recognised in three languages, get a card with numbers, and are stored nowhere."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.resources import files

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from raekoda.casework.assistant import actions
from raekoda.casework.assistant.emergencies.cards import card_for
from raekoda.casework.assistant.emergencies.detection import Situation, detect
from raekoda.casework.assistant.models import Exchange, HelpLine
from raekoda.channels.calls.desk.reply import get_reply
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality

SETS = json.loads(
    files("raekoda.casework.assistant.evaluation").joinpath("emergencies.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("row", SETS, ids=lambda row: row["question"])
def test_an_emergency_is_recognised_and_what_only_sounds_like_one_is_not(row: dict[str, str]) -> None:
    assert (detect(row["question"]) is not None) == (row["kind"] == "emergency")


@pytest.mark.parametrize(
    ("text", "situation", "language", "numbers"),
    [
        ("maja põleb", Situation.DANGER, "et", ["112"]),
        ("maja poleb", Situation.DANGER, "et", ["112"]),
        ("Tahan ennast ära tappa!", Situation.DISTRESS, "et", ["112", "116 006", "116 111"]),
        ("My husband beats me", Situation.VIOLENCE, "en", ["112", "116 006", "116 111"]),
        ("Меня травят в школе", Situation.CHILD, "ru", ["112", "116 111"]),
    ],
)
def test_the_card_has_the_numbers_in_the_language_of_the_question(
    text: str, situation: Situation, language: str, numbers: list[str], municipality: Municipality
) -> None:
    card = card_for(text, "et")
    assert card is not None and (card.situation, card.language) == (situation, language)
    assert [line.number for line in card.lines] == numbers


def test_a_municipality_adds_its_own_line_and_an_ended_one_is_not_shown(municipality: Municipality) -> None:
    today = clock.today()
    own = {
        "name_et": "Meie kriisiabi",
        "name_en": "Our crisis help",
        "name_ru": "Наша помощь",
        "situations": "distress",
    }
    HelpLine.objects.create(
        number="600 0000", municipality=municipality, valid_from=today, source="Test", order=9, **own
    )
    HelpLine.objects.filter(number="116 111").update(valid_to=today - timedelta(days=1))
    HelpLine.objects.get(number="116 111").save()
    card = card_for("ma ei taha enam elada", "et")
    assert card is not None and [line.number for line in card.lines] == ["112", "116 006", "600 0000"]


@pytest.mark.parametrize("text", ["tahan ennast ära tappa", "maja põleb", "муж меня бьёт"])
def test_nothing_of_an_emergency_is_stored(text: str, municipality: Municipality) -> None:
    reply = actions.ask(text, language="et", channel="site", actor=Actor.resident())
    assert reply.answered and reply.emergency and reply.next_steps[0].url == "tel:112"
    client = Client(headers={"host": "tartu.localhost"})
    assert 'href="tel:112"' in client.post("/abiline/", {"text": text}).text
    page = client.get("/otsi/", {"q": text})
    assert 'href="tel:112"' in page.text and "rk-ask-instead" not in page.text
    assert client.post("/abiline/luhidalt/", {"text": text}).status_code == 204
    answer = client.post("/api/v1/ask", {"question": text}, content_type="application/json").json()
    assert answer["answered"] and answer["mode"] == "emergency" and "112" in answer["answer"]
    assert answer["ways"][0] | {"label": ""} == {"kind": "phone", "label": "", "url": "tel:112"}
    assert not Exchange.objects.exists()


def test_the_phone_desk_shows_the_card_of_even_one_word(municipality: Municipality) -> None:
    reply = get_reply("appi")
    assert reply and reply.emergency
    assert get_reply("abi") is None


def test_a_line_is_set_by_command_with_its_source(
    municipality: Municipality, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"et": "Kriis", "en": "Crisis", "ru": "Кризис", "source": "Test", "municipality": municipality.code}
    call_command("answers_helplines", number="600 0001", situations="distress", **words)
    assert "600 0001 Kriis, Tartu linn, for distress" in capsys.readouterr().out
    card = card_for("elul pole enam mõtet", "et")
    assert card is not None and card.lines[0].number == "112" and "600 0001" in [line.number for line in card.lines]
    for wrong in ({"situations": "boredom"}, {"situations": "distress", "source": ""}, {"situations": ""}):
        with pytest.raises(CommandError):
            call_command("answers_helplines", number="600 0002", **{**words, **wrong})
    assert not HelpLine.objects.filter(number="600 0002").exists()
