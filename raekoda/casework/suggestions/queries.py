"""Reads of suggestions, filtered by permission."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.casework.suggestions.models import AnswerDraft, LearntModel, Suggestion
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Suggestion]:
    """Suggestions of the current municipality for case workers; none for others."""
    suggestions = Suggestion.objects.select_related("case").defer("case__words")
    return suggestions if actor.may("suggestions.view") else suggestions.none()


def drafts_visible_to(actor: Actor) -> QuerySet[AnswerDraft]:
    """Answer drafts for case workers; none for others."""
    drafts = AnswerDraft.objects.select_related("case").defer("case__words")
    return drafts if actor.may("suggestions.view") else drafts.none()


def runs_visible_to(actor: Actor) -> QuerySet[LearntModel]:
    """Training runs without model data for case workers; none for others."""
    runs = LearntModel.objects.defer("data")
    return runs if actor.may("suggestions.view") else runs.none()
