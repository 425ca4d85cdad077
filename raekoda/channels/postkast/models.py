from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case
from raekoda.channels.postkast import rules
from raekoda.identity.accounts.models import User
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField


class Connection(TenantModel):
    """The municipality's connection to the administration interface of the state mailbox (private-api)."""

    class Way(models.TextChoices):
        BEARER = "bearer", _("in the header Authorization: Bearer")
        COOKIE = "cookie", _("in a cookie")

    base_url = models.URLField(pgettext_lazy("of a web page", "address"), max_length=300)
    way = models.CharField(_("how the token is given"), max_length=6, choices=Way.choices, default=Way.BEARER)
    cookie = models.CharField(_("name of the cookie"), max_length=60, blank=True)
    token = EncryptedField(blank=True, default="")
    headers: Any = models.JSONField(default=dict, blank=True, help_text="Further headers agreed on, by name.")
    profile_id = models.CharField(_("profile"), max_length=60, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    owner_name = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=120, blank=True, help_text="Code of what was wrong at the last check.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("connection to the state mailbox")
        verbose_name_plural = _("connections to the state mailbox")
        constraints = [models.UniqueConstraint("municipality", name="one_statebox_connection")]

    def __str__(self) -> str:
        return self.base_url


class Template(TenantModel):
    """A template of the state mailbox, with its texts by channel and language as last read from there."""

    remote_id = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    texts: Any = models.JSONField(default=list, help_text="[{channel, language, subject, content}]")
    is_active = models.BooleanField(_("in use"), default=True)
    seen_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("template of the state mailbox")
        verbose_name_plural = _("templates of the state mailbox")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("municipality", "remote_id", name="statebox_template_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def languages(self) -> list[str]:
        """Languages it can be sent in, Estonian first."""
        present = {text["language"] for text in self.texts}
        return [code for code in rules.LANGUAGES if code in present]

    def text_in(self, language: str) -> dict[str, str]:
        """Its text in ``language``, that of the mailbox before that of an e-mail; empty texts when there is none."""
        texts = [text for text in self.texts if text["language"] == language]
        texts.sort(key=lambda text: text["channel"] != rules.INBOX)
        return texts[0] if texts else {"channel": "", "language": language, "subject": "", "content": ""}


class Letter(TenantModel):
    """A letter about a case to a state mailbox. ``external_id`` identifies it at every attempt, so that it is sent once.

    ``code`` is the recipient's code: encrypted, and erased once the letter is sent; ``code_digest`` stays.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        UNSENT = "unsent", _("could not be sent")
        TAKEN = "taken", _("taken by the state mailbox")
        DELIVERED = "delivered", _("in the recipient's mailbox")
        READ = "read", _("read by the recipient")
        FAILED = "failed", _("not delivered by the state mailbox")

    external_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="state_letters")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="letters")
    language = models.CharField(_("language"), max_length=2)
    recipient = models.CharField(_("recipient"), max_length=8, choices=rules.Recipient.choices)
    code = EncryptedField(blank=True, default="")
    code_digest = models.CharField(max_length=64)
    title = models.CharField(_("subject"), max_length=200, blank=True)
    values: Any = models.JSONField(default=dict, blank=True)
    attachments: Any = models.JSONField(default=list, blank=True, help_text="Keys of files of the case.")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=120, blank=True)
    told = models.CharField(max_length=60, blank=True, help_text="The state in the words of the state mailbox.")
    operation_id = models.CharField(max_length=60, blank=True)
    notification_id = models.CharField(max_length=60, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("letter to the state mailbox")
        verbose_name_plural = _("letters to the state mailbox")
        constraints = [
            models.CheckConstraint(condition=Q(taken_at__isnull=True) | Q(code=""), name="statebox_code_until_taken"),
        ]
        indexes = [
            models.Index(fields=["municipality", "-id"], name="statebox_newest"),
            models.Index(
                fields=["checked_at", "id"], name="statebox_followed", condition=Q(state__in=("taken", "delivered"))
            ),
            models.Index(fields=["created_at"], name="statebox_with_code", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return str(self.external_id)
