from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case, Channel, Kind, Message
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_ref
from raekoda.registry.services.models import Service


class TwoSecrets(TenantModel):
    """A shared secret with rotation: the previous one is valid until ``previous_until``."""

    secret = EncryptedField()
    previous_secret = EncryptedField(blank=True, default="")
    previous_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def secrets_at(self, now: datetime) -> Iterator[str]:
        """The secrets valid at ``now``, newest first."""
        yield self.secret
        if self.previous_secret and self.previous_until is not None and now < self.previous_until:
            yield self.previous_secret


class Endpoint(TwoSecrets):
    """A subscriber: the address of another system and the events it receives."""

    class Why(models.TextChoices):
        STAFF = "staff", _("switched off by staff")
        FAILING = "failing", _("switched off because it failed for days")
        GONE = "gone", _("switched off because it said it is gone")

    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(pgettext_lazy("of a web page", "address"), max_length=500)
    events = ArrayField(models.CharField(max_length=40), verbose_name=_("events"), default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    off_because = models.CharField(max_length=7, choices=Why.choices, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True, help_text="The first failure after the last success.")
    last_taken_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("endpoint")
        verbose_name_plural = _("endpoints")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("municipality", "name", name="endpoint_name_once"),
            models.CheckConstraint(
                condition=Q(is_active=True, off_because="") | (Q(is_active=False) & ~Q(off_because="")),
                name="endpoint_off_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def target(self) -> str:
        """The ``target`` of its deliveries."""
        return f"webhooks:{self.pk}"


class Source(TwoSecrets):
    """Another system that sends in messages of residents (social media, a partner's form), signed with a secret."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    channel = models.CharField(
        _("channel"), max_length=8, choices=[(each.value, each.label) for each in (Channel.SOCIAL, Channel.SYSTEM)]
    )
    kind = models.CharField(
        _("kind of what it brings"), max_length=20, choices=Kind.choices, blank=True,
        help_text=_("Empty: told by the text. A message may say its own kind."),
    )  # fmt: skip
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    endpoint = models.ForeignKey(
        Endpoint, verbose_name=_("replies go to"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="sources",
        help_text=_("The bridge that posts answers back into the thread. Empty: nothing is sent back."),
    )  # fmt: skip
    is_open_thread = models.BooleanField(
        _("anyone can read the thread"), default=True,
        help_text=_("Answers go back without contact data and the sender's name."),
    )  # fmt: skip
    may_publish = models.BooleanField(
        _("reports may become public"), default=False,
        help_text=_("Reports of services that show them are shown on our site, as those from our own form are."),
    )  # fmt: skip
    is_active = models.BooleanField(_("in use"), default=True)
    last_received_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("municipality", "name", name="source_name_once")]

    def __str__(self) -> str:
        return self.name


class Thread(TenantModel):
    """Links a conversation in another system to its case.

    Its identifier there may lead to a person: it is looked up by a digest, stored encrypted, and deleted when the case is
    anonymised.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="threads", db_index=False)
    digest = models.CharField(max_length=64)
    name = EncryptedField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="threads")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("source", "digest", name="thread_once")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.pk}"


class Received(TenantModel):
    """A message received from a source. Its body is stored only while the message is in the failed queue."""

    class State(models.TextChoices):
        TAKEN = "taken", _("taken in")
        REPEATED = "repeated", _("known already")
        FAILED = "failed", _("waits for staff")
        ASIDE = "aside", _("put aside")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="received", db_index=False)
    message_id = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.FAILED)
    external = models.CharField(max_length=64, blank=True, help_text="Digest of what the message is called there.")
    problems: Any = models.JSONField(default=list, blank=True, help_text="[{field, message}], no personal data")
    body = models.TextField(blank=True)
    author = models.CharField(max_length=160, blank=True)
    link = models.URLField(max_length=500, blank=True)
    media: Any = models.JSONField(default=list, blank=True, help_text="[{url, title}]: links, never fetched")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    word = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "message_id", name="received_once"),
            models.UniqueConstraint(
                "source", "external", name="received_external_once", condition=Q(state="taken") & ~Q(external="")
            ),
            models.CheckConstraint(condition=Q(state="failed") | Q(body=""), name="received_body_only_while_failed"),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="received_newest"),
            models.Index(fields=["municipality", "-id"], name="received_failed", condition=Q(state="failed")),
            models.Index(fields=["received_at"], name="received_age"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.received_at:%Y-%m-%d %H:%M}"
