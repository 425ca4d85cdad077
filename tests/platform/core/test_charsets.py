"""Text in whatever character set it was saved."""

from __future__ import annotations

import pytest

from raekoda.platform.core.charsets import decoded, repaired

TEXT = "Õhtul põleb tänavavalgustus, šokolaad ja žanr maksavad 5 €."
RUSSIAN = "Вечером горит уличное освещение, съезд закрыт."


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1257"])
def test_estonian_of_any_character_set(coding: str) -> None:
    assert decoded(TEXT.encode(coding)) == TEXT


@pytest.mark.parametrize("coding", ["utf-8", "cp1251", "koi8-r"])
def test_russian_of_any_character_set(coding: str) -> None:
    assert decoded(RUSSIAN.encode(coding)) == RUSSIAN


def test_text_that_was_misread_on_its_way_is_repaired() -> None:
    assert repaired("Õhtul põleb tänav".encode().decode("cp1252")) == "Õhtul põleb tänav"
    assert repaired(TEXT) == TEXT
