"""Proactive offers of benefits: rules, purposes, consents, runs, offers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tokens import new_ref
from raekoda.registry.benefits import conditions
from raekoda.registry.benefits.models import Benefit, BenefitRule


class Purpose(TenantModel):
    """A purpose for which personal data may be processed with consent."""

    code = models.SlugField(_("identifier"), max_length=40)
    name = models.CharField(_("purpose"), max_length=160)
    explanation = models.TextField(_("which data are looked at and why"))

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("purpose of looking at data")
        verbose_name_plural = _("purposes of looking at data")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint("municipality", "code", name="offer_purpose_once")]

    def __str__(self) -> str:
        return self.name


class OfferConsent(TenantModel):
    """A person's consent to a purpose, withdrawable at any time. ``given_by`` is the person or their representative."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.CASCADE, related_name="+", db_index=False)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("consent to look at data")
        verbose_name_plural = _("consents to look at data")
        constraints = [
            models.UniqueConstraint("person", "purpose", name="offer_consent_once", condition=Q(withdrawn_at=None))
        ]
        indexes = [models.Index(fields=["person", "-id"], name="offer_consent_person")]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.pk}"


class Preference(TenantModel):
    """Whether a person wants letters about offers."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    letters = models.BooleanField(default=False)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return f"{self.person_id} {self.letters}"


class OfferRule(TenantModel):
    """A rule that offers a benefit: drafted by one official, tried over the data, released by another."""

    class About(models.TextChoices):
        """The subject of the rule and thereby the recipients."""

        CHILD = "child", _("a child: its parents are offered it")
        DEATH = "death", _("somebody who died: those who acted for them, and their grown children, are offered it")
        PERSON = "person", _("the person: they are offered it")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        STOPPED = "stopped", _("stopped")

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    benefit = models.ForeignKey(
        Benefit, verbose_name=_("benefit"), on_delete=models.PROTECT, related_name="offer_rules"
    )
    about = models.CharField(_("about"), max_length=6, choices=About.choices)
    conditions: Any = models.JSONField(
        _("further conditions"), default=list, blank=True, validators=[conditions.validate],
        help_text=_("The benefit's own conditions always hold; these are added to them."),
    )  # fmt: skip
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    needs_consent = models.BooleanField(_("only with the person's consent"), default=True)
    asks_registers = models.BooleanField(
        _("the state's registers may be asked"), default=False, help_text=_("Only with consent.")
    )
    lead_days = models.PositiveSmallIntegerField(
        _("days before the time for applying"), default=14, help_text=_("How early it is offered.")
    )
    after_days = models.PositiveSmallIntegerField(
        _("days after a death"), default=180, help_text=_("For how long it is offered after a death.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    changed_at = models.DateTimeField(editable=False)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    released_at = models.DateTimeField(null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("rule of an offer")
        verbose_name_plural = _("rules of offers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="released") | Q(is_demo=True) | Q(released_by__isnull=False, changed_by__isnull=False),
                name="offer_rule_released_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(released_by=F("changed_by")), name="offer_rule_of_four_eyes"),
            models.CheckConstraint(
                condition=Q(asks_registers=False) | Q(needs_consent=True), name="registers_only_with_consent",
                violation_error_message=_("Registers are asked only with the person's consent."),
            ),
            models.CheckConstraint(
                condition=Q(needs_consent=False) | Q(purpose__isnull=False), name="offer_consent_has_purpose",
                violation_error_message=_("Say for which purpose consent is asked."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.benefit)


class Run(TenantModel):
    """A run of a rule over the data, with statistics and without personal data."""

    rule = models.ForeignKey(OfferRule, on_delete=models.CASCADE, related_name="runs")
    version = models.PositiveIntegerField()
    is_test = models.BooleanField()
    day = models.DateField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    seen = models.PositiveIntegerField(default=0)
    counts: Any = models.JSONField(default=dict)
    reasons: Any = models.JSONField(default=list)
    sample: Any = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["rule", "-id"], name="offer_run_newest")]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.version} {self.day}"


class Considered(TenantModel):
    """A person whose data a rule processed in a period, so that the access is logged once."""

    rule = models.ForeignKey(OfferRule, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=20)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("rule", "person", "period", name="considered_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.period}"


class Offer(TenantModel):
    """A benefit offered to ``person`` for ``subject``, once for a rule and period."""

    class State(models.TextChoices):
        OPEN = "open", _("offered")
        TAKEN = "taken", _("applied for")
        DECLINED = "declined", _("not wanted")
        WITHDRAWN = "withdrawn", _("no longer so")

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    rule = models.ForeignKey(OfferRule, on_delete=models.CASCADE, related_name="offers", db_index=False)
    benefit_rule = models.ForeignKey(BenefitRule, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    findings: Any = models.JSONField(default=list)
    facts_used: Any = models.JSONField(default=list, help_text="Names of the facts that were looked at.")
    apply_from = models.DateField(null=True)
    apply_to = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    checked_in = models.BigIntegerField(help_text="The last run that found it so.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint("rule", "person", "subject", "period", name="offer_once"),
            models.CheckConstraint(condition=Q(state="open") ^ Q(ended_at__isnull=False), name="offer_ended_at"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="offer_person"),
            models.Index(fields=["rule", "checked_in"], name="offer_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.ref


class Refusal(TenantModel):
    """A refusal: the benefit is not offered to ``person`` for ``subject`` until they allow it again."""

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("person", "subject", "benefit", name="refused_once")]

    def __str__(self) -> str:
        return f"{self.benefit_id} {self.pk}"
