"""Connections to state registers, logged queries, cached responses, and statements of persons."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import JournalEntry, Municipality, TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.xroad.names import Member


class Key(models.TextChoices):
    """The registers that have an adapter."""

    POPULATION = "population", _("population register")
    EDUCATION = "education", _("education register")
    MANDATES = "mandates", _("mandates (Pääsuke)")


class Connection(TenantModel):
    """The municipality as an X-Road client: its security server and subsystem.

    The TLS certificate and the trusted authority are files named by settings.
    """

    server = models.URLField(_("address of the security server"), max_length=300)
    instance = models.CharField(_("X-Road instance"), max_length=30, default="EE")
    member_class = models.CharField(_("member class"), max_length=30, default="GOV")
    member_code = models.CharField(_("member code"), max_length=30)
    subsystem = models.CharField(_("subsystem"), max_length=100)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("connection to X-Road")
        verbose_name_plural = _("connections to X-Road")
        constraints = [models.UniqueConstraint("municipality", name="one_xroad_connection")]

    def __str__(self) -> str:
        return str(self.client)

    @property
    def client(self) -> Member:
        return Member(self.instance, self.member_class, self.member_code, self.subsystem)


class Register(TenantModel):
    """A register as configured by the municipality: subsystem, cache period, timeout."""

    key = models.CharField(_("register"), max_length=12, choices=Key.choices)
    instance = models.CharField(_("X-Road instance"), max_length=30, default="EE")
    member_class = models.CharField(_("member class"), max_length=30, default="GOV")
    member_code = models.CharField(_("member code"), max_length=30)
    subsystem = models.CharField(_("subsystem"), max_length=100)
    kept_hours = models.PositiveSmallIntegerField(_("hours for which an answer is kept"), default=24)
    seconds = models.PositiveSmallIntegerField(_("seconds it is waited for"), default=10)
    is_active = models.BooleanField(_("in use"), default=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=120, blank=True, help_text="Code of what was wrong at the last check.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = pgettext_lazy("of the state", "register")
        verbose_name_plural = pgettext_lazy("of the state", "registers")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("municipality", "key", name="register_once")]

    def __str__(self) -> str:
        return str(self.get_key_display())

    @property
    def provider(self) -> Member:
        return Member(self.instance, self.member_class, self.member_code, self.subsystem)

    @property
    def target(self) -> str:
        """Target name of the circuit breaker."""
        return f"register:{self.key}"


class Query(TenantModel):
    """A logged query to a register: service, person, actor, purpose, outcome; never the response.

    The database refuses changes and deletion. ``outcome`` is "answered", "unknown there" or an error code.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12, choices=JournalEntry.ActorKind.choices)
    actor_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=300)
    issue = models.CharField(max_length=60, blank=True)
    message_id = models.UUIDField(help_text="X-Road-Id, by which the security server's log has it too.")
    request_hash = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=120)
    milliseconds = models.PositiveIntegerField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("query of a register")
        verbose_name_plural = _("queries of registers")
        indexes = [
            models.Index(fields=["person", "-id"], name="register_query_person"),
            models.Index(fields=["municipality", "-id"], name="register_query_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.message_id}"

    ANSWERED, UNKNOWN = "answered", "unknown there"


class KeptAnswer(TenantModel):
    """A cached response about a person, encrypted JSON."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.CharField(max_length=40)
    data = EncryptedField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("person", "service", name="register_answer_once")]

    def __str__(self) -> str:
        return f"{self.service} {self.person_id}"

    @property
    def values(self) -> Any:
        return json.loads(self.data)


class Statement(TenantModel):
    """What a person stated because the register was unreachable or wrong; reviewed by an official."""

    class Kind(models.TextChoices):
        RESIDENCE = "residence", _("place of residence")
        SCHOOL = "school", _("school")

    class State(models.TextChoices):
        STATED = "stated", _("stated by the person")
        CONFIRMED = "confirmed", _("checked by an official")
        REFUSED = "refused", _("found not to be so")
        REPLACED = "replaced", _("replaced by a later one")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(_("what"), max_length=9, choices=Kind.choices)
    data = EncryptedField(blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.STATED)
    stated_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("statement of a person")
        verbose_name_plural = _("statements of persons")
        constraints = [
            models.UniqueConstraint(
                "person", "kind", name="one_standing_statement", condition=Q(state__in=("stated", "confirmed"))
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "refused")) | Q(checked_at__isnull=False),
                name="statement_checked_when_decided",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "id"], name="statement_to_check", condition=Q(state="stated"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def values(self) -> dict[str, str]:
        return dict(json.loads(self.data)) if self.data else {}
