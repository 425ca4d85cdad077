"""A developer keeps the words on screen of an app: extract, fill in, compile."""

from __future__ import annotations

import gettext
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from raekoda.platform.core import messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
greeting = _("Hello %(name)s")
count = ngettext("%(n)s case", "%(n)s cases", 3)
verb = pgettext("verb", "Report")
"""
TEMPLATE = """{% load i18n %}
<p>It's a "quote" ( {% translate "Say what's wrong" %}
   {% blocktranslate trimmed count n=cases|length %}
       {{ n }} open
       report{% plural %}{{ n }} open reports
   {% endblocktranslate %}
   {% include "x.html" with title=_("Õ in a title") %}
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An app with a Python file and a template that hold messages of every kind."""
    folder = tmp_path / "raekoda" / "registry" / "porch"
    (folder / "templates").mkdir(parents=True)
    (folder / "apps.py").write_text("")
    (folder / "site.py").write_text(CODE)
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "PACKAGE", folder.parents[1])
    messages.app_folders.cache_clear()
    yield folder
    messages.app_folders.cache_clear()


def test_every_kind_of_message_is_found(app: Path) -> None:
    assert set(messages.missing("porch")) == {
        "Hello %(name)s",
        "%(n)s case",
        "verb|Report",
        "Say what's wrong",
        "%(n)s open report",
        "Õ in a title",
    }


def test_plurals_ask_for_as_many_forms_as_the_language_has(app: Path) -> None:
    assert messages.missing("porch")["%(n)s case"] == {"et": ["", ""], "ru": ["", "", ""]}


def test_filled_translations_are_kept_compiled_and_used(app: Path) -> None:
    words = {name: _words(name) for name in messages.missing("porch")}
    assert messages.fill("porch", words) == []
    assert messages.missing("porch") == {}

    (app / "site.py").write_text(CODE.replace("Hello %(name)s", "Good day"))
    messages.update("porch")
    assert set(messages.missing("porch")) == {"Good day"}

    messages.compile_app("porch")
    with messages.po_file("porch", "ru").with_suffix(".mo").open("rb") as file:
        russian = gettext.GNUTranslations(file)
    assert [russian.ngettext("%(n)s case", "%(n)s cases", n) for n in (1, 3, 5)] == [
        "%(n)s обращение",
        "%(n)s обращения",
        "%(n)s обращений",
    ]
    assert russian.pgettext("verb", "Report") == "ru verb|Report"


def test_compiled_again_only_when_changed(app: Path) -> None:
    messages.update("porch")
    assert len(messages.compile_app("porch")) == len(messages.LANGUAGES)
    assert messages.compile_app("porch") == []


def test_wrong_placeholders_and_unknown_messages_are_complained_about(app: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.json"
    file.write_text(json.dumps({"Hello %(name)s": {"et": "Tere %(nimi)s"}, "Nowhere": {"et": "Kuskil"}}))

    complaints = messages.fill("porch", json.loads(file.read_text()))

    assert len(complaints) == 2
    assert "unknown named placeholder 'nimi'" in complaints[0]
    assert "no such message in the code: 'Nowhere'" in complaints[1]


def _words(name: str) -> dict[str, str | list[str]]:
    if name.startswith("%(n)s"):
        return {
            "et": ["%(n)s pöördumine", "%(n)s pöördumist"],
            "ru": ["%(n)s обращение", "%(n)s обращения", "%(n)s обращений"],
        }
    return {language: name if "%" in name else f"{language} {name}" for language in messages.LANGUAGES}
