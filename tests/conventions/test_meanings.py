"""One English word, one meaning: Django merges the words of all apps, so a second translation would show on wrong pages."""

from __future__ import annotations

from collections import defaultdict

import pytest
from babel.messages.pofile import read_po

from tests.conventions.files import PROJECT


@pytest.mark.parametrize("language", ["et", "ru"])
def test_no_two_apps_translate_the_same_word_differently(language: str) -> None:
    meanings: dict[object, dict[str, str]] = defaultdict(dict)
    for path in sorted((PROJECT / "raekoda").rglob(f"locale/{language}/LC_MESSAGES/django.po")):
        app = path.parents[3].name
        for message in read_po(path.open("rb"), locale=language):
            if message.id and message.string:
                meanings[message.context, str(message.id)][app] = str(message.string)
    torn = {str(word): apps for word, apps in meanings.items() if len(set(apps.values())) > 1}
    assert torn == {}
