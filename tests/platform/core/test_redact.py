"""What tells how to reach a person goes; everything else stays, sign by sign."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.ee import ik

from raekoda.platform.core.redact import EMAIL, IBAN, PERSONAL_CODE, PHONE, find, redact
from tests.shared_data import shared

KINDS = {
    EMAIL: ["mari.maasikas@example.ee", "m_m+teade@mail.example.co.uk", "juhan(at)example.ee", "õnne@example.ee"],
    PHONE: [
        "5550 1234", "55501234", "555 0123", "+372 5550 1234", "+3725550123", "(+372) 555 0123", "00372 5550 1234",
        "372 5550 1234", "736 1234", "7361234", "736-1234", "7 361 234", "+358 40 123 4567", "+7 (912) 345-67-89",
        "8000 1234",
    ],
    PERSONAL_CODE: ["60001019906", "38001085718"],
    IBAN: ["EE38 2200 2210 2014 5685", "EE382200221020145685", "DE89 3704 0044 0532 0130 00", "ee382200221020145685"],
}  # fmt: skip
STAY = [
    "Rüütli 12", "12.03.2026", "12.03.2026 kell 18.30", "2026-03-12", "2025/2026", "Riia mnt 181", "50411 Tartu",
    "1234567 eurot", "5 000 000 €", "60-70000 lehma", "3 500 000 krooni", "58.3806, 26.7225", "versioon 3.2.1",
    "tehti 60001019907 sammu", "nr 2026-004217", "§ 52 lg 3", "112", "1789", "@raekoda", "a@b", "EE123", "5550",
    "kell 17.00-19.00", "2024. aastal 97968 elanikku", "viitenumber 123",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written"), [(kind, each) for kind, all_ in KINDS.items() for each in all_])
@pytest.mark.parametrize(
    "frame", ["{}", "Helista {} kohe.", "({})", "kontakt:{}, aitäh", "{}\nJuhan", "minu {}; ära ütle"]
)
def test_is_taken_out(kind: str, written: str, frame: str) -> None:
    text = frame.format(written)
    redaction = redact(text)
    assert [found[0] for found in redaction.found] == [kind], redaction
    digits = [sign for sign in written if sign.isdigit()]
    assert not digits or "".join(digits) not in "".join(sign for sign in redaction.text if sign.isdigit())
    assert redaction.text.count("[") == 1 + text.count("[")


@pytest.mark.parametrize("text", STAY)
@pytest.mark.parametrize("frame", ["{}", "Täna {} oli nii.", "({})", "{}\nJuhan"])
def test_stays(text: str, frame: str) -> None:
    assert redact(frame.format(text)).text == frame.format(text)


@pytest.mark.parametrize(
    ("language", "text"), [("et", "[e-post]"), ("en", "[e-mail]"), ("ru", "[эл. почта]"), ("fi", "[e-post]")]
)
def test_mark_is_in_the_language_of_the_text(language: str, text: str) -> None:
    assert redact("mari@example.ee", language).text == text


def test_short_number_goes_when_the_text_says_it_is_a_phone() -> None:
    assert redact("tel 44 55 66").text == "tel [telefon]"
    assert redact("maja 44 55 66").text == "maja 44 55 66"


@given(st.text(max_size=200))
def test_spans_fit_the_text_and_a_second_time_finds_nothing_new(text: str) -> None:
    redaction = redact(text)
    ends = 0
    for _, start, end in redaction.found:
        assert ends <= start < end <= len(text)
        ends = end
    after = [0, *(end for *_, end in redaction.found)]
    before = [*(start for _, start, _ in redaction.found), len(text)]
    kept = "".join(text[a:b] for a, b in zip(after, before, strict=True))
    for mark in ("[e-post]", "[telefon]", "[isikukood]", "[pangakonto]"):
        assume(mark not in text)
    marked = redaction.text
    for mark in ("[e-post]", "[telefon]", "[isikukood]", "[pangakonto]"):
        marked = marked.replace(mark, "")
    assert marked == kept


@given(st.integers(1, 8), st.dates(), st.integers(0, 999))
def test_every_valid_personal_code_goes(first: int, born: object, serial: int) -> None:
    start = f"{first}{born:%y%m%d}{serial:03d}"
    code = start + ik.calc_check_digit(start + "0")
    assume(ik.is_valid(code))
    assert redact(f"Minu kood on {code}.").text == "Minu kood on [isikukood]."


@given(st.from_regex(r"5[0-9]{6,7}", fullmatch=True), st.sampled_from(["", "+372", "+372 ", "00372", "372 "]))
def test_every_mobile_number_goes(number: str, prefix: str) -> None:
    assert "[telefon]" in redact(f"Helista {prefix}{number} palun").text


def test_measured_on_real_estonian_text() -> None:
    """Precision on newspaper and web sentences that hold none of the four; recall on the same with one put into each."""
    sentences = [
        " ".join(word["word"] for word in sentence["words"])
        for document in json.loads(shared("estner", "dev_both.json").read_text())["documents"]
        for sentence in document["sentences"]
    ]
    wrongly = sum(len(find(sentence)) for sentence in sentences)
    chance = random.Random(7)
    put = dict.fromkeys(KINDS, 0)
    got = dict.fromkeys(KINDS, 0)
    for sentence in sentences:
        words = sentence.split()
        kind = chance.choice(sorted(KINDS))
        written = chance.choice(KINDS[kind])
        place = chance.randint(0, len(words))
        text = " ".join([*words[:place], written, *words[place:]])
        put[kind] += 1
        start = len(" ".join(words[:place])) + (1 if place else 0)
        got[kind] += any(k == kind and s <= start and e >= start + len(written) for k, s, e in find(text))
    recall = {kind: got[kind] / put[kind] for kind in KINDS}
    print(f"{len(sentences)} sentences, found wrongly: {wrongly}, recall: {recall}")
    assert len(sentences) > 3000
    assert wrongly <= 3
    assert min(recall.values()) > 0.97, recall
