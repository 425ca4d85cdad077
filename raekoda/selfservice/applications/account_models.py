"""Changes of accounts that two officials decided: proposed by one, confirmed by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField


class AccountChange(TenantModel):
    """Another account for a grant whose payment came back or, without a grant, the account from which the municipality pays.
    It takes effect when another official confirms it; the row stays as evidence of both values."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    grant = models.ForeignKey(
        "applications.Grant", on_delete=models.PROTECT, null=True, blank=True, related_name="account_changes"
    )
    old_holder = models.CharField(max_length=140, blank=True)
    old_account = EncryptedField(blank=True)
    old_bic = models.CharField(max_length=11, blank=True)
    holder = models.CharField(_("account holder"), max_length=140, blank=True)
    account = EncryptedField(_("account number (IBAN)"), blank=True)
    bic = models.CharField(_("bank (BIC)"), max_length=11, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("change of an account")
        verbose_name_plural = _("changes of accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | Q(state__in=("confirmed", "rejected"), decided_by__isnull=False, decided_at__isnull=False),
                name="account_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(decided_by=F("proposed_by")), name="account_change_of_four_eyes"
            ),
            models.UniqueConstraint("grant", name="one_waiting_change_of_a_grant", condition=Q(state="waiting")),
            models.UniqueConstraint(
                "municipality", name="one_waiting_paying_account", condition=Q(state="waiting", grant=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id or self.municipality_id} {self.state}"
