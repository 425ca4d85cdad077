"""Requests of persons about their own data: export and erasure (GDPR articles 15, 17 and 20)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tokens import new_token


def get_upload_path(request: Request, name: str) -> str:
    """Path of an exported file: a random name under the municipality's code, with the original suffix."""
    return f"rights/{request.municipality.code}/{new_token()}.{name.rpartition('.')[2]}"


class Request(TenantModel):
    """A request about the data of ``person``: by whom, its progress and its result.

    ``report`` of an erasure lists by app what was deleted and retained, why and until when; it holds no personal
    data.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", _("download of data")
        DELETION = "deletion", _("deletion of data")

    class State(models.TextChoices):
        TO_CONFIRM = "confirm", _("waits for an official")
        WAITING = "waiting", _("waits for its turn")
        WORKING = "working", _("in work")
        READY = "ready", _("ready")
        PARTLY = "partly", _("done in part; the rest when its period is over")
        FAILED = "failed", _("did not succeed, is tried again")
        REFUSED = "refused", _("refused")
        EXPIRED = "expired", _("the files are deleted")

    ref = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    kind = models.CharField(_("what"), max_length=8, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    language = models.CharField(max_length=2, default="et")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    report: Any = models.JSONField(default=list, blank=True)
    json_file = models.FileField(upload_to=get_upload_path, max_length=200, blank=True)
    pdf_file = models.FileField(upload_to=get_upload_path, max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    delete_after = models.DateField(_("kept until"), null=True, blank=True)
    again_on = models.DateField(_("goes on"), null=True, blank=True, help_text="When the longest period is over.")
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("request about one's own data")
        verbose_name_plural = _("requests about one's own data")
        constraints = [
            models.UniqueConstraint(
                "person", "asked_by", "kind", name="one_request_at_a_time", nulls_distinct=False,
                condition=Q(state__in=("confirm", "waiting", "working", "failed")),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("expired", "refused")) | Q(json_file="", pdf_file=""), name="no_files_when_expired"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["person", "-id"], name="rights_person"),
            models.Index(fields=["municipality", "id"], name="rights_to_confirm", condition=Q(state="confirm")),
            models.Index(fields=["delete_after"], name="rights_files", condition=~Q(json_file="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WORKING, self.State.FAILED)

    @property
    def percent(self) -> int:
        """Progress in per cent."""
        return min(100, round(100 * self.done / self.total)) if self.total else 0

    @property
    def tone(self) -> str:
        """Tone of the state's tag."""
        return {
            "ready": "success",
            "partly": "info",
            "failed": "warning",
            "refused": "danger",
            "confirm": "warning",
        }.get(self.state, "neutral")
