"""Pure functions: finding questions, redaction of speech."""

from __future__ import annotations

import pytest

from raekoda.channels.recordings.documents import normalize_text
from raekoda.channels.recordings.questions import find_questions, is_letter, make_title, split_lines
from raekoda.channels.recordings.redaction import highlight_marks, redact_segments, redact_text

CALL = "Tere, kuidas saan aidata? Tere. Mul on vana diivan. Kuhu ma saan selle viia? Jäätmejaama. Aitäh! Head aega."


def asked(*texts: str) -> list[tuple[str, str]]:
    found = find_questions(split_lines([{"text": text} for text in texts]))
    return [(each.question, each.reply) for each in found]


@pytest.mark.parametrize(
    ("text", "question", "reply"),
    [
        (CALL, "Mul on vana diivan. Kuhu ma saan selle viia?", "Jäätmejaama."),
        ("kuidas saada lasteaiakohta", "kuidas saada lasteaiakohta", ""),
        ("Soovin teada, millal lund lükatakse.", "Soovin teada, millal lund lükatakse.", ""),
        ("Good morning. Where do I put an old sofa? To the waste station.", "Where do I put an old sofa?",
         "To the waste station."),
        ("Подскажите, куда обращаться. Звоните в управу. Спасибо.", "Подскажите, куда обращаться.", "Звоните в управу."),
        ("Kas see maksab? Kui palju? Viis eurot.", "Kas see maksab? Kui palju?", "Viis eurot."),
    ],
)  # fmt: skip
def test_questions_and_replies(text: str, question: str, reply: str) -> None:
    assert asked(text) == [(question, reply)]


@pytest.mark.parametrize(
    "text",
    ["Kuidas saan aidata?", "How can I help you?", "Kui on külm, siis lükkame.", "Kes teeb, see jõuab.", "", "?"],
)
def test_what_is_no_question(text: str) -> None:
    assert asked(text) == []


def test_a_sentence_may_run_over_pieces_of_speech() -> None:
    assert asked("Kuhu ma saan viia", "oma vana diivani?", "Jäätmejaama.") == [
        ("Kuhu ma saan viia oma vana diivani?", "Jäätmejaama.")
    ]


def test_the_same_question_is_found_once() -> None:
    assert len(asked("Kuhu viia diivan? Jaama. Kuhu viia diivan? Jaama.")) == 1


def test_a_letter_is_by_one_and_a_list_of_questions_is_not() -> None:
    assert is_letter("Tere!\nKuhu viia diivan?")
    assert not is_letter("Kuhu viia diivan?\nJaama.")


def test_a_title_is_the_question_in_one_line() -> None:
    assert make_title("Mul on diivan. Aga kuhu see viia?") == "Kuhu see viia?"
    assert len(make_title(f"Kuhu {'väga ' * 60}viia?")) <= 152


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Minu kaart on 4111 1111 1111 1111.", "4111"),
        ("Minu number on viis viis viis null üks kaks kolm.", "null"),
        ("Мой номер пять пять ноль один два три.", "ноль"),
        ("Helistage 5, 5, 5, 0, 1, 2, 3, 4.", "5"),
        ("Kirjutage jaan@example.ee.", "jaan"),
    ],
)
def test_numbers_told_aloud_go_too(text: str, gone: str) -> None:
    assert gone not in redact_text(text, "et")


def test_sums_years_and_opening_hours_stay() -> None:
    text = "Toetus on 250 eurot, avatud kell 10 kuni 18, aastal 2026. Ühe, kahe ja kolme aasta eest."
    assert redact_text(text, "et") == text


def test_a_number_that_runs_over_pieces_of_speech_goes_whole() -> None:
    pieces = [{"start": 0, "text": "Minu number on 5550"}, {"start": 2, "text": "1234, helistage."}]
    clean = redact_segments(pieces, "et")
    assert "".join(piece["text"] for piece in clean) == "Minu number on [telefon], helistage."
    assert [piece["start"] for piece in clean] == [0, 2]


def test_marks_are_set_off_and_the_rest_escaped() -> None:
    assert highlight_marks("[nimi] <b> [e-post]") == "<mark>[nimi]</mark> &lt;b&gt; <mark>[e-post]</mark>"


def test_signs_that_turn_or_hide_text_are_dropped() -> None:
    assert normalize_text("a\u202eb\x00c\u200b  d\r\n\r\n\r\ne") == "abc d\n\ne"
