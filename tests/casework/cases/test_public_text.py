"""The public text of a report: people's names are removed, streets named after people stay."""

from __future__ import annotations

import pytest

from raekoda.casework.cases.privacy import without_people
from raekoda.identity.places.models import Address
from raekoda.platform.core.geometry import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope

NAME = "[nimi eemaldatud]"


@pytest.fixture
def streets(municipality: Municipality) -> None:
    for text in ("Jakob Hurda 3", "A. H. Tammsaare 8", "Riia 2"):
        Address.objects.create(municipality=municipality, text=text, search_text=text.lower(), point=Point(26.7, 58.4))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jakob Hurda 3 ees on auk.", ""),
        ("Jakob Hurda 5a juures ei põle lamp.", ""),
        ("Jakob Hurda elab seal.", "Jakob Hurda"),
        ("Jaan Tamm 3 korda helistas.", "Jaan Tamm"),
        ("Auk on Jakob Hurda 3 ees, rääkis Mari Maasikas.", "Mari Maasikas"),
        ("Naaber Tamm parkis haljasalale.", "Tamm"),
        ("Küsige proua Kaselt.", "Kaselt"),
    ],
)
def test_names_are_removed_and_streets_stay(municipality: Municipality, streets: None, text: str, name: str) -> None:
    with municipality_scope(municipality):
        redaction = without_people(text, None)
    assert [text[start:end] for _, start, end in redaction.found] == ([name] if name else [])
    assert name == "" or name not in redaction.text


def test_a_street_of_another_municipality_is_a_name(municipality: Municipality, streets: None) -> None:
    with municipality_scope(municipality):
        Address.objects.all().delete()
        assert "Hurda" not in without_people("Jakob Hurda 3 ees on auk.", None).text
