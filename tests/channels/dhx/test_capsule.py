"""The capsule 2.1: our own reading and checking agrees with the state's schema on everything; what we write it accepts."""

from __future__ import annotations

import base64
import copy
import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from raekoda.channels.dhx import capsule as c
from raekoda.channels.dhx.capsule import values
from raekoda.channels.dhx.capsule.packing import UnpackProblem
from tests.channels.dhx.samples import CAPSULES, RESTRICTION, SCHEMAS, letter, made, made_bytes, named, sample, schema

BAD = ("wrong", "not_kapsel", "container_v1")


def is_valid(content: bytes) -> bool:
    try:
        c.parse(content)
    except c.InvalidCapsule:
        return False
    return True


def schema_says(official: etree.XMLSchema, content: bytes) -> bool:
    try:
        return bool(official.validate(etree.fromstring(content)))
    except etree.XMLSyntaxError:
        return False


@pytest.mark.parametrize("which", SCHEMAS, ids=lambda parts: parts[1] + "/" + parts[2])
@pytest.mark.parametrize("path", CAPSULES, ids=named)
def test_every_sample_is_valid_or_not_as_its_name_and_the_schema_say(path: Path, which: tuple[str, ...]) -> None:
    content = path.read_bytes()
    expected = not any(word in path.name for word in BAD)
    assert is_valid(content) is expected
    assert schema_says(schema(*which), content) is expected


def test_what_a_sample_says_is_read() -> None:
    read = c.read(sample("endpoint/kapsel_21.xml"))
    assert (read.sender.code, [each.code for each in read.recipients]) == ("400", ["401", "10560025"])
    assert (read.kind, read.identifier, read.title, read.is_restricted) == ("Kiri", "213465", "Ettepanek", False)
    assert read.registered_at == datetime(2012, 11, 11, 17, 18, 3, tzinfo=UTC), "without a zone it is Estonian time"
    assert read.addressees[0].contact.name == "Riigi Infosüsteemi Amet"
    assert read.creator is not None
    assert read.creator.address.startswith("Mustamäe tee, 248, 62")
    assert c.unpack(read.files[0].packed, 1_000_000).content.startswith(b"PK"), "whatever its name says"
    assert c.unpack(c.read(sample("kapsel_21.xml")).files[0].packed, 1_000_000).problem == UnpackProblem.DAMAGED


def test_why_a_capsule_is_wrong_is_said() -> None:
    with pytest.raises(c.InvalidCapsule, match='Required XML element "DecContainer/Transport" is missing'):
        c.parse(sample("endpoint/kapsel_21_wrong.xml"))
    with pytest.raises(c.InvalidCapsule, match="not well-formed"):
        c.parse(sample("endpoint/kapsel_21_not_kapsel.xml"))


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)
GUIDS = st.uuids().map(str)
MOMENTS = st.datetimes(datetime(1000, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))
DAYS = st.dates(date(1000, 1, 1))
PHONES = st.text("0123456789 +()-", max_size=20)
PARTIES = st.builds(c.Party, WORDS, WORDS, WORDS)
ORGANISATIONS = st.builds(c.Organisation, WORDS, WORDS, WORDS, WORDS, WORDS)
PERSONS = st.builds(c.Person, WORDS, WORDS, WORDS, WORDS, WORDS)
CONTACTS = st.builds(
    c.Contact, st.none() | ORGANISATIONS, st.none() | PERSONS, PHONES, WORDS, WORDS, WORDS.map(str.strip)
)
FILES = st.builds(
    c.CapsuleFile, GUIDS, WORDS, WORDS, st.binary(max_size=50).map(c.pack), st.none() | st.integers(0, 10**12),
    st.none() | st.booleans(),
)  # fmt: skip
CAPSULE = st.builds(
    c.Capsule,
    sender=PARTIES,
    recipients=st.lists(PARTIES, min_size=1, max_size=3).map(tuple),
    addressees=st.lists(
        st.builds(c.Addressee, st.just("") | GUIDS, WORDS, WORDS, CONTACTS), min_size=1, max_size=3
    ).map(tuple),
    guid=GUIDS,
    kind=WORDS,
    identifier=WORDS,
    registered_at=MOMENTS,
    title=WORDS,
    files=st.lists(FILES, min_size=1, max_size=3).map(tuple),
    is_restricted=st.booleans(),
    restrictions=st.lists(
        st.builds(c.Restriction, DAYS, DAYS, WORDS, WORDS, WORDS, WORDS, st.none() | DAYS), max_size=2
    ).map(tuple),
    language=WORDS,
    abstract=WORDS,
    reply_due=st.none() | DAYS,
    source=st.none() | st.builds(c.Source, WORDS, st.none() | MOMENTS, CONTACTS),
    creator=st.none() | CONTACTS,
    dispatcher=st.none() | CONTACTS,
    signatures=st.lists(st.builds(c.Signature, WORDS, WORDS, WORDS, st.none() | MOMENTS), max_size=2).map(tuple),
)


@settings(max_examples=60)
@given(CAPSULE)
def test_what_we_write_the_schema_accepts_and_we_read_back(capsule: c.Capsule) -> None:
    content = c.write(capsule)
    for which in SCHEMAS:
        assert schema_says(_schema(which), content)
    assert c.read(content) == capsule


@settings(max_examples=150)
@given(st.data())
def test_a_changed_capsule_is_valid_to_us_exactly_when_it_is_to_the_schema(data: st.DataObject) -> None:
    root = copy.deepcopy(_full())
    for _change in range(data.draw(st.integers(1, 3))):
        _change_something(root, data)
    content = etree.tostring(root)
    assert is_valid(content) is schema_says(_schema(SCHEMAS[0]), content), content.decode()


VALUES = st.sampled_from(
    ["", " ", "true", " 1 ", "Avalik", "AK", " AK", "+7", "007", "-0", "12345", " 12345 ", "1e3", "2026-02-29", "2024-02-29",
     "2026-01-05Z", "2026-01-05+14:00", "2026-01-05+14:01", "-0001-01-01", "0000-01-01", "12026-02-28", "02026-01-01",
     "2026-01-05T10:00:00", "2026-01-05T24:00:00", "2026-01-05T24:00:01", "2026-01-05T10:00:60", "2026-01-05T10:00:00.123Z",
     "2026-01-05T10:00", " 2026-01-05T10:00:00 ", "+372 (5)-1", "5550.1", "25892e17-80f6-415f-9c65-7395632f0234",
     "25892E17-80F6-415F-9C65-7395632F0234 ", "tere"]
)  # fmt: skip


def _change_something(root: etree._Element, data: st.DataObject) -> None:
    elements = list(root.iter())
    element = data.draw(st.sampled_from(elements))
    change = data.draw(
        st.sampled_from(["text", "remove", "twice", "swap", "rename", "attribute", "child", "foreign", "tail"])
    )
    parent = element.getparent()
    if change == "text":
        element.text = data.draw(VALUES)
    elif change == "remove" and parent is not None:
        parent.remove(element)
    elif change == "twice" and parent is not None:
        element.addnext(copy.deepcopy(element))
    elif change == "swap" and element.getnext() is not None:
        element.addprevious(element.getnext())
    elif change == "rename":
        element.tag = data.draw(st.sampled_from(elements)).tag
    elif change == "attribute":
        element.set("x", "1")
    elif change == "child":
        etree.SubElement(element, data.draw(st.sampled_from(elements)).tag).text = "x"
    elif change == "foreign":
        element.tag = "{urn:other}" + etree.QName(element).localname
    elif change == "tail" and parent is not None:
        element.tail = data.draw(st.sampled_from(["\n  ", "x"]))


def _full() -> etree._Element:
    """A capsule with something in every corner, so that changes reach every rule."""
    content = made_bytes(
        source=c.Source("1-1", datetime(2026, 1, 1, tzinfo=UTC), c.Contact(c.Organisation("A"), email="a@example.ee")),
        dispatcher=c.Contact(person=c.Person("B", "B", "C", "60001019906", "EE"), phone="+372 5"),
        is_restricted=True, restrictions=(RESTRICTION,), reply_due=date(2026, 2, 1), language="et",
        signatures=(c.Signature("digital", "B", "yes", datetime(2026, 1, 1, tzinfo=UTC)),),
    )  # fmt: skip
    root = etree.fromstring(content)
    more = etree.fromstring(
        f'<x xmlns="{c.NAMESPACE}"><RecordTypeSpecificMetadata><a xmlns="urn:a" b="1">t</a></RecordTypeSpecificMetadata>'
        "<DecMetadata><DecId>1</DecId><DecFolder>/</DecFolder><DecReceiptDate>2026-01-05T10:00:00</DecReceiptDate>"
        "</DecMetadata></x>"
    )
    root.extend(list(more))
    return root


_known: dict[tuple[str, ...], etree.XMLSchema] = {}


def _schema(which: tuple[str, ...]) -> etree.XMLSchema:
    if which not in _known:
        _known[which] = schema(*which)
    return _known[which]


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert c.read(made_bytes(title="Kiri\x00 \x0b\ufffe nr 5")).title == "Kiri  nr 5"


def test_what_makes_no_capsule_is_not_written() -> None:
    for wrong in ({"files": ()}, {"recipients": ()}, {"guid": "7"}, {"registered_at": None}):
        with pytest.raises(c.InvalidCapsule):
            made_bytes(**wrong)


HOSTILE = {
    "entity of a file": b'<!DOCTYPE DecContainer [<!ENTITY x SYSTEM "file:///etc/passwd">]><DecContainer>&x;</DecContainer>',
    "billion laughs": b'<?xml version="1.0"?>\n<!-- a --><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "outside document type": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "entity without declaration": b"<a>&b;</a>",
    "another encoding": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
    "said encoding": b'<?xml version="1.0" encoding="ISO-8859-13"?><a/>',
    "broken letters": b"<a>\xff\xfe</a>",
    "too deep": b"<a>" * 100_000,
    "too much": b"<a>" + b"<b/>" * 1_200_000 + b"</a>",
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused(name: str) -> None:
    with pytest.raises(c.InvalidCapsule):
        c.parse(HOSTILE[name])


def test_files_are_opened_only_as_far_as_is_safe() -> None:
    assert c.unpack(c.pack(b"tere"), 4) == c.Unpacked(b"tere")
    assert c.unpack(c.pack(b"tere!"), 4).problem == UnpackProblem.TOO_LARGE
    bomb = base64.b64encode(gzip.compress(bytes(50_000_000))).decode()
    assert c.unpack(bomb, 1_000_000).problem == UnpackProblem.TOO_LARGE
    many = base64.b64encode(gzip.compress(b"") * 1000).decode()
    assert c.unpack(many, 1_000_000).problem == UnpackProblem.TOO_LARGE
    assert c.unpack(base64.b64encode(gzip.compress(b"a") + gzip.compress(b"b")).decode(), 9).content == b"ab"
    assert c.unpack("???", 9).problem == UnpackProblem.NOT_BASE64
    assert c.unpack(base64.b64encode(b"PK\x03\x04").decode(), 9).problem == UnpackProblem.NOT_GZIP
    assert c.unpack(base64.b64encode(gzip.compress(b"tere")[:-6]).decode(), 9).problem == UnpackProblem.DAMAGED


def test_moments_beyond_python_are_valid_but_unknown() -> None:
    assert values.is_datetime("12026-02-28T10:00:00")
    assert values.parse_datetime("12026-02-28T10:00:00") is None
    assert values.parse_datetime("2026-01-05T24:00:00Z") == datetime(2026, 1, 6, tzinfo=UTC)
    assert values.parse_datetime("2026-01-05T10:00:00.5+02:00") == datetime(2026, 1, 5, 8, 0, 0, 500_000, tzinfo=UTC)
    assert values.parse_date("0001-01-01") == date(1, 1, 1)
    assert letter(b"").size == 0
    assert made().sender.code == "70000001"
