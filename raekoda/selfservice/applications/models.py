"""Applications of residents: drafts, applications, consents, decisions, grants and payments."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.dated import DatedRule
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_ref, new_token
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.selfservice.applications.account_models import AccountChange as AccountChange


def file_path(file: File, name: str) -> str:
    """A random storage path under the municipality's code."""
    return f"applications/{file.municipality.code}/{new_token()}"


def decision_path(decision: Decision, name: str) -> str:
    return f"applications/{decision.municipality.code}/{new_token()}.pdf"


class Answers(models.Model):
    """Abstract base of records with encrypted answers."""

    answers = EncryptedField(default="{}", editable=False)

    class Meta:
        abstract = True

    @property
    def data(self) -> dict[str, Any]:
        """Answers by field key; empty when erased."""
        answers = json.loads(self.answers or "{}")
        return answers if isinstance(answers, dict) else {}

    @data.setter
    def data(self, data: dict[str, Any]) -> None:
        self.answers = json.dumps(data, ensure_ascii=False)


class Handling(TenantModel):
    """How applications by a form are handled: by which benefit's rules, by how many officials, with which checks."""

    form = models.OneToOneField(Form, verbose_name=_("form"), on_delete=models.CASCADE, related_name="handling")
    benefit = models.ForeignKey(
        Benefit, verbose_name=_("benefit"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    four_eyes = models.BooleanField(
        _("another official confirms the decision"), default=True, help_text=_("Whoever drafts it cannot confirm it.")
    )
    consent_field = models.CharField(
        _("question with the co-applicant's personal code"), max_length=60, blank=True,
        help_text=_("The person with this code is asked for consent. Empty: nobody is asked."),
    )  # fmt: skip
    account_field = models.CharField(_("question with the account number"), max_length=60, blank=True)
    facts: Any = models.JSONField(
        _("what the rule has to know"), default=dict, blank=True, help_text="{name of a fact: key of a question}"
    )
    checklist = models.TextField(_("what is checked before deciding"), blank=True, help_text=_("One check a line."))
    granting_text = models.TextField(_("reasons to begin a granting decision with"), blank=True)
    refusing_text = models.TextField(_("reasons to begin a refusing decision with"), blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("handling of applications")
        verbose_name_plural = _("handling of applications")

    def __str__(self) -> str:
        return str(self.form)

    @property
    def checks(self) -> list[str]:
        return [line.strip()[:200] for line in self.checklist.splitlines() if line.strip()]


class Draft(Answers, TenantModel):
    """An application that is being filled in by ``applicant`` for ``person``; nobody else sees it."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2, default="et")
    step = models.CharField(max_length=60, blank=True, help_text="Where the applicant stopped.")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("applicant", "person", "form", name="draft_once")]
        indexes = [models.Index(fields=["saved_at"], name="draft_saved")]

    def __str__(self) -> str:
        return self.ref


class Application(Answers, TenantModel):
    """A sent application: answers to one version of a form, and its case. It has the reference of its draft, so that a draft is
    sent once."""

    ref = models.CharField(max_length=10, unique=True, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="application")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2, default="et")
    sent_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(answers=""), name="forgotten_application_is_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="application_person"),
            models.Index(fields=["applicant", "-id"], name="application_applicant"),
        ]

    def __str__(self) -> str:
        return self.ref


class File(TenantModel):
    """A sanitised file given with an answer; it belongs to a draft, then to its application."""

    ref = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="files")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, null=True, related_name="files")
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=file_path, max_length=200)
    at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True, application__isnull=False)
                | Q(draft__isnull=False, application__isnull=True),
                name="file_of_draft_or_application",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Consent(TenantModel):
    """Another person's consent to an application, asked for when it was sent."""

    class State(models.TextChoices):
        ASKED = "asked", _("consent asked")
        GIVEN = "given", _("consented")
        REFUSED = "refused", _("did not consent")

    ref = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint("application", "person", name="consent_once"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(answered_at__isnull=False), name="consent_answered_at"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="consent_person")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class Check(TenantModel):
    """One line of the checklist that an official has checked."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")
    text = models.CharField(max_length=200)
    done_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("application", "text", name="checked_once")]

    def __str__(self) -> str:
        return self.text


class Decision(TenantModel):
    """The decision on an application: drafted, confirmed by another official where required, then final."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being drafted")
        WAITING = "waiting", _("waits for confirmation")
        MADE = "made", _("decided")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        PARTLY = "partly", _("granted in part")
        REFUSED = "refused", _("refused")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.DRAFT)
    outcome = models.CharField(_("decision"), max_length=7, choices=Outcome.choices)
    amount = models.DecimalField(_("amount, euros"), max_digits=9, decimal_places=2, null=True, blank=True)
    reasons = models.TextField(_("reasons"))
    language = models.CharField(_("language of the decision"), max_length=2, default="et")
    rule = models.ForeignKey(BenefitRule, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assessment: Any = models.JSONField(
        default=dict, blank=True, help_text="What was found, without facts of the person."
    )
    account = EncryptedField(_("account number (IBAN)"), blank=True)
    payee = models.CharField(_("account holder"), max_length=140, blank=True)
    pay_by = models.DateField(_("paid by"), null=True, blank=True)
    dispute_days = models.PositiveSmallIntegerField(null=True, blank=True)
    dispute_source = models.CharField(max_length=300, blank=True)
    four_eyes = models.BooleanField(default=True)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    returned = models.TextField(_("why it was sent back"), blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=decision_path, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="made") | Q(made_at__isnull=False, confirmed_by__isnull=False),
                name="decision_made_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="made") | Q(four_eyes=False) | ~Q(confirmed_by=F("drafted_by")),
                name="decision_of_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | (Q(amount__gt=0) & ~Q(outcome="refused")),
                name="decision_amount_is_granted",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "drafted_at", "id"], name="decision_waiting", condition=Q(state="waiting")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"

    @property
    def is_made(self) -> bool:
        return self.state == self.State.MADE

    @property
    def is_granted(self) -> bool:
        return self.outcome != self.Outcome.REFUSED


class Grant(TenantModel):
    """Money granted by a decision. A constraint allows a benefit once per person and period."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="grant")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=20, help_text='"2026/2027", "2026", "2026-09" or "once".')
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    pay_by = models.DateField()
    returned_at = models.DateTimeField(
        null=True, blank=True, help_text="A payment came back: nothing is paid until the account is put right."
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("benefit", "person", "period", name="benefit_once_a_period")]
        indexes = [models.Index(fields=["municipality", "pay_by", "id"], name="grant_due")]

    def __str__(self) -> str:
        return f"{self.benefit_id} {self.period}"


class Batch(TenantModel):
    """A payment list: gathered, confirmed by another official, sent to the bank, marked as paid. ``touched_by`` are the keys of
    the users who gathered it or decided anything about a payment on it: none of them confirms it."""

    class State(models.TextChoices):
        GATHERED = "gathered", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        PAID = "paid", _("paid out")
        DROPPED = "dropped", _("dropped")

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.GATHERED)
    pay_on = models.DateField(_("day of payment"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    touched_by = ArrayField(models.BigIntegerField(), default=list, editable=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("payment list")
        verbose_name_plural = _("payment lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("gathered", "dropped")) | Q(confirmed_by__isnull=False),
                name="batch_confirmed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("made_by")), name="batch_of_four_eyes"),
            models.CheckConstraint(
                condition=~Q(touched_by__contains=[F("confirmed_by")]), name="batch_confirmed_by_an_outsider"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-id"], name="batch_newest")]

    def __str__(self) -> str:
        return self.ref


class Payout(TenantModel):
    """A payment of a grant. A constraint allows one payment that is not returned or dropped."""

    class State(models.TextChoices):
        READY = "ready", _("to be paid")
        PAID = "paid", _("paid out")
        RETURNED = "returned", _("came back")
        DROPPED = "dropped", _("dropped")

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="payouts")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="payouts", db_index=False)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    payee = models.CharField(max_length=140)
    account = EncryptedField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    reason = models.CharField(_("why it came back"), max_length=200, blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint("grant", name="paid_once", condition=Q(state__in=("ready", "paid"))),
        ]

    def __str__(self) -> str:
        return self.ref


class PayingAccount(models.Model):
    """The account from which a municipality pays its benefits."""

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name of the payer"), max_length=70)
    iban = models.CharField(_("account number (IBAN)"), max_length=34)
    bic = models.CharField(_("bank (BIC)"), max_length=11, blank=True)

    class Meta:
        verbose_name = _("account for benefits")
        verbose_name_plural = _("accounts for benefits")

    def __str__(self) -> str:
        return self.name


class Term(DatedRule):
    """A dated period in days with its source; a municipality's own takes precedence."""

    class Kind(models.TextChoices):
        DRAFT = "draft", _("drafts are kept")
        DISPUTE = "dispute", _("a decision can be disputed")
        CONSENT = "consent", _("a consent is waited for")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    days = models.PositiveSmallIntegerField(_("days"))
    is_verified = models.BooleanField(
        _("checked against the act in force"), default=False, help_text=_("Not set: officials are told to check it.")
    )

    class Meta:
        verbose_name = _("period of applications")
        verbose_name_plural = _("periods of applications")
        constraints = [
            models.UniqueConstraint("kind", "municipality", "valid_from", name="one_term_a_day", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days}"
