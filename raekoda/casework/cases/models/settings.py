"""What a municipality sets up for its cases: periods, routing, sensitive words, templates, saved lists, retention."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models.choices import Kind
from raekoda.identity.accounts.capabilities import SPECIAL
from raekoda.identity.accounts.models import Unit, User
from raekoda.identity.places.models import Area
from raekoda.platform.core.dated import DatedRule
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.registry.services.models import Service


class ClockRule(DatedRule):
    """The legal period for a kind of case. Dated: a case keeps the rule that was in force when it was registered."""

    class Unit(models.TextChoices):
        CALENDAR = "calendar", _("calendar days")
        WORKING = "working", _("working days")
        MONTHS = "months", _("months")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    days = models.PositiveSmallIntegerField(_("period"))
    unit = models.CharField(_("counted in"), max_length=8, choices=Unit.choices)
    extension_days = models.PositiveSmallIntegerField(_("longest extension"), default=0)
    extension_unit = models.CharField(
        _("extension counted in"), max_length=8, choices=Unit.choices, default=Unit.CALENDAR
    )
    extension_is_total = models.BooleanField(
        _("the extension counts from registration"),
        default=False,
        help_text=_("Set: the extended period in all, from registration. Not set: added to the period."),
    )
    forward_days = models.PositiveSmallIntegerField(_("working days to forward"), default=5)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the law's rule for all. Set: a shorter promise of this municipality."),
    )

    class Meta:
        verbose_name = _("legal period")
        verbose_name_plural = _("legal periods")
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                "kind", "municipality", "valid_from", name="one_clock_rule_a_day", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days} ({self.valid_from:%Y-%m-%d})"


class RoutingRule(TenantModel):
    """Routes new cases: the first rule in order whose conditions all match applies. An empty condition matches everything."""

    order = models.PositiveSmallIntegerField(_("order"), default=100)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, blank=True)
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.CASCADE, null=True, blank=True)
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.CASCADE, null=True, blank=True)
    words = models.TextField(_("words"), blank=True, help_text=_("Any of these words in any form, one a line."))
    unit = models.ForeignKey(Unit, verbose_name=_("to unit"), on_delete=models.PROTECT)
    official = models.ForeignKey(User, verbose_name=_("to official"), on_delete=models.SET_NULL, null=True, blank=True)
    set_service = models.ForeignKey(
        Service, verbose_name=_("sets the service"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class AnswerTemplate(TenantModel):
    """A text to start an answer from."""

    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, default="et")
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.CASCADE, null=True, blank=True)
    text = models.TextField(_("text"))

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SavedView(TenantModel):
    """A list of cases saved by a user: its filters, as the query string of the list."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=500)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("user", "municipality", "name", name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class RetentionRule(DatedRule):
    """After how many days a closed case of a kind is anonymised. Dated, with its source."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    days = models.PositiveIntegerField(_("days after closing"))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days}"


class SensitivityRule(models.Model):
    """Words that make a new case a special matter until a person decides. Empty ``municipality``: for all."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    category = models.CharField(_("category"), max_length=8, choices=[(level.value, level.label) for level in SPECIAL])
    words = models.TextField(
        _("words"), help_text=_("One phrase a line; all words of a line occur in the text, in any form.")
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("to unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("sensitive words")
        verbose_name_plural = _("sensitive words")
        ordering = ["category", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(municipality__isnull=False),
                name="sensitivity_unit_of_municipality",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())
