"""What the layers above cases add to a case's page: its letters, its published answers, a draft for publishing."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case
from raekoda.casework.letters.models import Letter
from raekoda.platform.core.actor import Actor

MOST_LETTERS = 12


def letters(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Letters sent because of the case, newest first, with how far each has come. Not to whom: that is the sender's."""
    shown = Letter.objects.filter(case=case).only("subject", "status", "created_at", "error")
    found = list(shown.order_by("-id")[:MOST_LETTERS])
    return {"letters": found} if found else None


def published(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Answers of the question column made from the case."""
    found = list(PublishedAnswer.objects.filter(case=case).only("title", "slug", "status").order_by("-id"))
    return {"answers": found} if found else None


def draft(case: Case, actor: Actor) -> str:
    """Make a draft of the question and its answer; the address where it is checked."""
    answer = answers.draft_from_case(case, actor=actor)
    return reverse("answers_desk:answer", args=[answer.pk])
