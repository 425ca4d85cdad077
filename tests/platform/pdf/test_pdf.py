"""Documents that anybody can read: tagged, in three languages, and nothing that is put into them is ever markup."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from raekoda.platform.core.models import Municipality
from raekoda.platform.pdf import PdfError, pdf, rendering

NASTY = [
    '#panic("x") #include "/core/models.py" #read("/core/models.py")',
    "$x^2$ *bold* _it_ `raw` @ref <label> // comment /* gone */ \\ ~ -- [a] {b}",
    '") + sys.inputs.data + ("',
    "= Heading\n- list\n+ numbered\n#set page(fill: red)",
    "<script>alert(1)</script> ${7*7} {{ 7*7 }} %(x)s {page} {pages}",
]


def made(sections: list[dict[str, Any]], *, title: str = "Otsus", language: str = "et", **data: Any) -> PdfReader:
    return PdfReader(io.BytesIO(pdf("letter", {"sections": sections, **data}, title=title, language=language)))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def structure(reader: PdfReader) -> list[str]:
    """The kinds of all elements of the structure tree, in reading order."""
    kinds: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                kinds.append(str(node["/S"]))
            walk(node.get("/K"))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return kinds


def test_a_letter_on_the_letterhead_of_the_municipality(municipality: Municipality) -> None:
    municipality.street_address, municipality.email = "Raekoja plats 1a", "lv@example.ee"
    table = {"head": ["Laps", "Summa"], "body": [["Jüri", Decimal("50.00")]], "right": [1]}
    reader = made(
        [
            {
                "heading": "Otsus",
                "text": "Määran toetuse.\nTeine rida.",
                "rows": [["Laps", "Jüri Õunapuu"]],
                "table": table,
            }
        ],
        title="Koolitoetuse määramine",
        date=date(2026, 9, 20),
        number="2026-000017",
        to="Mari Maasikas",
        signature="Ülle Ametnik",
    )
    text = words(reader)
    for part in (
        "Tartu linn",
        "Raekoja plats 1a",
        "lv@example.ee",
        "Koolitoetuse määramine",
        "2026-000017",
        "2026-09-20",
    ):
        assert part in text
    for part in ("Mari Maasikas", "Jüri Õunapuu", "50.00", "Määran toetuse.", "Lk 1/1", "Ülle Ametnik"):
        assert part in text


def test_it_is_tagged_and_says_its_title_and_language(municipality: Municipality) -> None:
    reader = made([{"heading": "A", "table": {"head": ["x"], "body": [["y"]]}}], title="Otsus õ ja š")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "et"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == "Otsus õ ja š"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    kinds = structure(reader)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(kinds)
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/Table")


def test_fonts_are_in_the_document(municipality: Municipality) -> None:
    reader = made([{"text": "Šokolaad ja žest. Решение о назначении пособия. Ёлка."}])
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.get_object())


@pytest.mark.parametrize(
    ("language", "text", "page"),
    [
        ("et", "Põhjendus: laps õpib 1. klassis, žürii nõustus.", "Lk 1/1"),
        ("en", "Reasons: the child is in the first year.", "Page 1 of 1"),
        ("ru", "Основание: ребёнок учится в первом классе.", "Стр. 1 из 1"),
    ],
)
def test_in_three_languages(municipality: Municipality, language: str, text: str, page: str) -> None:
    reader = made([{"text": text}], language=language)
    assert reader.trailer["/Root"]["/Lang"] == language
    assert text in words(reader)
    assert page in words(reader)


@pytest.mark.parametrize("nasty", NASTY)
def test_what_people_write_is_never_markup(municipality: Municipality, nasty: str) -> None:
    reader = made(
        [{"heading": nasty, "text": nasty, "rows": [[nasty, nasty]], "table": {"head": [nasty], "body": [[nasty]]}}],
        title=nasty,
        to=nasty,
    )
    assert without_spaces(words(reader)).count(without_spaces(nasty)) == 8
    assert "TenantModel" not in words(reader)


def without_spaces(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def test_letters_without_a_font_become_boxes_and_the_rest_stays(municipality: Municipality) -> None:
    text = words(made([{"text": "Tere 😀 ja 中文, \u202eadib\x07 lõpp"}], title="Kiri 中"))
    assert "Tere □ ja □□, adib lõpp" in text
    assert "Kiri □" in text


def test_many_pages_are_numbered(municipality: Municipality) -> None:
    reader = made([{"text": "\n\n".join(f"Lõik {number}. " + "Pikk jutt. " * 40 for number in range(40))}])
    assert len(reader.pages) > 2
    assert f"Lk 2/{len(reader.pages)}" in reader.pages[1].extract_text()


def test_the_coat_of_arms_has_words_for_it(municipality: Municipality) -> None:
    municipality.theme = {"coat_of_arms": "/static/core/img/raekoda.svg"}
    municipality.save()
    reader = made([{"text": "Tekst"}])
    assert "/Figure" in structure(reader)


@pytest.mark.parametrize(
    "address", ["/failid/../../settings.svg", "https://example.ee/x.svg", "/static/nope.svg", "/etc/x.svg", "x"]
)
def test_a_strange_coat_of_arms_is_left_out(municipality: Municipality, address: str) -> None:
    municipality.theme = {"coat_of_arms": address}
    assert "/Figure" not in structure(made([{"text": "Tekst"}]))


def test_what_is_too_large_or_too_slow_is_refused(municipality: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PdfError):
        made([{"text": "a" * (rendering.MAX_DATA_BYTES + 1)}])
    monkeypatch.setattr(rendering, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(PdfError):
        made([{"text": "a"}])


def test_an_unknown_template_and_a_broken_one(municipality: Municipality) -> None:
    with pytest.raises(LookupError):
        pdf("no-such-paper", {}, title="x")
    with pytest.raises(PdfError):
        pdf("letter", {}, title="sections are missing")
