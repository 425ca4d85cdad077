from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_ref, new_token

CURRENCY = "EUR"
CENT = Decimal("0.01")


class Status(models.TextChoices):
    ASKED = "asked", _("to be paid")
    STARTED = "started", _("waits for the bank")
    PAID = "paid", pgettext_lazy("of a payment", "paid")
    FAILED = "failed", _("not paid")
    CANCELLED = "cancelled", _("called off")
    REFUNDED = "refunded", _("paid back")


class PaymentAccount(TenantModel):
    """A municipality's account at a payment provider; at most one."""

    provider = models.CharField(_("payment provider"), max_length=20)
    api_url = models.URLField(_("address of the provider's service"), max_length=300)
    access_key = models.CharField(_("access key"), max_length=100)
    secret = EncryptedField(_("secret key"))
    is_active = models.BooleanField(_("payments are taken"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("payment account")
        verbose_name_plural = _("payment accounts")
        constraints = [models.UniqueConstraint("municipality", name="one_payment_account")]

    def __str__(self) -> str:
        return self.provider


class Payment(TenantModel):
    """A payment request. ``person`` is the payer; a visitor without one pays by a link with ``token``."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    token = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    key = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, validators=[MinValueValidator(CENT)])
    currency = models.CharField(max_length=3, default=CURRENCY)
    words: Any = models.JSONField(default=dict, help_text="What it is for, by language.")
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    back_path = models.CharField(max_length=200, blank=True, help_text="Our own page of the matter.")
    due_on = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.ASKED)
    provider = models.CharField(max_length=20, blank=True)
    provider_ref = models.CharField(max_length=100, blank=True)
    refunded = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(0))
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint("municipality", "key", name="payment_key_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(condition=Q(refunded__gte=0, refunded__lte=F("amount")), name="refunded_in_amount"),
            models.CheckConstraint(
                condition=Q(status__in=("paid", "refunded"), paid_at__isnull=False)
                | Q(status__in=("asked", "started", "failed", "cancelled"), paid_at__isnull=True),
                name="paid_payment_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="payment_person"),
            models.Index(fields=["municipality", "status", "-id"], name="payment_status"),
            models.Index(fields=["subject_type", "subject_id"], name="payment_subject"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def title(self) -> str:
        """What the payment is for, in the current language."""
        return self.words.get(get_language() or "et") or self.words.get("et") or next(iter(self.words.values()), "")

    @property
    def is_open(self) -> bool:
        return self.status in (Status.ASKED, Status.STARTED, Status.FAILED)


class Attempt(TenantModel):
    """One order at a provider: an attempt to pay. ``ref`` is our key of the order, ``provider_ref`` the provider's."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PAID = "paid", pgettext_lazy("of a payment", "paid")
        FAILED = "failed", _("not paid")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attempts")
    ref = models.CharField(max_length=20, unique=True)
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=100, blank=True)
    pay_url = models.URLField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(help_text="When the provider was last asked how it stands.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "municipality", "provider", "provider_ref", condition=~Q(provider_ref=""), name="provider_order_once"
            )
        ]
        indexes = [models.Index(fields=["asked_at"], name="attempt_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return self.ref


class Refund(TenantModel):
    """A refund. ``key`` is its idempotency key at the provider."""

    class State(models.TextChoices):
        ASKED = "asked", _("on its way")
        DONE = "done", _("paid back")
        REFUSED = "refused", _("refused by the provider")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    is_extra = models.BooleanField(default=False, help_text="Of what was paid twice: the payment itself stays paid.")
    provider_ref = models.CharField(max_length=100, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint("municipality", "key", name="refund_key_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive"),
        ]

    def __str__(self) -> str:
        return self.key
