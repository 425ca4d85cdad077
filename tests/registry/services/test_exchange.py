"""Export of the register as a spreadsheet and import of the changed file."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.search.models import Document
from raekoda.registry.services import actions
from raekoda.registry.services.exchange import columns, importing, sheets, staff_export
from raekoda.registry.services.exchange.importing import Change
from raekoda.registry.services.models import Channel, ChannelYear, Service
from tests.registry.services.conftest import Make
from tests.shared_data import shared

FORMATS = ["xlsx", "csv"]


def changes(preview: importing.Preview) -> list[str]:
    return [row.change.value for row in preview.rows]


def problems(preview: importing.Preview) -> str:
    return "\n".join(problem for row in preview.rows for problem in row.problems)


def table(*rows: dict[str, str]) -> bytes:
    """A CSV of rows, columns by the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("data_format", FORMATS)
def test_importing_an_export_changes_nothing(
    data_format: str, lighting: Service, make_service: Make, municipality: Municipality
) -> None:
    make_service("mustand", "Mustand", status="draft", related=[lighting])
    make_service("vana", "Vana teenus", status="retired")
    content = staff_export.export(data_format)
    preview = importing.preview_file(content, f"a.{data_format}", municipality)
    assert problems(preview) == ""
    assert changes(preview) == ["same"] * 3
    before = JournalEntry.objects.count()
    importing.apply(preview, Actor.system())
    assert JournalEntry.objects.count() == before + 1, "only the line about the import itself"


@pytest.mark.parametrize("data_format", FORMATS)
def test_the_whole_register_can_be_built_again_from_its_file(
    data_format: str, lighting: Service, make_service: Make, municipality: Municipality
) -> None:
    make_service("teine", "Teine", related=[lighting])
    content = staff_export.export(data_format)
    for service in Service.objects.all():
        service.delete()
    preview = importing.preview_file(content, "a", municipality)
    assert problems(preview) == ""
    assert changes(preview) == ["new", "new"]
    importing.apply(preview, Actor.system())
    assert staff_export.export(data_format) == content or data_format == "xlsx"
    again = importing.preview_file(content, "a", municipality)
    assert changes(again) == ["same", "same"]
    lamp = Service.objects.get(code="tartu-100")
    assert [(c.kind, c.name_en or None, [y.volume for y in c.years.all()]) for c in lamp.channels.all()] == [
        ("phone", "Info line", [1200]),
        ("eservice", None, []),
    ]
    assert Document.objects.filter(title="Street lighting").exists()


def test_a_changed_cell_changes_the_published_service(lighting: Service, municipality: Municipality) -> None:
    book = openpyxl.load_workbook(io.BytesIO(staff_export.export("xlsx")))
    sheet = book["teenused"]
    column = [cell.value for cell in sheet[1]].index("name_et") + 1
    sheet.cell(2, column).value = "Linnavalgustus"
    book["näitajad"].cell(2, 4).value = 1300
    out = io.BytesIO()
    book.save(out)
    preview = importing.preview_file(out.getvalue(), "a.xlsx", municipality)
    assert [(row.change, row.changed) for row in preview.rows] == [(Change.CHANGED, ["name_et", "channels"])]
    assert Service.objects.get().name_et == "Tänavavalgustus", "a preview writes nothing"
    importing.apply(preview, Actor.system())
    assert Service.objects.get().name_et == "Linnavalgustus"
    assert ChannelYear.objects.get().volume == 1300
    assert Document.objects.filter(language="et").get().title == "Linnavalgustus"
    assert changes(importing.preview_file(out.getvalue(), "a.xlsx", municipality)) == ["same"]


def test_a_column_that_is_missing_leaves_its_field_and_an_empty_cell_empties_it(
    lighting: Service, municipality: Municipality
) -> None:
    content = table({"code": "tartu-100", "place_et": ""})
    importing.apply(importing.preview_file(content, "a.csv", municipality), Actor.system())
    service = Service.objects.get()
    assert service.place_et == ""
    assert service.name_et == "Tänavavalgustus"
    assert service.channels.count() == 2


def test_rows_with_errors_are_reported_and_nothing_is_written(lighting: Service, municipality: Municipality) -> None:
    content = table(
        {"code": "tartu-100", "name_et": "", "slug": "tanavavalgustus", "unit": "Puuduv osakond", "takes_reports": "vist",
         "target_groups": "residents; marslased", "fee_amount": "palju", "topics": "olematu", "status": "published"},
        {"code": "uus 1", "name_et": "Uus", "slug": "uus", "unit": "", "takes_reports": "ei", "target_groups": "",
         "fee_amount": "-5", "topics": "", "status": "published"},
        {"code": "", "name_et": "Nimeta", "slug": "tanavavalgustus", "unit": "", "takes_reports": "", "target_groups": "",
         "fee_amount": "", "topics": "", "status": "olemas"},
        {"code": "", "name_et": "Kaks", "slug": "uus", "unit": "", "takes_reports": "", "target_groups": "",
         "fee_amount": "", "topics": "", "status": ""},
    )  # fmt: skip
    preview = importing.preview_file(content, "a.csv", municipality)
    assert changes(preview) == ["bad", "bad", "bad", "bad"]
    found = problems(preview)
    for words in (
        "Puuduv osakond",
        "vist",
        "marslased",
        "palju",
        "olematu",
        "fee_amount",
        "tartu-100",
        "olemas",
        "code",
    ):
        assert words in found
    assert len(preview.rows[0].problems) >= 6
    with pytest.raises(ValueError, match="bad rows"):
        importing.apply(preview, Actor.system())
    assert Service.objects.count() == 1


def test_a_new_service_gets_the_next_free_code(lighting: Service, municipality: Municipality) -> None:
    content = table(
        {"code": "", "name_et": "Lumetõrje", "status": "published"}, {"code": "", "name_et": "Kaeveluba", "status": ""}
    )
    importing.apply(importing.preview_file(content, "a.csv", municipality), Actor.system())
    made = {service.name_et: service for service in Service.objects.exclude(pk=lighting.pk)}
    assert (made["Lumetõrje"].code, made["Lumetõrje"].slug, made["Lumetõrje"].live) == ("tartu-101", "lumetorje", True)
    assert (made["Kaeveluba"].code, made["Kaeveluba"].live) == ("tartu-102", False)
    again = importing.preview_file(content, "a.csv", municipality)
    assert not again.is_valid, "rows without code never duplicate existing services"


def test_services_that_name_each_other_come_in_one_file(municipality: Municipality) -> None:
    content = table(
        {"code": "a", "name_et": "A", "related": "b", "status": "published"},
        {"code": "b", "name_et": "B", "related": "a", "status": "published"},
    )
    importing.apply(importing.preview_file(content, "a.csv", municipality), Actor.system())
    assert {s.code: [o.code for o in s.related.all()] for s in Service.objects.all()} == {"a": ["b"], "b": ["a"]}
    assert changes(importing.preview_file(content, "a.csv", municipality)) == ["same", "same"]


def test_an_actor_who_may_not_publish_imports_drafts(make_staff, lighting: Service, municipality: Municipality) -> None:
    owner = Actor.staff(make_staff(Role.SERVICE_OWNER))
    content = table({"code": "tartu-100", "name_et": "Uus nimi", "status": "published"})
    importing.apply(importing.preview_file(content, "a.csv", municipality), owner)
    service = Service.objects.get()
    assert service.name_et == "Tänavavalgustus"
    assert service.has_unpublished_changes
    assert service.get_latest_revision_as_object().name_et == "Uus nimi"


def test_status_in_the_file_takes_services_out_of_use_and_back(lighting: Service, municipality: Municipality) -> None:
    for status in ("retired", "published", "draft", "published"):
        content = table({"code": "tartu-100", "status": status})
        importing.apply(importing.preview_file(content, "a.csv", municipality), Actor.system())
        assert Service.objects.get().status == status
        assert Document.objects.exists() == (status == "published")


def test_spreadsheets_never_run_a_formula(make_service: Make, municipality: Municipality) -> None:
    nasty = '=HYPERLINK("http://example.ee","x")'
    make_service("kuri", nasty, code="kuri", fee_et="+372 1", place_et="-1", contact_et="@SUM(A1)", words_et="'=1",
                 channels=[Channel(kind="phone", link="+372 1789")])  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(staff_export.export("csv").decode("utf-8-sig"))))
    for name in ("name_et", "fee_et", "place_et", "contact_et", "words_et"):
        assert rows[0][name].startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(staff_export.export("xlsx")))
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    for data_format in FORMATS:
        preview = importing.preview_file(staff_export.export(data_format), "a", municipality)
        assert changes(preview) == ["same"]


def test_naughty_strings_survive_export_and_import(make_service: Make, municipality: Municipality) -> None:
    strings = [s for s in json.loads(shared("security", "blns", "blns.json").read_text()) if s.strip()]
    text = "\n".join(strings).replace("\x00", "")
    make_service("blns", strings[1][:200] or "x", code="blns", description_et=text, contact_et=text, words_et=text)
    for data_format in FORMATS:
        preview = importing.preview_file(staff_export.export(data_format), "a", municipality)
        assert problems(preview) == ""
        assert changes(preview) == ["same"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04 broken",
        b"name_et\nx\n",
        b"code,lugu\n1,2\n",
        b'code\n"unclosed',
        b"\x00" * 50,
    ],
)
def test_files_that_are_not_tables_are_rejected(content: bytes, municipality: Municipality) -> None:
    with contextlib.suppress(sheets.InvalidTable):
        assert not importing.preview_file(content, "a", municipality).is_valid


def test_commands_do_the_same(
    lighting: Service, municipality: Municipality, other_municipality: Municipality, tmp_path: Path, capsys
) -> None:
    path = tmp_path / "r.xlsx"
    call_command("services_export", str(path), municipality="0793")
    call_command("services_import", str(path), municipality="0793")
    assert "1 same" in capsys.readouterr().out
    bad = tmp_path / "bad.csv"
    bad.write_bytes(table({"code": "x", "name_et": ""}))
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("services_import", str(bad), municipality="0793")
    assert "name_et" in capsys.readouterr().out
    with pytest.raises(CommandError, match="9999"):
        call_command("services_import", str(path), municipality="9999")
    good = tmp_path / "good.csv"
    good.write_bytes(table({"code": "elva-1", "name_et": "Elva teenus", "status": "published"}))
    call_command("services_import", str(good), municipality="0171", dry_run=True)
    assert "dry run" in capsys.readouterr().out
    call_command("services_import", str(good), municipality="0171")
    assert [service.code for service in Service.objects.all()] == ["tartu-100"], "Elva's is not seen here"


def test_an_edit_after_the_preview_is_not_lost_silently(lighting: Service, municipality: Municipality) -> None:
    actions.save_draft(lighting, actor=Actor.system())
    lighting.fee_et = "5 eurot"
    actions.save_draft(lighting, actor=Actor.system())
    preview = importing.preview_file(staff_export.export("csv"), "a.csv", municipality)
    assert changes(preview) == ["same"], "staff export and import the latest draft"


def test_queries_do_not_grow_with_the_register(
    make_service: Make, municipality: Municipality, django_assert_max_num_queries
) -> None:
    for number in range(30):
        make_service(f"teenus-{number}", f"Teenus {number}", channels=[Channel(kind="phone", link="1")])
    with django_assert_max_num_queries(10):
        content = staff_export.export("xlsx")
    with django_assert_max_num_queries(14):
        importing.preview_file(content, "a.xlsx", municipality)


@pytest.mark.parametrize("cell", ["1.250", "1,250", "2.000"])
def test_a_cell_with_two_readings_is_an_error_that_names_both(cell: str) -> None:
    for parse in (columns.parse_decimal, columns.parse_integer):
        with pytest.raises(columns.InvalidCell, match="\u00a0"):
            parse(cell)


@pytest.mark.parametrize("cell", ["1.250,00", "1,250.00", "1 250,00 €", 1250, 1250.0, "1\u202f250"])
def test_a_cell_with_one_reading(cell: object) -> None:
    assert columns.parse_decimal(cell) == 1250
    assert columns.parse_integer(cell) == 1250
