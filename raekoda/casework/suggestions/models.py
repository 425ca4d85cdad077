"""Suggestions and their outcomes, answer drafts, training runs, embedding vectors of cases."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from pgvector.django import HalfVectorField

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import User
from raekoda.platform.core.models import TenantModel


class Field(models.TextChoices):
    """The suggested field."""

    SERVICE = "service", _("service")
    UNIT = "unit", _("unit")
    KIND = "kind", _("kind")
    DUPLICATE = "duplicate", _("same matter")
    ANSWER = "answer", _("draft answer")


class Decision(models.TextChoices):
    """The outcome of a suggestion."""

    OPEN = "open", _("not decided")
    AGREED = "agreed", _("chosen already")
    TAKEN = "taken", _("taken")
    CHANGED = "changed", _("taken and changed")
    OTHER = "other", _("decided otherwise")
    REFUSED = "refused", _("turned down")
    UNUSED = "unused", _("left undecided")


class Suggestion(TenantModel):
    """A suggested value: ``value`` is the key of a service, unit or case, or the name of a kind."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    field = models.CharField(max_length=9, choices=Field.choices)
    rank = models.PositiveSmallIntegerField(default=1)
    value = models.CharField(max_length=20)
    confidence = models.FloatField()
    made_by = models.CharField(max_length=60, help_text="Version of the model, or where else it comes from.")
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=Decision.choices, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "field", "value", name="suggested_once"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="suggestion_confidence_0_to_1"),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True) | ~Q(outcome="open") & Q(decided_at__isnull=False),
                name="suggestion_decided_at",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "made_at"], name="suggestion_made")]

    def __str__(self) -> str:
        return f"{self.field}: {self.value} ({self.confidence:.2f})"


class AnswerDraft(TenantModel):
    """An answer drafted from published texts at an official's request, and its outcome."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answer_drafts")
    text = models.TextField(blank=True, help_text="Sentences of published texts alone.")
    sources: Any = models.JSONField(default=list)
    confidence = models.FloatField(default=0.0)
    made_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=7, choices=Decision.choices, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        indexes = [models.Index(fields=["municipality", "made_at"], name="answer_draft_made")]

    def __str__(self) -> str:
        return self.text[:80]


class CaseVector(TenantModel):
    """Embedding of the case text, stored as long as the text.

    ``vector`` is empty while the model is unavailable, ``sought_at`` until suggestions are generated.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="vector", primary_key=True)
    model = models.CharField(max_length=200, blank=True)
    vector = HalfVectorField(null=True)
    made_at = models.DateTimeField()
    sought_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return f"{self.case_id} {self.model}"


class LearntModel(TenantModel):
    """A training run of one field on closed cases, with its held-out accuracy.

    ``data`` holds NumPy arrays, never code; it is empty when the model is not used.
    """

    class Result(models.TextChoices):
        USED = "used", _("in use")
        REPLACED = "replaced", _("replaced by a later one")
        WORSE = "worse", _("not used: worse than the one before")
        TOO_FEW = "too_few", _("not used: too few ended cases")

    field = models.CharField(max_length=9, choices=Field.choices)
    trained_at = models.DateTimeField()
    cases = models.PositiveIntegerField(default=0)
    held_out = models.PositiveIntegerField(default=0)
    top_1 = models.FloatField(null=True)
    top_3 = models.FloatField(null=True)
    result = models.CharField(max_length=8, choices=Result.choices)
    embedder = models.CharField(max_length=120, blank=True)
    data = models.BinaryField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "municipality", "field", condition=Q(result="used"), name="one_learnt_model_in_use"
            ),
            models.CheckConstraint(condition=~Q(result="used") | Q(data__isnull=False), name="learnt_model_has_data"),
        ]
        indexes = [models.Index(fields=["municipality", "field", "-trained_at"], name="learnt_model_newest")]

    def __str__(self) -> str:
        return f"{self.field} {self.trained_at:%Y-%m-%d}"

    @property
    def percent_1(self) -> int:
        """Top-1 accuracy in percent."""
        return round(100 * (self.top_1 or 0.0))

    @property
    def percent_3(self) -> int:
        """Top-3 accuracy in percent."""
        return round(100 * (self.top_3 or 0.0))

    @property
    def version(self) -> str:
        """``made_by`` of its suggestions."""
        return f"learnt {self.trained_at:%Y-%m-%d} #{self.pk}"
