"""The folders of a document system: out whole or not at all, in once, numbers back."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from lxml import etree

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import actions, folders, tasks
from raekoda.channels.dhx.actions import Letter
from raekoda.channels.dhx.capsule import read
from raekoda.channels.dhx.models import Direction, Document, OwnAddress, Route
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.deliveries.models import Status
from tests.channels.dhx.conftest import deliver
from tests.channels.dhx.samples import RESTRICTION, made_bytes, sample, schema


@pytest.fixture
def incoming(municipality: Municipality) -> Path:
    return folders.get_folder(municipality, folders.IN)


@pytest.fixture
def written(
    municipality: Municipality, address: OwnAddress, official: Actor, make_case: Callable[..., Case]
) -> Document:
    """A letter from a case that waits for the document system."""
    case = make_case(contact=cases.ContactData("Mari Maasikas", "mari@example.ee"))
    letter = Letter(title="Ametlik kiri", text="Lugupeetud Mari Maasikas", restrictions=(RESTRICTION,))
    return actions.write(letter, route=Route.FOLDER, case=case, actor=official)


def names(municipality: Municipality, folder: str) -> list[str]:
    return sorted(path.name for path in folders.get_folder(municipality, folder).iterdir())


def test_a_letter_is_laid_out_whole(written: Document, municipality: Municipality) -> None:
    assert deliver() == [Status.SENT]
    out = folders.get_folder(municipality, folders.OUT)
    assert names(municipality, folders.OUT) == [f"{written.ref}.xml"]
    content = (out / f"{written.ref}.xml").read_bytes()
    assert schema().validate(etree.fromstring(content))
    capsule = read(content)
    assert capsule.addressees[0].contact.name == "Mari Maasikas"
    assert (capsule.is_restricted, capsule.files[0].name, capsule.identifier) == (
        True,
        "kiri.docx",
        written.case.number,
    )  # type: ignore[union-attr]
    folders.write_outgoing(written, content)
    assert names(municipality, folders.OUT) == [f"{written.ref}.xml"], "safe twice"


def test_a_full_disk_leaves_no_half_of_a_file(
    written: Document, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders.os, "fsync", full)
    assert deliver() == [Status.WAITING]
    assert names(municipality, folders.OUT) == []


def test_the_number_of_the_document_system_comes_back(
    written: Document, incoming: Path, municipality: Municipality
) -> None:
    registration = {"document": written.ref, "number": "7-1/26/15", "registered_on": "2026-01-07"}
    (incoming / f"{written.ref}.json").write_text(json.dumps(registration))
    tasks.ingest_folders(0)
    written.refresh_from_db()
    assert (written.registration_number, str(written.registered_on)) == ("7-1/26/15", "2026-01-07")
    assert names(municipality, folders.DONE) == [f"{written.ref}.json"]
    (incoming / f"{written.ref}.json").write_text(json.dumps(registration))
    tasks.ingest_folders(0)
    assert JournalEntry.objects.filter(action="exchange.register").count() == 1
    assert names(municipality, folders.DONE) == [f"{written.ref}-2.json", f"{written.ref}.json"]


def test_our_own_capsule_coming_back_registered_tells_the_number(written: Document, incoming: Path) -> None:
    content = written.capsule.open().read().decode()
    assert written.case is not None
    (incoming / "tagasi.xml").write_text(content.replace(written.case.number, "7-1/26/16"), encoding="utf-8")
    tasks.ingest_folders(0)
    written.refresh_from_db()
    assert written.registration_number == "7-1/26/16"
    assert not Document.objects.filter(direction=Direction.IN).exists()


def test_capsules_in_the_folder_become_cases_once(
    incoming: Path, municipality: Municipality, address: OwnAddress
) -> None:
    for name in ("kiri.xml", "sama.xml"):
        (incoming / name).write_bytes(made_bytes())
    (incoming / "teine.xml").write_bytes(made_bytes(title="Teine"))
    (incoming / "pooleli.xml.part").write_bytes(made_bytes(title="Pooleli"))
    (incoming / ".peidus.xml").write_bytes(b"x")
    (incoming / "viit.xml").symlink_to(incoming / "teine.xml")
    tasks.ingest_folders(0)
    assert sorted(Case.objects.values_list("subject", flat=True)) == ["Arvamuse küsimine", "Teine"]
    assert names(municipality, folders.DONE) == ["kiri.xml", "sama.xml", "teine.xml"]
    assert names(municipality, folders.IN) == [".peidus.xml", "pooleli.xml.part", "viit.xml"]
    (incoming / "kiri.xml").write_bytes(made_bytes())
    tasks.ingest_folders(0)
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vigane.xml", b"<a/>", "kapsel"),
        ("x.json", b"[]", "JSON"),
        ("x.json", b'{"document": "puudub", "number": "1"}', "puudub"),
        ("x.json", b'{"document": "x", "number": "1", "registered_on": "homme"}', "JSON"),
        ("pilt.jpg", b"\xff\xd8\xff", "kapsel"),
    ],
)
def test_what_cannot_be_taken_is_put_aside_with_the_reason(
    name: str, content: bytes, words: str, incoming: Path, municipality: Municipality
) -> None:
    (incoming / name).write_bytes(content)
    tasks.ingest_folders(0)
    failed = folders.get_folder(municipality, folders.FAILED)
    assert (failed / name).read_bytes() == content
    assert words in (failed / f"{name}.txt").read_text(encoding="utf-8")
    assert names(municipality, folders.IN) == []


def test_what_is_too_large_is_not_read_into_memory(incoming: Path, municipality: Municipality, settings: Any) -> None:
    settings.RAEKODA_DHX_BYTES = 100
    (incoming / "suur.xml").write_bytes(made_bytes())
    tasks.ingest_folders(0)
    assert names(municipality, folders.FAILED) == ["suur.xml", "suur.xml.txt"]


def test_a_case_of_the_document_system_is_answered_through_it(
    incoming: Path, municipality: Municipality, address: OwnAddress, official: Actor
) -> None:
    (incoming / "kiri.xml").write_bytes(made_bytes())
    tasks.ingest_folders(0)
    cases.answer(Case.objects.get(), text="Linn nõustub.", outcome="answered", actor=official)
    deliver()
    (name,) = names(municipality, folders.OUT)
    answer = read((folders.get_folder(municipality, folders.OUT) / name).read_bytes())
    assert (answer.recipients[0].code, answer.title) == ("70000001", "Re: Arvamuse küsimine")


def test_the_command_imports_a_folder_and_may_be_run_again(tmp_path: Path, municipality: Municipality) -> None:
    (tmp_path / "kiri.xml").write_bytes(made_bytes())
    (tmp_path / "vigane.xml").write_bytes(sample("endpoint/kapsel_21_wrong.xml"))
    outputs = [StringIO(), StringIO()]
    for out in outputs:
        call_command("exchange_import", str(tmp_path), municipality="0793", stdout=out, stderr=StringIO())
    assert outputs[0].getvalue().strip() == "taken 1 registered 0 known 0 failed 1"
    assert outputs[1].getvalue().strip() == "taken 0 registered 0 known 1 failed 1"
    assert (tmp_path / "kiri.xml").exists()
    with pytest.raises(CommandError):
        call_command("exchange_import", str(tmp_path), municipality="9999")
