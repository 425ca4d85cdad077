"""Notices, subscribers and recipients."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.tokens import new_ref, new_token
from raekoda.registry.services.models import Service, Topic


class Kind(models.TextChoices):
    NEWS = "news", _("news")
    WORKS = "works", _("works and disruptions")
    EVENT = "event", _("event")
    CRISIS = "crisis", _("crisis")


class Tone(models.TextChoices):
    INFO = "info", _("to know")
    WARNING = "warning", _("attention")
    DANGER = "danger", _("danger")


class Notice(TenantModel):
    """A notice, published on the site, in feeds and calendars, by e-mail, to webhooks, and as a banner.

    ``banner_until`` is the end of its banner on every page (no banner when it is empty).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.NEWS)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=6000)
    url = models.CharField(_("link to more"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    areas = models.ManyToManyField(Area, verbose_name=_("districts"), blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    services = models.ManyToManyField(Service, verbose_name=_("services"), blank=True, related_name="+")
    tell_subscribers = models.BooleanField(_("e-mail to subscribers"), default=True)
    tell_channels = models.BooleanField(_("to social media and other systems"), default=True)
    banner_tone = models.CharField(_("banner"), max_length=8, choices=Tone.choices, blank=True)
    banner_until = models.DateTimeField(_("banner until"), null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    listed_at = models.DateTimeField(
        default=clock.now, editable=False, help_text=_("When published, else when drafted: lists go by it.")
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                name="notice_ends_after",
            ),
            models.CheckConstraint(
                condition=Q(banner_tone="") | Q(banner_until__isnull=False), name="notice_banner_ends"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False), name="notice_published_when"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-listed_at", "-id"], name="notice_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_over(self) -> bool:
        """Whether the event has ended."""
        last = self.ends_at or self.starts_at
        return last is not None and last < clock.now()


class Subscriber(TenantModel):
    """A subscriber of notices by e-mail. ``wanted`` has the requested choices until they are confirmed by a link.

    The arrays have ids; empty ones mean all districts, or all topics and services.
    """

    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="et")
    token = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    kinds = ArrayField(models.CharField(max_length=8), default=list)
    area_ids = ArrayField(models.BigIntegerField(), default=list)
    topic_ids = ArrayField(models.BigIntegerField(), default=list)
    service_ids = ArrayField(models.BigIntegerField(), default=list)
    wanted: Any = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint("municipality", "email", condition=~Q(email=""), name="subscriber_once"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "id"], name="subscriber_told",
                condition=Q(confirmed_at__isnull=False, left_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_subscribed(self) -> bool:
        """Whether notices are sent: confirmed and not unsubscribed."""
        return self.confirmed_at is not None and self.left_at is None


class Recipient(TenantModel):
    """A letter of a notice to a subscriber and its delivery state, unique by constraint.

    A letter is ``HANDING`` while it is sent to the mail server. If the worker dies before the server has answered, the letter
    becomes ``IN_DOUBT`` and is not sent again automatically. Foreign keys that are equal in all rows of a notice have no
    constraint, because tens of thousands of rows are inserted by one statement.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        HANDING = "handing", _("being handed over")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        IN_DOUBT = "in_doubt", _("in doubt")
        LEFT = "left", _("left before")
        BOUNCED = "bounced", _("came back")

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="recipients", db_index=False, db_constraint=False
    )
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, db_default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(help_text=_("Not to be sent before."))
    handed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=120, blank=True, db_default="")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("notice", "subscriber", name="told_once")]
        indexes = [
            models.Index(fields=["notice", "id"], name="recipient_waiting", condition=Q(state="waiting")),
            models.Index(fields=["municipality", "id"], name="recipient_handing", condition=Q(state="handing")),
            models.Index(
                fields=["municipality", "-id"], name="recipient_trouble", condition=Q(state__in=("failed", "in_doubt"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
