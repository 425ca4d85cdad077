"""A letter as a Word document: what the other side opens, prints and signs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

from raekoda.channels.dhx.capsule import Restriction
from raekoda.platform.core.files import PreparedFile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter(
    *, title: str, text: str, number: str, recipient: str, sender: str, official: str, day: date,
    restrictions: Sequence[Restriction] = (),
) -> PreparedFile:  # fmt: skip
    """A letter on A4: sender, recipient, day and number, the mark of a restriction, the text, who wrote it."""
    from docx import Document
    from docx.shared import Cm, Pt

    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Arial", Pt(11)
    paper.core_properties.author, paper.core_properties.title = sender, title
    paper.add_paragraph().add_run(sender).bold = True
    for restriction in restrictions:
        paper.add_paragraph(_mark(restriction))
    paper.add_paragraph(recipient)
    paper.add_paragraph(f"{_day(day)}{f'  nr {number}' if number else ''}")
    paper.add_heading(title, level=1)
    for paragraph in text.split("\n\n"):
        paper.add_paragraph(paragraph.strip())
    if official:
        paper.add_paragraph(f"Lugupidamisega\n{official}")
    output = io.BytesIO()
    paper.save(output)
    return PreparedFile("kiri.docx", output.getvalue(), WORD)


def _mark(restriction: Restriction) -> str:
    """The mark that the law wants on a document for internal use (AvTS § 41)."""
    lines = [
        "ASUTUSESISESEKS KASUTAMISEKS",
        f"Teabevaldaja: {restriction.owner}",
        f"Märge tehtud: {_day(restriction.begins)}" if restriction.begins else "",
        f"Juurdepääsupiirang kehtib kuni: {_day(restriction.ends)}" if restriction.ends else "",
        f"Alus: {restriction.basis}",
    ]
    return "\n".join(filter(None, lines))


def _day(day: date) -> str:
    with override("et"):
        return date_format(day, "j. F Y")
