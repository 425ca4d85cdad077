"""What was suggested on a case and what became of it; what was learnt from ended cases; meanings of open ones."""

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
    """What is suggested."""

    SERVICE = "service", _("service")
    UNIT = "unit", _("unit")
    KIND = "kind", _("kind")
    DUPLICATE = "duplicate", _("same matter")
    ANSWER = "answer", _("draft answer")


class Decision(models.TextChoices):
    """What became of a suggestion."""

    OPEN = "open", _("not decided")
    AGREED = "agreed", _("chosen already")
    TAKEN = "taken", _("taken")
    CHANGED = "changed", _("taken and changed")
    OTHER = "other", _("decided otherwise")
    REFUSED = "refused", _("turned down")
    UNUSED = "unused", _("left undecided")


class Suggestion(TenantModel):
    """One value offered for a case: ``value`` is the key of a service, unit or case, or the name of a kind."""

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
    """An answer drafted from published texts when an official asked for it, and what became of it."""

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
    """The meaning of what was sent, by the embedding model named; kept as long as the words. ``vector`` is empty while no
    model answers, ``sought_at`` while no suggestions were made."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="vector", primary_key=True)
    model = models.CharField(max_length=200, blank=True)
    vector = HalfVectorField(null=True)
    made_at = models.DateTimeField()
    sought_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return f"{self.case_id} {self.model}"


class LearntModel(TenantModel):
    """What a training run learnt of one field from ended cases, and how well it did on the latest of them, held out.

    ``data`` holds arrays of numbers and texts alone, never code; it is empty in a run that was not taken into use.
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
        """How often its first guess was right, in hundredths."""
        return round(100 * (self.top_1 or 0.0))

    @property
    def percent_3(self) -> int:
        """How often the right one was among its first three, in hundredths."""
        return round(100 * (self.top_3 or 0.0))

    @property
    def version(self) -> str:
        """The name under which its suggestions are kept."""
        return f"learnt {self.trained_at:%Y-%m-%d} #{self.pk}"
