"""Life events: questions, steps, saved lists and transfers."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_token
from raekoda.registry.benefits.models import Benefit
from raekoda.selfservice.lifeevents import rules


class LifeEvent(ClusterableModel):
    """A life event with its questions and steps. Without a municipality it is common to all; a municipality's own with the same
    slug replaces it."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        help_text=_("Empty: shown in every municipality."),
    )  # fmt: skip
    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the page's address."))
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("in short"), max_length=400, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint("municipality", "slug", name="life_event_address_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question: a choice of answers, or the finder of a benefit."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("a choice of answers")
        FINDER = "finder", _("finding who grants a benefit")

    event = ParentalKey(LifeEvent, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(_("identifier"), max_length=40)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.CHOICE)
    text = models.CharField(_("question"), max_length=200)
    help = models.TextField(_("explanation"), blank=True)
    answers = models.TextField(
        _("answers"), blank=True, validators=[rules.validate_answers],
        help_text=_("One a line, its identifier first: yes: Yes, it is."),
    )  # fmt: skip
    benefit_kind = models.CharField(_("benefit"), max_length=12, choices=Benefit.Kind.choices, blank=True)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    sort_order_field = "order"

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint("event", "key", name="life_event_question_once"),
            models.CheckConstraint(
                condition=Q(kind="choice") | ~Q(benefit_kind=""), name="life_event_finder_finds_a_benefit"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Step(models.Model):
    """A step: what to do, where and when."""

    class Provider(models.TextChoices):
        """Provider of the service of a step."""

        STATE = "state", _("the state")
        HERE = "here", _("this municipality")
        FOUND = "found", _("the municipality that the finder finds")

    class When(models.TextChoices):
        NOW = "now", _("at once")
        DAYS = "days", _("in the first days")
        MONTHS = "months", _("in the first months")
        LATER = "later", _("when it suits you")

    event = ParentalKey(LifeEvent, on_delete=models.CASCADE, related_name="steps")
    key = models.SlugField(_("identifier"), max_length=40)
    title = models.CharField(_("what to do"), max_length=160)
    what = models.TextField(_("how"), blank=True)
    where = models.CharField(_("where"), max_length=200, blank=True)
    when = models.CharField(_("when"), max_length=6, choices=When.choices, default=When.NOW)
    until = models.CharField(_("by what time"), max_length=160, blank=True)
    provider = models.CharField(_("whose service"), max_length=5, choices=Provider.choices)
    service_slug = models.SlugField(
        _("service"), max_length=120, blank=True, help_text=_("The last part of the address of the municipality's service.")
    )  # fmt: skip
    benefit_kind = models.CharField(_("benefit"), max_length=12, choices=Benefit.Kind.choices, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    shown_if = models.CharField(
        _("shown only if"), max_length=200, blank=True, validators=[rules.validate_shown_if],
        help_text=_("An identifier of a question and of its answers: registered=no unknown."),
    )  # fmt: skip
    is_demo = models.BooleanField(_("example, not checked"), default=False)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    sort_order_field = "order"

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint("event", "key", name="life_event_step_once")]

    def __str__(self) -> str:
        return self.title


class SavedPath(TenantModel):
    """A resident's saved list: answers (encrypted) and done steps."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(LifeEvent, on_delete=models.CASCADE, related_name="+")
    kept = EncryptedField(default="{}", editable=False)
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("person", "event", name="saved_path_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.pk}"

    @property
    def data(self) -> dict[str, Any]:
        given = json.loads(self.kept or "{}")
        return given if isinstance(given, dict) else {}

    @data.setter
    def data(self, data: dict[str, Any]) -> None:
        self.kept = json.dumps(data, ensure_ascii=False)


class Handover(TenantModel):
    """Answers on their way to another municipality's site: encrypted, received once, expire soon, no names."""

    token = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="+")
    kept = EncryptedField(default="{}", editable=False)
    expires_at = models.DateTimeField(db_index=True)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return f"{self.benefit_id} {self.pk}"
