"""The command that measures redaction: its counting on a text counted by hand, its figures on a real one."""

from __future__ import annotations

import json
import random
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from stdnum import iban
from stdnum.ee import ik

from raekoda.platform.core.redact import IBAN, PERSONAL_CODE
from raekoda.platform.core.redact.evaluation import halves, measure_names, measure_planted, read
from raekoda.platform.core.redact.planting import PLANTED_KINDS, planted
from tests.shared_data import shared


def _sentence(*words: str) -> dict[str, list[dict[str, str]]]:
    pairs = [word.rpartition("/") if "/" in word else (word, "", "O") for word in words]
    return {"words": [{"word": word, "ner_1": mark, "ner_2": "O", "ner_3": "O"} for word, _, mark in pairs]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    sentences = [
        _sentence("Jaan/B-PER", "Tamm/I-PER", "(", "Tartu", ")", "ütles", ":", '"', "Tere", "!", '"'),
        _sentence("Siin", "on", "Zxqvas/B-PER", ",", "Mari", "ja", "auk", "."),
    ]
    path = tmp_path / "estner.json"
    path.write_text(json.dumps({"documents": [{"sentences": sentences}]}))
    return path


def test_a_text_is_put_together_as_it_was_and_counted(file: Path) -> None:
    (document,) = read(file)
    assert document.text == 'Jaan Tamm (Tartu) ütles: "Tere!"\nSiin on Zxqvas, Mari ja auk.\n'
    assert [document.text[word.start : word.end] for word in document.words][:4] == ["Jaan", "Tamm", "(", "Tartu"]
    figures = measure_names([document])
    assert (figures.names, figures.names_found) == (2, 1)
    assert (figures.full_names, figures.full_names_found) == (1, 1)
    assert (figures.words_of_people, figures.words_of_people_found) == (3, 2)
    assert (figures.words_taken, figures.words_taken_rightly, figures.words) == (3, 2, 11)


def test_the_command_ends_with_one_line_of_figures(file: Path) -> None:
    out = StringIO()
    call_command("evaluate_redaction", file, stdout=out)
    last = out.getvalue().strip().split("\n")[-1]
    assert last.startswith("names recall 0.500 precision 0.667 codes ")
    with pytest.raises(CommandError, match="EstNER"):
        call_command("evaluate_redaction", file.with_name("none.json"))


def test_what_is_planted_is_valid_and_stands_where_said() -> None:
    chance = random.Random(3)
    for _ in range(200):
        kind = chance.choice(PLANTED_KINDS)
        text, start, end = planted("Siin on kõik korras.", kind, chance)
        written = "".join(filter(str.isalnum, text[start:end]))
        assert kind != PERSONAL_CODE or ik.is_valid(written)
        assert kind != IBAN or iban.is_valid(written)


def test_measured_on_real_estonian_text() -> None:
    documents = read(shared("estner", "dev_both.json"))
    for part in halves(documents):
        whole, alone = measure_names(part), measure_names(part, by_sentence=True)
        assert whole.recall >= 0.88
        assert alone.recall >= 0.84
        assert min(whole.precision, alone.precision) >= 0.82
        assert whole.taken < 0.06
    contacts = measure_planted(documents)
    assert min(contacts.planted.values()) > 700
    assert min(contacts.recall(kind) for kind in PLANTED_KINDS) >= 0.99
    assert min(contacts.precision(kind) for kind in PLANTED_KINDS) >= 0.99
