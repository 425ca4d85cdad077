"""Reads of suggestions, behind one gate."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.casework.suggestions.models import AnswerDraft, LearntModel, Suggestion
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Suggestion]:
    """Suggestions on cases of the open municipality, for those who work on them; none for others."""
    suggestions = Suggestion.objects.select_related("case").defer("case__words")
    return suggestions if actor.may("suggestions.view") else suggestions.none()


def drafts_visible_to(actor: Actor) -> QuerySet[AnswerDraft]:
    """Drafts of answers, for the same people."""
    drafts = AnswerDraft.objects.select_related("case").defer("case__words")
    return drafts if actor.may("suggestions.view") else drafts.none()


def runs_visible_to(actor: Actor) -> QuerySet[LearntModel]:
    """What was learnt, without the data of the models."""
    runs = LearntModel.objects.defer("data")
    return runs if actor.may("suggestions.view") else runs.none()
