"""Panels of a case's page: its letters, its published answers, a draft for publishing."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case
from raekoda.casework.letters.models import Letter
from raekoda.platform.core.actor import Actor

MAX_LETTERS = 12


def letters(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Letters sent because of the case, newest first, with their status, without recipients."""
    rows = Letter.objects.filter(case=case).only("subject", "status", "created_at", "error")
    letters_found = list(rows.order_by("-id")[:MAX_LETTERS])
    return {"letters": letters_found} if letters_found else None


def published(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Answers of the question column made from the case."""
    answers_found = list(PublishedAnswer.objects.filter(case=case).only("title", "slug", "status").order_by("-id"))
    return {"answers": answers_found} if answers_found else None


def draft(case: Case, actor: Actor) -> str:
    """Create a draft of the question and its answer. Returns the URL of the draft."""
    answer = answers.draft_from_case(case, actor=actor)
    return reverse("answers_desk:answer", args=[answer.pk])
