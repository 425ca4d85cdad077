from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """The tenant: one of the municipalities of Estonia, served by this installation on its own hosts."""

    code = models.CharField(_("EHAK code"), max_length=4, unique=True, validators=[RegexValidator(r"^\d{4}$")])
    name = models.CharField(_("name"), max_length=80)
    county = models.CharField(_("county"), max_length=40)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    street_address = models.CharField(_("address"), max_length=200, blank=True)
    theme = models.JSONField(_("theme"), default=dict, blank=True, help_text=_("Colours, logo and coat of arms."))
    notice = models.JSONField(_("crisis notice"), default=dict, blank=True)
    widget_sites = models.TextField(
        _("sites that may show the assistant"), blank=True, help_text=_("One address a line. Empty: any site.")
    )
    second_factor_roles: Any = models.JSONField(
        default=list, blank=True, help_text="Roles that sign in with two factors."
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A host name under which a municipality's site is served, without port."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="hosts")
    name = models.CharField(max_length=255, unique=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("municipality", condition=models.Q(is_primary=True), name="one_primary_host"),
        ]

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """Base of every record that belongs to one municipality. Subclasses set a ScopedManager as ``objects``."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class JournalEntry(models.Model):
    """One line of what happened: who, when, what, on which record, why. The database refuses to change or delete it.

    ``data`` holds no personal data. ``actor_id`` is a user's key for staff, an API key's for integrations, the person's
    for a signed-in resident (``data`` then says ``for`` whom, when it was for another).
    """

    class ActorKind(models.TextChoices):
        STAFF = "staff", _("official")
        RESIDENT = "resident", _("resident")
        SYSTEM = "system", _("system")
        INTEGRATION = "integration", _("integration")

    municipality = models.ForeignKey(Municipality, on_delete=models.DO_NOTHING, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    actor_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    data: Any = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="journal_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"


class RateCounter(models.Model):
    """How often something was done in a window of time, shared by all processes. Swept by a job."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.IntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
