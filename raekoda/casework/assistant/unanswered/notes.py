"""Notes on the staff page of a published answer: links to its groups of questions."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.answers.notes import Note


def notes_for_answer(answer: PublishedAnswer) -> list[Note]:
    """A note for each group of unanswered questions that the answer was written for."""
    return [
        Note(
            ngettext("Asked %(count)s time in vain", "Asked %(count)s times in vain", gap.asked) % {"count": gap.asked},
            reverse("assistant_desk:gap", args=[gap.pk]),
            "message-circle-question-mark",
        )
        for gap in answer.gaps.all()
    ]
