from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import Unit, User
from raekoda.platform.core.models import TenantModel
from raekoda.registry.services.models import Service, Topic


class PublishedAnswer(TenantModel):
    """A question and its answer without personal data: drafted from a case, checked by a person, then published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    slug = models.SlugField(_("address"), max_length=120)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    language = models.CharField(_("language"), max_length=2, default="et")
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"))
    answer = models.TextField(_("answer"))
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, null=True, blank=True)
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.SET_NULL, null=True, blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="published_answers")
    unit = models.ForeignKey(Unit, verbose_name=_("answered by"), on_delete=models.PROTECT, null=True, blank=True)
    asked_on = models.DateField(_("asked"), null=True, blank=True)
    drafted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    checked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(
        default=timezone.now,
        editable=False,
        help_text="When published, else when drafted: never empty, lists go by it.",
    )
    updated_at = models.DateTimeField(auto_now=True)
    helped = models.PositiveIntegerField(default=0)
    did_not_help = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        constraints = [
            models.UniqueConstraint("municipality", "slug", name="answer_slug_once"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False), name="published_answer_has_date"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "language", "-listed_at", "-id"],
                name="answer_newest",
                condition=Q(status="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Lists are sorted by the day of publishing as soon as there is one."""
        self.listed_at = self.published_at or self.listed_at
        super().save(*args, **kwargs)
