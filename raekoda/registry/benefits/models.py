"""Benefits of a municipality and the dated rules by which they are granted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.platform.core.models import TenantModel
from raekoda.registry.benefits import conditions, days, tables
from raekoda.registry.services.models import Service


class Benefit(TenantModel):
    """A benefit that a municipality pays to entitled people, applied for through a service."""

    class Kind(models.TextChoices):
        """The purpose of a benefit, the same in every municipality, so that benefits can be compared."""

        FUNERAL = "funeral", _("funeral benefit")
        SCHOOL = "school", _("school allowance")
        BIRTH = "birth", _("birth allowance")
        CHILDCARE = "childcare", _("childcare allowance")
        MOBILITY = "mobility", _("mobility allowance")
        SUBSISTENCE = "subsistence", _("subsistence benefit")
        OTHER = "other", _("other benefit")

    class RuleOf(models.TextChoices):
        """The day that determines the rule."""

        EVENT = "event", _("the day of the event")
        APPLYING = "applying", _("the day of applying")

    code = models.SlugField(_("identifier"), max_length=60, help_text=_("Stays the same for good."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.PROTECT, related_name="benefits", db_index=True
    )
    name = models.CharField(_("name"), max_length=160)
    rule_of = models.CharField(
        _("the rule is of"), max_length=8, choices=RuleOf.choices, default=RuleOf.APPLYING,
        help_text=_("When rules change: which day's rule an application is judged by."),
    )  # fmt: skip
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("municipality", "code", name="benefit_code_once")]

    def __str__(self) -> str:
        return self.name


class BenefitRule(TenantModel):
    """Amount, conditions and terms of a benefit during a period. Once a decision is based on it, a database trigger
    allows changes of its last day only."""

    class Per(models.TextChoices):
        CHILD_YEAR = "child_year", _("for a child and year")
        CHILD_MONTH = "child_month", _("for a child and month")
        CHILD = "child", _("for a child, once")
        EVENT = "event", _("for the event, once")
        YEAR = "year", _("a year")
        MONTH = "month", _("a month")

    benefit = models.ForeignKey(Benefit, verbose_name=_("benefit"), on_delete=models.PROTECT, related_name="rules")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day. Empty: until further.")
    )
    amount = models.DecimalField(
        _("amount, euros"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    table: Any = models.JSONField(
        _("table of amounts"), default=list, blank=True, validators=[tables.validate],
        help_text=_("Amounts that differ: the first row counts whose conditions are all met. Without one, the amount above."),
    )  # fmt: skip
    per = models.CharField(_("paid how often"), max_length=12, choices=Per.choices)
    conditions: Any = models.JSONField(_("conditions"), default=list, blank=True, validators=[conditions.validate])
    apply_from = models.CharField(
        _("applications from"), max_length=5, blank=True, validators=[days.validate_day],
        help_text=_("Every year, month and day: 09-01."),
    )  # fmt: skip
    apply_to = models.CharField(
        _("applications to"), max_length=5, blank=True, validators=[days.validate_day],
        help_text=_("Every year, the last day: 09-15."),
    )  # fmt: skip
    pay_by = models.CharField(
        _("paid by"), max_length=5, blank=True, validators=[days.validate_day],
        help_text=_("A day of every year: 10-01."),
    )  # fmt: skip
    pay_within_days = models.PositiveSmallIntegerField(_("or paid within days"), null=True, blank=True)
    kept_years = models.PositiveSmallIntegerField(
        _("kept, years"), null=True, blank=True, help_text=_("How long an application and its decision are kept.")
    )
    source_act = models.CharField(_("act"), max_length=300)
    source_section = models.CharField(_("section"), max_length=80, blank=True)
    source_link = models.URLField(_("link"), max_length=500, blank=True)
    is_verified = models.BooleanField(
        _("checked against the act in force"), default=False, help_text=_("Not set: people are told to check it.")
    )
    note = models.CharField(_("remark"), max_length=200, blank=True, help_text=_("For example: figure of 2018."))
    used_at = models.DateTimeField(_("in use since"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("rule of a benefit")
        verbose_name_plural = _("rules of benefits")
        ordering = ["benefit", "-valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_rule_of_a_benefit_a_day",
                expressions=[
                    (F("benefit"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"), F("valid_to"), Value("[]"), function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Another rule of this benefit is valid on some of these days."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="benefit_rule_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(table=[]),
                name="benefit_rule_has_an_amount",
                violation_error_message=_("Give an amount or a table of amounts."),
            ),
            models.CheckConstraint(
                condition=Q(apply_from="", apply_to="") | (~Q(apply_from="") & ~Q(apply_to="")),
                name="benefit_rule_window_has_both_ends",
                violation_error_message=_("Give both the first and the last day for applying, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(pay_by="") | Q(pay_within_days=None),
                name="benefit_rule_paid_by_one_term",
                violation_error_message=_("Give the day of paying or the number of days, not both."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.benefit} {self.valid_from:%Y-%m-%d}"

    def save(self, **options: Any) -> None:
        self.municipality_id = self.benefit.municipality_id
        super().save(**options)

    def is_valid_on(self, day: date) -> bool:
        """Whether this is the benefit's rule on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def home(self) -> str:
        """EHAK code of the rule's municipality."""
        return self.municipality.code

    @property
    def home_name(self) -> str:
        return self.municipality.name
