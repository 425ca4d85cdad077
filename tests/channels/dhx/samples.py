"""Samples and schemas of the state's own adapter, read where they lie; made-up capsules of our own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from raekoda.channels.dhx.capsule import (
    Addressee,
    Capsule,
    CapsuleFile,
    Contact,
    Organisation,
    Party,
    Person,
    Restriction,
    pack,
    write,
)
from tests.shared_data import folder, shared

EGOV = folder() / "egov"
ADAPTER = ("egov", "dhx", "dhx-adapter-ws", "src", "test", "resources")
SCHEMAS = [
    ("egov", "dhx", "dhx-adapter-core", "src", "main", "resources", "Dvk_kapsel_vers_2_1_eng_est.xsd"),
    (*ADAPTER, "Dvk_kapsel_vers_2_1_eng_est.xsd"),
    ("egov", "dvk", "server", "src", "main", "webapp", "Dvk_kapsel_vers_2_1_eng_est.xsd"),
]
PUBLISHED = sorted(EGOV.rglob("*.xml"))
CAPSULES = [path for path in PUBLISHED if re.search(r"kapsel|dvk_container", path.name)]
GUID = "25892e17-80f6-415f-9c65-7395632f0234"
RESTRICTION = Restriction(date(2026, 1, 5), date(2031, 1, 5), "AvTS § 35 lg 1 p 12", "Näidisamet", identifier="P12")


def schema(*parts: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared(*(parts or SCHEMAS[0]))))


def named(path: Path) -> str:
    """Where a sample lies, for the list of tests."""
    return str(path.relative_to(EGOV))


def sample(name: str) -> bytes:
    return shared(*ADAPTER, *name.split("/")).read_bytes()


def letter(
    content: bytes = b"Tere!\n", name: str = "kiri.txt", mime_type: str = "text/plain", **given: Any
) -> CapsuleFile:
    values = {"guid": GUID[:-4] + "0001", "packed": pack(content), "size": len(content), "is_main": True}
    return CapsuleFile(**{**values, "name": name, "mime_type": mime_type, **given})


def made(**given: Any) -> Capsule:
    """A made-up letter of a made-up authority to the city."""
    capsule = Capsule(
        sender=Party("70000001"),
        recipients=(Party("75006546"),),
        addressees=(Addressee(contact=Contact(Organisation("Tartu linn", "75006546"))),),
        guid=GUID,
        kind="Kiri",
        identifier="7-1/123",
        registered_at=datetime(2026, 1, 5, 8, 0, tzinfo=UTC),
        title="Arvamuse küsimine",
        files=(letter(),),
        abstract="Palume linna arvamust kavandatava jalgtee kohta.",
        creator=Contact(
            Organisation("Näidisamet", "70000001", position="peaspetsialist"), Person("Kalle Kask"),
            phone="+372 600 0001", email="kalle.kask@example.ee",
        ),
    )  # fmt: skip
    return replace(capsule, **given)


def made_bytes(**given: Any) -> bytes:
    return write(made(**given))
