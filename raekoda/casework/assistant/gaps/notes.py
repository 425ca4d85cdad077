"""On the staff page of a published answer: the questions it was written for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.answers.notes import Note


def groups_behind(answer: PublishedAnswer) -> list[Note]:
    """From the answer's page back to the questions it was written for."""
    return [
        Note(
            ngettext("Asked %(count)s time in vain", "Asked %(count)s times in vain", gap.asked) % {"count": gap.asked},
            reverse("assistant_desk:gap", args=[gap.pk]),
            "message-circle-question-mark",
        )
        for gap in answer.gaps.all()
    ]
