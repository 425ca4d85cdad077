from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.cases.models import Case
from raekoda.core.models import TenantModel


class Letter(TenantModel):
    """One outgoing e-mail. ``key`` names what it tells to whom, so that nothing is ever told twice."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    key = models.CharField(max_length=120)
    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.SET_NULL, null=True, blank=True, related_name="letters"
    )
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    language = models.CharField(max_length=2, default="et")
    leave_url = models.CharField(max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=6, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True, help_text=_("When a job to send it was last made."))
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint("municipality", "key", name="letter_once")]
        indexes = [
            models.Index(fields=["municipality", "-id"], name="letter_newest"),
            models.Index(fields=["id"], name="letter_waiting", condition=models.Q(status="queued")),
        ]

    def __str__(self) -> str:
        return self.subject
