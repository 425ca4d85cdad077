"""Every word on screen exists in Estonian and Russian, with the same placeholders as the English original."""

import pytest

from raekoda.platform.core.messages import LANGUAGES, app_names, load, missing, problems


@pytest.mark.parametrize("app", app_names())
def test_no_translation_is_missing(app: str) -> None:
    gaps = sorted(missing(app))
    assert gaps == [], f"python -m raekoda.platform.core.messages {app} --missing shows them all"


@pytest.mark.parametrize("app", app_names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_original(app: str, language: str) -> None:
    catalog = load(app, language)
    wrong = [problem for message in catalog if message.id for problem in problems(message, catalog, language)]
    assert not wrong
