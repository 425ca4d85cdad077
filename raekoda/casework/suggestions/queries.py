"""Reads of suggestions, filtered by permission."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.casework.cases.visibility import readable
from raekoda.casework.suggestions.models import AnswerDraft, LearntModel, Suggestion
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Suggestion]:
    """Suggestions on the cases that ``actor`` may read, none on restricted ones."""
    suggestions = Suggestion.objects.select_related("case").defer("case__words")
    return suggestions.filter(_of_readable_case(actor)) if actor.may("suggestions.view") else suggestions.none()


def drafts_visible_to(actor: Actor) -> QuerySet[AnswerDraft]:
    """Answer drafts of the cases that ``actor`` may read, none of restricted ones."""
    drafts = AnswerDraft.objects.select_related("case").defer("case__words")
    return drafts.filter(_of_readable_case(actor)) if actor.may("suggestions.view") else drafts.none()


def runs_visible_to(actor: Actor) -> QuerySet[LearntModel]:
    """Training runs without model data for case workers; none for others."""
    runs = LearntModel.objects.defer("data")
    return runs if actor.may("suggestions.view") else runs.none()


def _of_readable_case(actor: Actor) -> Q:
    return readable(actor, "case__") & Q(case__is_restricted=False)
