"""No cell of a file is a formula, and what is read back is what was written."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.spreadsheets import batched, cell, disarm, lines_for_people, lines_of_data, rearm, workbook
from raekoda.platform.core.tables import read


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "  ="])
def test_a_formula_becomes_text(start: str) -> None:
    text = f'{start}HYPERLINK("http://evil.example")'
    assert cell(text) == disarm(text) == f"'{text}"


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [cell(value) for value in (None, -1, -1.5, "5 - 3", "'tere")] == [None, -1, -1.5, "5 - 3", "'tere"]
    assert cell(Decimal("-12.50")) == Decimal("-12.50")
    assert disarm(-1) == -1


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=60))
def test_disarming_is_undone_whatever_the_text(text: str) -> None:
    assert rearm(disarm(text)) == text
    assert not str(disarm(text)).lstrip(" ").startswith(("=", "+", "-", "@"))


@given(st.text(alphabet=" '=+-@\t\nx", max_size=6))
def test_disarming_is_undone_for_texts_of_signs_that_matter(text: str) -> None:
    assert rearm(disarm(text)) == text


def test_rows_come_in_batches() -> None:
    assert list(batched(range(5), 2)) == [[0, 1], [2, 3], [4]]


ROWS = [["nimi", "summa", "arv"], ['Õunapuu; "vana"', Decimal("1250.50"), -2], ["=1+1", None, 2.125]]


def test_files_for_people_open_in_an_estonian_spreadsheet_program() -> None:
    assert "".join(lines_for_people(ROWS)) == (
        '\ufeffnimi;summa;arv\r\n"Õunapuu; ""vana""";1250,50;-2\r\n\'=1+1;;2,125\r\n'
    )


def test_files_of_data_are_read_back_as_written() -> None:
    text = "".join(lines_of_data(ROWS))
    assert text.startswith("\ufeffnimi,summa,arv\r\n")
    table = read(io.BytesIO(text.encode()))
    assert [row.cells for row in table.rows] == [
        {"nimi": 'Õunapuu; "vana"', "summa": "1250.50", "arv": "-2"}, {"nimi": "=1+1", "summa": "", "arv": "2.125"},
    ]  # fmt: skip


def test_workbooks_hold_numbers_as_numbers_and_formulas_as_text() -> None:
    table = read(io.BytesIO(workbook([("A", [["märkus"]]), ("B", ROWS)])))
    assert table.header == ["nimi", "summa", "arv"]
    assert [list(row.cells.values()) for row in table.rows] == [['Õunapuu; "vana"', 1250.5, -2], ["=1+1", "", 2.125]]
