"""Who beside the unit and the official reads a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models.case import Case
from raekoda.identity.accounts.models import User
from raekoda.platform.core.models import TenantModel


class CaseParticipant(TenantModel):
    """A member of staff who reads a case outside their own rights: asked in by a colleague, or with break-glass access."""

    class Reason(models.TextChoices):
        ASKED_IN = "asked_in", _("asked in to help")
        BREAK_GLASS = "break_glass", _("opened with emergency access")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=11, choices=Reason.choices)
    explanation = models.TextField(_("explanation"), blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "user", "reason", name="participant_once", condition=Q(until=None)),
            models.CheckConstraint(
                condition=~Q(reason="break_glass") | (Q(until__isnull=False) & ~Q(explanation="")),
                name="participant_break_glass_is_bounded",
            ),
        ]
        indexes = [models.Index(fields=["user", "-case"], name="participant_of_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_reason_display()}"
