"""A letter as a Word document: what the other side opens, prints and signs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

from raekoda.channels.dhx.capsule import Restriction
from raekoda.platform.core.files import PreparedFile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_letter(
    *, title: str, text: str, number: str, recipient: str, sender: str, official: str, day: date,
    restrictions: Sequence[Restriction] = (),
) -> PreparedFile:  # fmt: skip
    """A letter on A4: sender, recipient, day and number, the mark of a restriction, the text, the official's name."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(11)
    document.core_properties.author, document.core_properties.title = sender, title
    document.add_paragraph().add_run(sender).bold = True
    for restriction in restrictions:
        document.add_paragraph(_restriction_mark(restriction))
    document.add_paragraph(recipient)
    document.add_paragraph(f"{_day(day)}{f'  nr {number}' if number else ''}")
    document.add_heading(title, level=1)
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph.strip())
    if official:
        document.add_paragraph(f"Lugupidamisega\n{official}")
    output = io.BytesIO()
    document.save(output)
    return PreparedFile("kiri.docx", output.getvalue(), DOCX)


def _restriction_mark(restriction: Restriction) -> str:
    """The mark that the law requires on a document for internal use (AvTS § 41)."""
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
