"""Opening a case: any text that people can type, and rejection of invalid data."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raekoda.casework.cases.actions import CaseError, ContactData
from raekoda.casework.cases.models import Case
from raekoda.identity.places.models import Area
from raekoda.platform.core.fields import Point
from raekoda.platform.core.files import PreparedFile
from raekoda.platform.core.text import clean_text
from raekoda.registry.services.models import Service
from tests.shared_data import shared

TARTU = {"type": "Polygon", "coordinates": [[[26.6, 58.3], [26.85, 58.3], [26.85, 58.43], [26.6, 58.43], [26.6, 58.3]]]}
ELVA = {"type": "Polygon", "coordinates": [[[26.2, 58.1], [26.6, 58.1], [26.6, 58.3], [26.2, 58.3], [26.2, 58.1]]]}


@pytest.fixture
def boundaries(municipality) -> None:
    for code, name, shape in (("0793", "Tartu linn", TARTU), ("0171", "Elva vald", ELVA)):
        lons = [lon for lon, _ in shape["coordinates"][0]]
        lats = [lat for _, lat in shape["coordinates"][0]]
        Area.objects.create(
            kind=Area.Kind.MUNICIPALITY, code=code, name=name, geometry=shape, west=min(lons), east=max(lons),
            south=min(lats), north=max(lats),
        )  # fmt: skip


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00\x01"])
def test_nothing_said_is_no_case(make_case, text: str) -> None:
    with pytest.raises(CaseError) as refused:
        make_case(text=text)
    assert refused.value.field == "text"
    assert not Case.objects.exists()


def test_too_long_a_text_is_refused_with_a_way_out(make_case) -> None:
    make_case(text="a" * 20_000)
    with pytest.raises(CaseError, match=r"20000|20 000"):
        make_case(text="a" * 20_001)


def test_place_elsewhere_is_refused_and_the_right_municipality_named(make_case, boundaries, other_municipality) -> None:
    assert make_case(point=Point(26.72, 58.38)).point == Point(26.72, 58.38)
    with pytest.raises(CaseError) as refused:
        make_case(point=Point(26.42, 58.22))
    assert refused.value.field == "point"
    assert "Elva vald" in refused.value.message
    assert "http://elva.localhost" in refused.value.message
    with pytest.raises(CaseError) as refused:
        make_case(point=Point(20.0, 58.2))
    assert "Tartu linn" in refused.value.message


@pytest.mark.parametrize("point", [(float("nan"), 58.0), (float("inf"), 58.0), (200.0, 58.0), (26.0, -91.0)])
def test_point_that_is_nowhere_is_refused(make_case, point) -> None:
    with pytest.raises(CaseError) as refused:
        make_case(point=Point(*point))
    assert refused.value.field == "point"


def test_service_that_needs_a_place_gets_one_or_an_address(make_case, lights) -> None:
    lights.needs_place = True
    lights.save()
    with pytest.raises(CaseError):
        make_case(service=lights)
    assert make_case(service=lights, address="Rüütli 3").address == "Rüütli 3"


def test_service_of_another_municipality_is_refused(make_case, other_municipality) -> None:
    from raekoda.platform.core.tenancy import municipality_scope

    with municipality_scope(other_municipality):
        elsewhere = Service.objects.create(municipality=other_municipality, code="x", slug="x", name="X")
    with pytest.raises(CaseError):
        make_case(service=elsewhere)


@pytest.mark.parametrize(
    "email",
    [
        "mari",
        "mari@",
        "@example.ee",
        "mari@example.ee\nBcc: x@example.ee",
        "a" * 250 + "@example.ee",
        "m ari@example.ee",
    ],
)
def test_what_is_no_address_is_refused(make_case, email: str) -> None:
    with pytest.raises(CaseError) as refused:
        make_case(contact=ContactData(email=email))
    assert refused.value.field == "email"


def test_empty_contact_is_no_contact(make_case) -> None:
    assert make_case(contact=ContactData(name="  ", email="", phone="")).contact is None


def test_files_are_stored_under_random_names_and_hidden(make_case, lights, settings) -> None:
    file = PreparedFile("../../etc/pass\nwd.jpg", b"content", "image/jpeg", 4, 3, b"small")
    case = make_case(service=lights, files=[file])

    (kept,) = case.attachments.all()
    assert kept.file.read() == b"content"
    assert kept.thumbnail.read() == b"small"
    assert "passwd" not in kept.file.name
    assert "/" not in kept.name
    assert not kept.is_public
    assert kept.message == case.messages.get()


def test_files_of_a_case_that_fails_do_not_stay(make_case, monkeypatch, settings) -> None:
    from pathlib import Path

    def stored() -> set[Path]:
        return set(Path(settings.MEDIA_ROOT).rglob("*.jpg"))

    before = stored()
    monkeypatch.setattr("raekoda.casework.cases.actions.opening.journal", _broken)
    with pytest.raises(RuntimeError):
        make_case(files=[PreparedFile("a.jpg", b"x", "image/jpeg", 1, 1, b"y")])
    assert stored() == before
    assert not Case.objects.exists()


def _broken(*args: object, **kwargs: object) -> None:
    raise RuntimeError("no journal")


def test_naughty_strings_are_stored_or_rejected(make_case, lights) -> None:
    strings = json.loads(shared("security", "blns", "blns.json").read_text())
    fields: set[str] = set()
    for number, text in enumerate(strings):
        try:
            case = make_case(
                text=text, subject=text[:50], address=text, service=lights, contact=ContactData(name=text),
                attributes={text: [text]}, external_source=text, external_id=f"{number} {text[:100]}",
            )  # fmt: skip
        except CaseError as refused:
            fields.add(refused.field)
            continue
        kept = Case.objects.get(pk=case.pk)
        assert kept.messages.get().text.strip()
        assert len(kept.subject) <= 160
    assert fields <= {"text"}
    assert Case.objects.count() > len(strings) - 9


def test_data_is_stored_without_characters_the_database_rejects(make_case) -> None:
    case = make_case(attributes={"a\x00": ["x\x00y", 1, None, float("nan"), {"b": "\ud800c"}]}, external_id="1\x00")
    assert Case.objects.get(pk=case.pk).attributes == {"a": ["xy", 1, None, "nan", {"b": "c"}]}
    with pytest.raises(CaseError):
        make_case(external_id="x" * 121)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=300), name=st.text(max_size=60))
def test_any_text_is_stored_or_rejected(make_case, text: str, name: str) -> None:
    if not clean_text(text):
        with pytest.raises(CaseError, match=r"\w"):
            make_case(text=text)
        return
    case = make_case(text=text, contact=ContactData(name=name))
    assert Case.objects.get(pk=case.pk).messages.get().text


def test_opening_writes_the_contact_the_case_its_message_and_its_journal_line_and_asks_nothing(
    make_case, lights
) -> None:
    values = {"service": lights, "contact": ContactData("Mari Maasikas", phone="5550 1234")}
    make_case(**values)
    with CaptureQueriesContext(connection) as captured:
        make_case(**values)

    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert [sql.split('"')[1] for sql in statements] == [
        "people_contact", "cases_case", "cases_message", "core_journalentry",
    ]  # fmt: skip
    assert all(sql.startswith("INSERT") for sql in statements)
