"""Names of people in residents' own words: what is found, what stays, in three languages; and that no text is slow."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.redact import CONTACTS, NAME, PERSONAL, find, find_full_names, plain, redact

FOUND = [
    ("Naaber [Jaan Tamm] parkis murule. [Tamme] auto on punane, [Tammele] on öeldud.", "full name, then the surname"),
    ("Minu nimi on [mari maasikas] ja ma ootan vastust.", "written small after an introduction"),
    ("Tere, [Kristjan]! Aitäh vastuse eest.", "greeted"),
    ("Proua [Leppik] ütles, et hr. [Saarega] on räägitud.", "titles"),
    ("Helistas pr [Kuusk] sotsiaalosakonnast.", "a title and a common word"),
    ("Direktor [Rebane] lubas. Dr. [Ploompuu] ravis.", "offices"),
    ("Koolijuht [Toompuule] saadeti kiri.", "an office as the end of a compound"),
    ("Parimate soovidega\n[Juhan Kask]", "signature on a line of its own"),
    ("Palun parandage ära. Lugupidamisega [Mari Maasikas]", "signature in the same line"),
    ("Lugupidamisega, [mari maasikas]", "signature written small"),
    ("Best regards\n[John]", "English signature"),
    ("С уважением, [Наталья]", "Russian signature"),
    ("Minu poeg [Karl-Erik] käib koolis. Õpetaja [M. Sepp] on haige.", "double name, initial"),
    ("Kirja saatis [A.-L. Kask].", "double initial"),
    ("Suur tänu [Sirjele] ja [Aivarile] abi eest!", "given names in a case"),
    ("[Ülle Kasega] rääkisin. [Toomas Tammele] öeldi. [Peeter Sepalt] küsiti.", "full names in a case"),
    ("Kas [Tiidule], [Priidule] ja [Mardile] on antud?", "given names whose stem changes"),
    ("Pahandas [Jevgeni Petrov]. [Petrovi] tütar nägi.", "Russian name in Estonian"),
    ("Kirjutas [Karsten Forsterling], kes siin ei ela.", "foreign name that no list has"),
    ("My neighbour Mrs [Brown] said that [John Smith] is away.", "English"),
    ("Меня зовут [Иван Петрович Сидоров]. Соседка [Мария Иванова] шумит.", "Russian, with patronymic"),
    ("Спросите у [Ольги Смирновой]. Позвоните господину [Кузнецову].", "Russian, declined"),
    ("[Дмитрию Соколову] передайте привет.", "Russian, dative at the beginning"),
]
STAY = [
    "Kalevi tänaval on auk. Anne kanal. Jakob Hurda tänav 3. klassi lapsed.",
    "Kristjan Jaak Petersoni kool, Oskar Lutsu raamatukogu, A. H. Tammsaare park, Lydia Koidula muuseum.",
    "Tere Tartu! Buss 12 Annelinnas hilines. Raekoja platsil on auk. Toomemäel on prügi. Emajõe ääres on külm.",
    "Kas Maarjamõisa haiglas on vaba aeg? Eesti Energia arve tuli. Omniva pakk on Selveris.",
    "Lugupidamisega,\nTartu Linnavalitsus",
    "Sotsiaalkindlustusamet, Töötukassa ja Päästeamet ei vasta.",
    "Mai lõpus, jaanuaris ja Jüripäeval on laat. Esmaspäeval ei ole.",
    "Õnne ja rõõmu! Hele lamp. Kaja on suur. Lea buss tuli.",
    "I live in Tartu. On Monday the bus was late. The lamp near Town Hall Square is broken.",
    "На улице Тамме в Тарту не горит лампа. Спасибо Тартускому самоуправлению.",
    "Bolti tõuksid vedelevad Ülikooli tänaval, Facebookis kirjutati. BMW parkis, MK-etapil ja USAs.",
    "PRÜGI ON VIIMATA! PALUN VASTAKE.",
]


@pytest.mark.parametrize(("marked", "why"), FOUND, ids=[why for _, why in FOUND])
def test_names_are_found(marked: str, why: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    found = [text[start:end] for _, start, end in find(text, {NAME})]
    assert found == [piece.split("]")[0] for piece in marked.split("[")[1:]]


@pytest.mark.parametrize("text", STAY)
def test_what_is_no_persons_name_stays(text: str) -> None:
    assert redact(text, kinds={NAME}).text == text


@pytest.mark.parametrize(
    ("language", "mark", "address"),
    [("et", "[nimi]", "[aadress]"), ("en", "[name]", "[address]"), ("ru", "[имя]", "[адрес]")],
)
def test_marks_are_in_the_language_of_the_text(language: str, mark: str, address: str) -> None:
    text = "Proua Leppik, Riia 12-5, Tartu"
    assert redact(text, language, PERSONAL).text == f"Proua {mark}, {address}, Tartu"


def test_without_being_asked_only_contacts_go() -> None:
    text = "Jaan Tamm, Riia 12-5, jaan@example.ee"
    assert redact(text).text == "Jaan Tamm, Riia 12-5, [e-post]"
    assert find(text) == find(text, CONTACTS)


def test_what_anyone_may_read_is_kept_in_every_case() -> None:
    keep = {
        plain("Mari Maasikas"),
        plain("info@example.ee"),
        plain("+372 736 1234"),
        plain("Raekoja plats 1, 50089 Tartu"),
    }
    text = "Mari Maasikale või Jaan Tammele: info@example.ee, 7361234, Raekoja plats 1"
    assert (
        redact(text, kinds=PERSONAL, keep=keep).text
        == "Mari Maasikale või [nimi]: info@example.ee, 7361234, Raekoja plats 1"
    )
    assert "[nimi]" in redact("Mari Tamm", kinds=PERSONAL, keep=keep).text


def test_only_full_names_and_signatures_where_places_must_stay() -> None:
    text = "Kaarli juures on auk, Rahingel ka. Seda nägi Jaan Tamm; Tamme telefon on kinni. Lugupidamisega Juhan"
    found = [text[start:end] for _, start, end in find_full_names(text)]
    assert found == ["Jaan Tamm", "Tamme", "Juhan"]
    assert find_full_names("Tänavalamp ei põle, Palun parandage.") == []


@given(st.text(alphabet=st.sampled_from("AaBÕõЖж .,-\n'\"12:@„”"), max_size=300))
def test_spans_fit_whatever_the_text(text: str) -> None:
    ends = 0
    for kind, start, end in find(text, PERSONAL):
        assert kind in PERSONAL
        assert ends <= start < end <= len(text)
        ends = end


LONG = [
    "A. ", "Aa ", "A-", ".A", "Jaan ", "Jaan van ", "Jaan Tamm, ", "Lugupidamisega,\n\n", "Riia 12-5 ", "1 aa aa ", "ул. а ",
    "Aa talu, ", "nimi on ", "A'", "EE1 ", "3 8", "“", "hr. ", "5-",
]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    once, twice = (_calls(piece * times) for times in (400, 800))
    assert twice <= 2.3 * once + 200
    find(piece * 8_000, PERSONAL)


def _calls(text: str) -> int:
    """How many calls of functions, methods of patterns included, finding takes once everything is looked up."""
    find(text, PERSONAL)
    counted = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        find(text, PERSONAL)
    finally:
        sys.setprofile(None)
    return counted
