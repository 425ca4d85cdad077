"""What a municipality tells its people, who wants to be told by e-mail, and which letter went to whom."""

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
    """Written once by an editor; published on the site, in feeds and calendars, by e-mail, to other channels, as a banner.

    ``banner_until`` says how long it stands on top of every page (never, when it is empty).
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
        """What it tells of has ended."""
        last = self.ends_at or self.starts_at
        return last is not None and last < clock.now()


class Subscriber(TenantModel):
    """Somebody who gets notices by e-mail. What is asked for is in ``wanted`` until the link of a letter confirms it.

    The lists hold keys; an empty one means all: districts, subjects (topics and services together).
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
    def is_told(self) -> bool:
        """Whether notices are sent: confirmed, and not left."""
        return self.confirmed_at is not None and self.left_at is None


class Recipient(TenantModel):
    """One letter of a notice to one subscriber, and what became of it. The database keeps it one.

    A letter is ``HANDING`` while the mail server has it and has not said yet that it took it. Who dies then leaves a letter of
    unknown fate: it becomes ``IN_DOUBT`` and is never sent again by itself. The keys that are the same in all rows of a notice
    are not checked row by row: tens of thousands are written by one statement.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        HANDING = "handing", _("being handed over")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        IN_DOUBT = "in_doubt", _("in doubt")
        LEFT = "left", _("left before")

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
