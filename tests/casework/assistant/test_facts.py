"""What is checked in a sentence that a model wrote, and which sentences pass."""

from __future__ import annotations

import pytest

from raekoda.casework.assistant import facts
from raekoda.casework.assistant.chat import cited_sentences
from raekoda.casework.assistant.replies import Source
from raekoda.casework.assistant.verification import is_supported, verify_sentences

SOURCE = Source(
    1, "service", "7", "et", "Koolitoetus", "/teenused/koolitoetus/",
    "Koolitoetus on 50 eurot lapse kohta aastas. Taotlus tuleb esitada 1.–15. septembrini linnavalitsuse iseteeninduses. "
    "Raha makstakse välja 30 päeva jooksul. Lisainfot annab Tartu haridusosakond, kool@example.ee, telefon 736 1234.",
)  # fmt: skip


def passes(text: str, closeness: float = 0.0, language: str = "et", source: Source = SOURCE) -> bool:
    return is_supported(text, source, language, lambda one, other: closeness)


@pytest.mark.parametrize(
    "text",
    [
        "Koolitoetus on 50 eurot lapse kohta aastas.",
        "Taotlus esitatakse iseteeninduses 1.–15. septembril.",
        "Raha makstakse välja 30 päeva jooksul.",
        "Lisainfot annab Tartu haridusosakond telefonil 736 1234.",
        "Lisainfot saab Tartu haridusosakonnast, kool@example.ee.",
    ],
)
def test_supported_sentences_pass_with_inflected_words(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Koolitoetus on 500 eurot lapse kohta aastas.",
        "Koolitoetus on 30 eurot lapse kohta aastas.",
        "Raha makstakse välja 50 päeva jooksul.",
        "Taotlus tuleb esitada 1.–15. oktoobrini iseteeninduses.",
        "Taotlus tuleb esitada esmaspäeval iseteeninduses.",
        "Taotlus tuleb esitada 15. septembriks 2031 iseteeninduses.",
        "Koolitoetus on lapse kohta kolm korda aastas.",
        "Lisainfot annab Elva haridusosakond telefonil 736 1234.",
        "Lisainfot annab Mari Maasikas haridusosakonnast.",
        "Lisainfot annab haridusosakond, kool@evil.example, telefon 736 1234.",
        "Lisainfot annab haridusosakond telefonil 736 1235.",
        "Lisainfot annab haridusosakond aadressil https://evil.example/kool.",
        "Koolitoetus lapse kohta aastas, vaata evil.example.",
        "Koolitoetust ei maksta lapse kohta aastas.",
        "<b>Koolitoetus</b> on 50 eurot lapse kohta aastas.",
        "[Koolitoetus](/teenused/) on 50 eurot lapse kohta aastas.",
        "Koolitoetus on 50 eurot\u202e lapse kohta aastas.",
        "Tänavad lükatakse lumest puhtaks hommikul vara.",
        "Toetus.",
    ],
)
def test_unsupported_sentences_are_rejected(text: str) -> None:
    assert not passes(text, closeness=9.0 if "lumest" not in text else 1.0)


def test_fewer_shared_words_need_closeness_in_meaning() -> None:
    text = "Pere saab igal aastal oma lapse eest 50 eurot raha juurde."
    assert passes(text, closeness=4.0)
    assert not passes(text, closeness=1.0)


def test_in_another_language_numbers_names_and_closeness_decide() -> None:
    assert passes("The allowance is 50 euros a year for a child.", closeness=4.0, language="en")
    assert passes("Apply in September on the website.", closeness=4.0, language="en")
    assert not passes("The allowance is 60 euros a year for a child.", closeness=4.0, language="en")
    assert not passes("Apply in October on the website.", closeness=4.0, language="en")
    assert not passes("The allowance is 50 euros a year for a child.", closeness=0.3, language="en")


def test_a_sentence_gets_its_supporting_source_and_unknown_numbers_are_ignored() -> None:
    other = Source(2, "service", "8", "et", "Valgustus", "/teenused/valgustus/", "Linn parandab rikkis valgustid.")
    drafted = [
        ("Linn parandab rikkis valgustid.", [1, 2]),
        ("Koolitoetus on 50 eurot lapse kohta aastas.", [9]),
        ("Koolitoetus on 50 eurot lapse kohta aastas.", [1]),
    ]
    assert [(one.text[:12], one.source) for one in verify_sentences(drafted, [SOURCE, other], "et")] == [
        ("Linn paranda", 2), ("Koolitoetus ", 1),
    ]  # fmt: skip


def test_citations_are_read_before_and_after_the_stop() -> None:
    written = "- Toetus on 50 eurot [1].\n- Taotle 1. septembrist. [1][2]\nHead päeva! Tere [x]."
    assert cited_sentences(written) == [("Toetus on 50 eurot.", [1]), ("Taotle 1. septembrist.", [1, 2])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("200 000 eurot", {("200000", "money")}),
        ("200,000 euros", {("200000", "money")}),
        ("€ 12,50", {("12.50", "money")}),
        ("kell 8.30–16", {("8.30", ""), ("16", "")}),
        ("5 tööpäeva, 3 kuud", {("5", "day"), ("3", "month")}),
        ("25% hinnast", {("25", "percent")}),
        ("30 дней", {("30", "day")}),
    ],
)
def test_numbers_are_read_with_their_units(text: str, found: set[tuple[str, str]]) -> None:
    assert facts.numbers(text) == found


def test_months_are_the_same_in_every_language() -> None:
    assert facts.calendar_names("15. mail") == facts.calendar_names("on 15 May") == facts.calendar_names("15 мая")
    assert facts.calendar_names("maine mäng") == set()
