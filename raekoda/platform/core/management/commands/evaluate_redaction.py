from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.platform.core.evaluation import table, write_section
from raekoda.platform.core.redact import EMAIL, IBAN, PERSONAL_CODE, PHONE, find_full_names
from raekoda.platform.core.redact.evaluation import (
    Document,
    PlantedFigures,
    all_names,
    halves,
    last_line,
    measure_names,
    measure_planted,
    read,
)

LABELS = ((PERSONAL_CODE, "personal codes"), (PHONE, "phones"), (EMAIL, "e-mails"), (IBAN, "bank accounts"))
WAYS = (
    ("all names, in whole documents", False, all_names),
    ("all names, in single sentences", True, all_names),
    ("full names, in whole documents", False, find_full_names),
)


class Command(BaseCommand):
    help = "Measures redaction on a text with people's names marked (EstNER's JSON), and on contacts planted in it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="write the tables into docs/evaluation.md")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            documents = read(options["file"])
        except (OSError, ValueError, KeyError, TypeError) as wrong:
            raise CommandError(f"{options['file']} is not readable as EstNER's JSON: {wrong!r}") from wrong
        contacts = measure_planted(documents)
        names = _names_table(documents)
        line = last_line(measure_names(documents), contacts)
        report = f"{names}\n\n{_contacts_table(contacts)}"
        if options["write"]:
            write_section("redaction", _section(options["file"], report, line))
        self.stdout.write(f"{report}\n\n{line}")


def _names_table(documents: list[Document]) -> str:
    first, second = halves(documents)
    rows = []
    for label, part in (("all", documents), ("first half", first), ("second half", second)):
        for unit, by_sentence, find_in in WAYS:
            figures = measure_names(part, by_sentence, find_in)
            shares = (figures.recall, figures.full_recall, figures.word_recall, figures.precision, figures.taken)
            rows.append([label, unit, figures.names, *(f"{share:.3f}" for share in shares)])
    return table(
        ["documents", "looked for", "names", "recall", "of full names", "of words", "precision", "words taken"], rows
    )


def _contacts_table(contacts: PlantedFigures) -> str:
    rows = [
        [label, contacts.planted[kind], f"{contacts.recall(kind):.3f}", f"{contacts.precision(kind):.3f}"]
        for kind, label in LABELS
    ]
    return table(["contacts", "planted", "recall", "precision"], rows)


def _section(file: Path, report: str, line: str) -> str:
    return f"""`raekoda evaluate redaction {file.name}`. A name is found when all its words are; precision is the share of
the words taken for names that are marked as a person's. While the rules were made, wrongly found and missed names were
looked at in the first half of the documents alone, of the second one only the figures. The public text of a report is kept
free of what is looked for as "full names"; before names of two or more words that no dictionary knows and surnames after a
title were added to these, recall of full names was 0.884 and precision 0.983 in all documents.

The contacts are made up and valid, one planted at a random place in each sentence, in the forms of writing listed in
`core/redact/planting.py`. Rules and forms were written together: the figures say that these forms are known, and that
nothing else in the text is taken for a contact.

{report}

`{line}`"""
