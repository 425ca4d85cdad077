from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.platform.core.models import Municipality, TenantModel


class Status(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    REFUSED = "refused", _("refused by the other side")
    UNKNOWN = "unknown", _("not known whether it arrived")
    DROPPED = "dropped", _("given up")


PROBLEMS = (Status.FAILED, Status.REFUSED, Status.UNKNOWN)


class Delivery(TenantModel):
    """A message to another system. ``key`` makes it unique, so that nothing is enqueued twice; ``target`` names the other
    system. ``title`` and ``error`` are shown in lists and have no personal data."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    target = models.CharField(_("to"), max_length=120)
    key = models.CharField(max_length=200)
    title = models.CharField(_("what"), max_length=200)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    payload: Any = models.JSONField(default=dict)
    answer: Any = models.JSONField(default=dict)
    status = models.CharField(_("status"), max_length=7, choices=Status.choices, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("handed over"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint("municipality", "key", name="delivery_once")]
        indexes = [
            models.Index(fields=["municipality", "-id"], name="delivery_newest"),
            models.Index(fields=["municipality", "status", "-id"], name="delivery_by_status"),
            models.Index(fields=["municipality", "target", "-id"], name="delivery_by_target"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="delivery_subject"),
            models.Index(fields=["next_at", "id"], name="delivery_due", condition=Q(status="waiting")),
            models.Index(
                fields=["ended_at", "id"], name="delivery_to_forget",
                condition=Q(forgotten_at__isnull=True, ended_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Attempt(TenantModel):
    """One attempt: time, duration in milliseconds, outcome."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    outcome = models.CharField(max_length=200, blank=True, help_text=_("Empty: it was taken."))

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["delivery", "id"], name="attempt_delivery")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class Breaker(TenantModel):
    """The circuit breaker of a target: after several failures in a row it is not called for a while, then probed once."""

    target = models.CharField(max_length=120)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("municipality", "target", name="breaker_once")]

    def __str__(self) -> str:
        return self.target


class JobStart(models.Model):
    """How often a queued job was started and not ended: its row is committed before the job runs and deleted when it ends,
    with or without an error. Remaining rows count crashes of the worker. Jobs belong to no municipality."""

    job = models.BigIntegerField(primary_key=True)
    task = models.CharField(max_length=200)
    starts = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="job_start_newest")]

    def __str__(self) -> str:
        return f"{self.task} ({self.job})"
