"""A resident searches the city's published words."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search.index import count_terms, put, remove
from raekoda.platform.search.models import Term
from raekoda.platform.search.queries import search, suggest
from tests.shared_data import naughty_strings, shared

LIGHTS = (
    "service",
    "valgus",
    "et",
    "Tänavavalgustuse korrashoid",
    "Teata katkisest tänavavalgustist.",
    "/teenused/valgus/",
)
DOGS = (
    "answer",
    "koerad",
    "et",
    "Kas koer peab olema rihmas?",
    "Linna pargis peab koer olema rihmas.",
    "/vastused/koerad/",
)
BINS = ("service", "prygi", "ru", "Вывоз мусора", "Городские урны вывозят каждую неделю.", "/ru/teenused/prygi/")


@pytest.fixture
def content(municipality: Municipality) -> Municipality:
    put(municipality, *LIGHTS, synonyms="lamp ei põle\npime tänav")
    put(municipality, *DOGS)
    put(municipality, *BINS)
    return municipality


def keys(text: str, language: str = "et", **options: object) -> list[str]:
    return [hit.key for hit in search(text, language, **options).hits]  # type: ignore[arg-type]


def test_every_case_of_a_word_finds_it(content: Municipality) -> None:
    assert keys("koertega parkides") == ["koerad"]
    assert keys("tänavavalgustust")[0] == "valgus"
    assert keys("мусор", "ru") == ["prygi"]


def test_residents_own_words_find_the_service(content: Municipality) -> None:
    assert keys("lamp on väljas kustunud")[0] == "valgus"


def test_a_question_in_another_language_than_the_page(content: Municipality) -> None:
    assert keys("когда вывозят мусор", "et") == ["prygi"]


def test_a_misspelt_word_is_understood_and_said(content: Municipality) -> None:
    found = search("tänavavalgusuts", "et")
    assert [hit.key for hit in found.hits] == ["valgus"]
    assert found.corrected == "tänavavalgustus"


def test_a_word_of_the_language_is_not_called_misspelt(content: Municipality) -> None:
    found = search("tänavu", "et")
    assert [hit.key for hit in found.hits] == ["valgus"]
    assert found.corrected is None


def test_found_words_are_marked_and_the_rest_is_escaped(municipality: Municipality) -> None:
    put(municipality, "page", "1", "et", "Kiik <b>", "Mänguväljaku <script>alert(1)</script> kiiged on uued.", "/x/")
    (hit,) = search("kiikede", "et").hits
    assert hit.marked_title == "<mark>Kiik</mark> &lt;b&gt;"
    assert "<mark>kiiged</mark>" in hit.snippet and "<script>" not in hit.snippet


def test_typing_help_knows_unfinished_and_misspelt_words(content: Municipality) -> None:
    assert [hit.key for hit in suggest("tänavaval", "et")] == ["valgus"]
    assert [hit.key for hit in suggest("koer pe", "et")] == ["koerad"]
    assert [hit.key for hit in suggest("korashoid", "et")] == ["valgus"]
    assert suggest("", "et") == []


def test_kinds_limit_the_search(content: Municipality) -> None:
    put(content, "page", "2", "et", "Koerte väljak", "Koerad jooksevad.", "/p/")
    assert set(keys("koer")) == {"koerad", "2"}
    assert keys("koer", kinds=["page"]) == ["2"]


def test_what_is_taken_out_or_changed_is_not_found(content: Municipality) -> None:
    put(content, *DOGS[:3], "Kassid", "Kass on vaba.", "/k/")
    assert keys("rihm") == []
    assert keys("kass") == ["koerad"]
    remove(content, "answer", "koerad")
    assert keys("kass") == []


def test_counts_of_terms_stay_right(content: Municipality) -> None:
    put(content, *DOGS[:3], "Kassid", "Kass on vaba, koer mitte.", "/k/")
    remove(content, "service", "valgus", "et")
    kept = set(Term.objects.filter(documents__gt=0).values_list("language", "text", "documents"))
    count_terms(content)
    assert kept == set(Term.objects.values_list("language", "text", "documents"))


def test_other_municipalities_see_nothing_of_it(content: Municipality, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        assert keys("koer") == [] and suggest("koe", "et") == []
        put(other_municipality, *DOGS)
        remove(other_municipality, "answer", "koerad")
    assert keys("koer") == ["koerad"]


def test_few_queries_however_long_the_question(content: Municipality, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        search("koer kass valgus pime tänav rihm park linn kiik muu asi seegi", "et")


@pytest.mark.django_db
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_no_text_breaks_search(content: Municipality, text: str) -> None:
    cleaned = text.replace("\x00", "")
    search(cleaned, "et")
    suggest(cleaned, "ru")


def test_naughty_strings_as_content_and_as_question(municipality: Municipality) -> None:
    strings = naughty_strings(1)
    for number, text in enumerate(strings):
        put(municipality, "page", str(number), "et", text.replace("\x00", "") or "-", text.replace("\x00", ""), "/")
        if number % 2 == 0:
            search(text, "et")
            suggest(text, "et")


def test_estonian_questions_find_their_paragraph(municipality: Municipality) -> None:
    """EstQA: with words alone the paragraph of the answer is first for well over half of the questions."""
    data = json.loads(shared("estqa", "EstQA-train-v1.0.json").read_text())["data"]
    paragraphs = list(dict.fromkeys(row["context"] for row in data))
    for number, paragraph in enumerate(paragraphs):
        put(municipality, "page", str(number), "et", "", paragraph, "/")
    questions = [(row["question"], str(paragraphs.index(row["context"]))) for row in data[::5]]
    ranks = []
    for question, key in questions:
        found = keys(question, limit=10)
        ranks.append(1 / (found.index(key) + 1) if key in found else 0.0)
    first = sum(rank == 1 for rank in ranks) / len(ranks)
    print(f"R@1 {first:.3f} MRR {sum(ranks) / len(ranks):.3f} over {len(ranks)} questions")
    assert first > 0.68
