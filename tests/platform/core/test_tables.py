"""Tables as people save them: any code page, separator, title rows, sheet; what is not certain is refused in words."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.spreadsheets import workbook
from raekoda.platform.core.tables import InvalidTable, coding_of, read

TEXT = "kood;nimi\nP1;Šokolaadi põik\nP2;Õunapuu tänav\n"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1257", "utf-16", "utf-16-le", "utf-16-be"])
def test_estonian_in_any_code_page(coding: str) -> None:
    table = read(io.BytesIO(TEXT.encode(coding)))
    assert table.header == ["kood", "nimi"]
    assert [row.cells["nimi"] for row in table.rows] == ["Šokolaadi põik", "Õunapuu tänav"]


@pytest.mark.parametrize("coding", ["cp1251", "koi8-r"])
def test_russian_in_any_code_page(coding: str) -> None:
    text = "kood;nimi\nP1;Нарвская улица, дом пять\n"
    assert [row.cells["nimi"] for row in read(io.BytesIO(text.encode(coding))).rows] == ["Нарвская улица, дом пять"]


def test_a_code_page_shows_only_far_down() -> None:
    text = "kood;nimi\n" + "P;tavaline\n" * 200_000 + "Q;Õunapuu šokolaad\n"
    assert coding_of(io.BytesIO(text.encode("cp1257"))) == "cp1257"


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("sep=;\na;b\n1;2\n", ["a", "b"]),
        ("SEP=,\r\na,b;c\r\n1,2\r\n", ["a", "b;c"]),
        ('"sep=|"\na|b\n1|2\n', ["a", "b"]),
        ("sep=\t\na\tb\n1\t2\n", ["a", "b"]),
        ("Pargid 2026\n\na;b;c\n1;2;3\n4;5;6\n", ["a", "b", "c"]),
        ("Pargid 2026;;\nSeis;1.12;\na;b;c\n1;2;3\n", ["a", "b", "c"]),
        ('a;"b, c, d, e";f\n1;x, y;2\n', ["a", "b, c, d, e", "f"]),
        ('a,"b;c;d;e",f\n1,2,3\n', ["a", "b;c;d;e", "f"]),
        ('a;"b\nc"\n1;"2\n3"\n', ["a", "b c"]),
        ("\ufeff a ;b\u200b\n1;2\n", ["a", "b"]),
    ],
)
def test_the_header_is_found(text: str, header: list[str]) -> None:
    table = read(io.BytesIO(text.encode()))
    assert table.header == header
    assert next(iter(table.rows)).cells[header[0]] in {"1", "P1"}


def test_rows_keep_their_numbers_and_say_when_they_have_too_much() -> None:
    rows = list(read(io.BytesIO(b"Title\na,b\n1,2\n\n3,4,5\n6,7,\n")).rows)
    assert [(row.number, row.surplus) for row in rows] == [(3, False), (5, True), (6, False)]


def test_somebody_may_know_the_header() -> None:
    content = b"x,y\n1,2\ncode,name\nA,B\n"
    assert read(io.BytesIO(content), lambda names: "code" in names).header == ["code", "name"]
    with pytest.raises(InvalidTable):
        read(io.BytesIO(content), lambda names: "kood" in names)


def test_the_sheet_with_the_table_is_found() -> None:
    content = workbook(
        [("Kaas", [["Pargid"]]), ("Andmed", [["Seis", ""], ["a", "b"], [1, "x"]]), ("Muu", [["c", "d"]])]
    )
    table = read(io.BytesIO(content))
    assert table.header == ["a", "b"]
    assert [(row.number, row.cells) for row in table.rows] == [(3, {"a": 1, "b": "x"})]


@pytest.mark.parametrize("content", [b"a;a\n1;2\n", b"Nimi;nimi \n1;2\n"])
def test_two_columns_of_one_name_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidTable, match=r"a|imi"):
        read(io.BytesIO(content))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"one line", b"PK\x03\x04 no workbook"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidTable):
        read(io.BytesIO(content))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        list(read(io.BytesIO(content)).rows)
    except InvalidTable:
        return
