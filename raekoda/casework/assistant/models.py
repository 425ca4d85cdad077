"""Questions and answers without personal data, groups of unanswered questions, rules, phrases."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from pgvector.django import HalfVectorField

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.platform.core.dated import DatedRule
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.tokens import new_token
from raekoda.platform.search.models import EmbeddingModel
from raekoda.registry.services.models import Topic


class AskChannel(models.TextChoices):
    """The channel of a question."""

    SITE = "site", _("website")
    WIDGET = "widget", _("widget on another site")
    API = "api", _("API")
    PHONE = "phone", _("phone")
    DESK = "desk", _("desk")
    SEARCH = "search", _("search page")


class Mode(models.TextChoices):
    """How an answer was composed."""

    SENTENCES = "sentences", _("sentences of the sources")
    MODEL = "model", _("language model, checked against the sources")
    NONE = "none", _("no answer")


class Exchange(TenantModel):
    """A question and its answer, redacted before it is stored; deleted after the retention period."""

    ref = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    channel = models.CharField(_("channel"), max_length=6, choices=AskChannel.choices)
    language = models.CharField(_("language"), max_length=2, default="et")
    question = models.TextField(_("question"), help_text=_("Personal data taken out."))
    answered = models.BooleanField(_("has an answer"), default=False)
    confidence = models.FloatField(_("confidence"), default=0.0)
    mode = models.CharField(_("way of answering"), max_length=9, choices=Mode.choices, default=Mode.NONE)
    sources: Any = models.JSONField(_("sources"), default=list, blank=True)
    sentences: Any = models.JSONField(_("sentences"), default=list, blank=True)
    helped = models.BooleanField(_("it helped"), null=True, blank=True)
    handed_over = models.BooleanField(_("passed on to an official"), default=False)
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.SET_NULL, null=True, blank=True)
    gap = models.ForeignKey("Gap", on_delete=models.SET_NULL, null=True, blank=True, related_name="exchanges")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("question to the assistant")
        verbose_name_plural = _("questions to the assistant")
        constraints = [
            models.CheckConstraint(condition=Q(answered=False) | ~Q(mode="none"), name="exchange_answered_somehow"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="exchange_confidence_0_to_1"),
        ]
        indexes = [
            models.Index(fields=["municipality", "-asked_at", "-id"], name="exchange_newest"),
            models.Index(
                fields=["municipality", "-asked_at", "-id"], name="exchange_unanswered", condition=Q(answered=False)
            ),
        ]

    def __str__(self) -> str:
        return self.question[:80]


class Gap(TenantModel):
    """A group of questions on one matter that were not answered helpfully, in any language, and its state.

    ``asked``, ``first_asked_at`` and ``last_asked_at`` cover the questions without a helpful answer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("not answered yet")
        ANSWERED = "answered", _("answer published")
        DISMISSED = "dismissed", _("set aside")
        MERGED = "merged", _("joined with another")

    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=2, default="et")
    is_named = models.BooleanField(default=False, help_text="By a person: the machine leaves title and topic alone.")
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.SET_NULL, null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answer = models.ForeignKey(
        PublishedAnswer, verbose_name=_("answer"), on_delete=models.SET_NULL, null=True, blank=True, related_name="gaps"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    asked = models.PositiveIntegerField(default=0)
    first_asked_at = models.DateTimeField()
    last_asked_at = models.DateTimeField()
    centre = HalfVectorField(null=True, editable=False)
    space = models.CharField(max_length=220, blank=True, editable=False, help_text="In which the centre stands.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("what people do not find")
        verbose_name_plural = _("what people do not find")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="answered_gap_has_date"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "-asked", "-id"], name="gap_most_asked")]

    def __str__(self) -> str:
        return self.title


class QuestionVector(TenantModel):
    """The vector of a stored question; ``placed`` once it was processed by grouping."""

    exchange = models.OneToOneField(Exchange, on_delete=models.CASCADE, related_name="vector", primary_key=True)
    vector = HalfVectorField()
    space = models.CharField(max_length=220)
    placed = models.BooleanField(default=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        indexes = [
            models.Index(fields=["municipality"], name="question_to_place", condition=Q(placed=False)),
        ]

    def __str__(self) -> str:
        return str(self.exchange_id)


class AnswerRule(DatedRule):
    """A dated rule of the assistant for the installation or one municipality."""

    kept_days = models.PositiveIntegerField(
        _("questions are kept, days"), default=365, validators=[MinValueValidator(1)]
    )
    threshold = models.FloatField(
        _("least confidence of an answer"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 to 1. Empty: the one that was calibrated. Higher: fewer answers, fewer wrong ones."),
    )

    class Meta:
        verbose_name = _("rule of the assistant")
        verbose_name_plural = _("rules of the assistant")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint("municipality", "valid_from", name="one_answer_rule_a_day", nulls_distinct=False),
            models.CheckConstraint(condition=Q(kept_days__gte=1), name="answer_rule_keeps_a_day"),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__range=(0, 1)), name="answer_rule_threshold_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"


class HelpLine(DatedRule):
    """A dated phone number shown to people in an emergency or in distress, of all municipalities or one.

    ``situations`` are the values of :class:`emergencies.detection.Situation` that it is shown for, separated by spaces.
    """

    number = models.CharField(_("number"), max_length=20, validators=[RegexValidator(r"^\+?\d[\d ]*$")])
    name_et = models.CharField(_("name in Estonian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    situations = models.CharField(_("shown for"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                "municipality", "number", "valid_from", name="one_help_line_a_day", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name_et}"


class Phrase(models.Model):
    """A phrase for a published text or (without a municipality) for an outside matter, with its vector."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=300)
    model = models.ForeignKey(
        EmbeddingModel, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    vector = HalfVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "municipality", "model", "kind", "key", "language", "text", name="phrase_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.text
