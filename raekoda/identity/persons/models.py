"""Persons of a municipality, their rights to act for others, and their sessions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.places.models import Area
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_token


class Source(models.TextChoices):
    PERSON = "person", _("stated by the person")
    REGISTER = "register", _("from the register")
    STAFF = "staff", _("entered by an official")


class Person(TenantModel):
    """A natural or legal person in any role: applicant, parent, tenant, official.

    The personal or registry code is encrypted; ``code_digest`` (keyed) is used for lookups. The row of an erased
    person stays without any identifying data.
    """

    class Kind(models.TextChoices):
        NATURAL = "natural", _("person")
        LEGAL = "legal", _("organisation")

    ref = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.NATURAL)
    country = models.CharField(_("country of the code"), max_length=2, default="EE")
    code = EncryptedField(_("personal or registry code"), blank=True)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name or name of the organisation"), max_length=200, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    died_on = models.DateField(_("date of death"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, default="et")
    address = models.CharField(_("address of residence"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area,
        verbose_name=_("settlement of residence"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    residence_source = models.CharField(max_length=8, choices=Source.choices, blank=True)
    residence_checked_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(
        User, verbose_name=_("official"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(_("last signed in"), null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.UniqueConstraint(
                "municipality",
                "kind",
                "country",
                "code_digest",
                name="person_code_once",
                condition=~Q(code_digest=""),
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(code="", code_digest="", given_name="", family_name="", email="", phone="", address=""),
                name="forgotten_person_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.label_lower} {self.pk}"

    @property
    def name(self) -> str:
        """Display name; "–" for an erased person."""
        return f"{self.given_name} {self.family_name}".strip() or "–"

    @property
    def is_natural(self) -> bool:
        return self.kind == self.Kind.NATURAL


class Representation(TenantModel):
    """The right of one person to act for another, natural or legal, while it is valid."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("parent")
        GUARDIAN = "guardian", _("guardian")
        MANDATE = "mandate", _("by mandate")
        BOARD = "board", _("member of the board")

    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represents")
    represented = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represented_by")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    roles: Any = models.JSONField(_("roles of the mandate"), default=list, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    external_id = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("right to act for somebody")
        verbose_name_plural = _("rights to act for somebody")
        constraints = [
            models.UniqueConstraint(
                "representative",
                "represented",
                "kind",
                "external_id",
                name="representation_once",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(representative=F("represented")), name="represents_another"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="representation_has_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.representative_id} → {self.represented_id} ({self.kind})"


class Session(TenantModel):
    """A session of a resident. Django's session of the browser holds its key."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True)
    provider_sid = models.CharField(max_length=200, blank=True)
    acting_for = models.ForeignKey(Representation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        indexes = [
            models.Index(fields=["provider_sid"], name="session_of_provider", condition=~Q(provider_sid="")),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.pk}"
