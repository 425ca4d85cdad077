"""Every word on screen exists in Estonian and Russian, with the same placeholders as the English original."""

import pytest

from raekoda.platform.core.messages import LANGUAGES, load, missing, problems, rooms


@pytest.mark.parametrize("room", rooms())
def test_no_translation_is_missing(room: str) -> None:
    gaps = sorted(missing(room))
    assert gaps == [], f"python -m raekoda.platform.core.messages {room} --missing shows them all"


@pytest.mark.parametrize("room", rooms())
@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_original(room: str, language: str) -> None:
    catalog = load(room, language)
    wrong = [problem for message in catalog if message.id for problem in problems(message, catalog, language)]
    assert not wrong
