from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.reasons import Reason
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.apikeys import AbstractApiKey
from raekoda.platform.core.dated import DatedRule
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_ref
from raekoda.registry.services.models import Service, Topic

MEGABYTE = 1024 * 1024


class IntakeChannel(models.TextChoices):
    IMAP = "imap", _("mail server (IMAP)")
    LMTP = "lmtp", _("mail server (LMTP)")
    HTTP = "http", _("API")
    FOLDER = "folder", _("folder")


class State(models.TextChoices):
    WAITING = "waiting", _("waits for its turn")
    CASE = "case", _("became a case")
    REPLY = "reply", _("reply to a case")
    BOUNCE = "bounce", _("letter that came back")
    AUTOMATIC = "automatic", _("automatic")
    HELD = "held", _("waits for a decision")
    FAILED = "failed", _("not processed")
    DISCARDED = "discarded", _("discarded")


AWAITING_DECISION = (State.HELD, State.FAILED)
HANDLED = (State.CASE, State.REPLY)


class Box(TenantModel):
    """An e-mail address of the municipality: how its mail is fetched and the defaults of its cases."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS from the start (port 993)")
        STARTTLS = "starttls", _("STARTTLS (port 143)")
        NONE = "none", _("none: only within a machine")

    MOST_ATTEMPTS = 3
    """After so many failed attempts to fetch a letter staff are told of it."""

    address = models.EmailField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, blank=True, help_text=_("Empty: decided by the text.")
    )
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.SET_NULL, null=True, blank=True)
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.SET_NULL, null=True, blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        help_text=_("Empty: by routing."),
    )
    imap_host = models.CharField(
        _("IMAP server"), max_length=200, blank=True, help_text=_("Empty: mail comes by LMTP or the API.")
    )
    imap_port = models.PositiveIntegerField(
        _("IMAP port"), default=993, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    imap_security = models.CharField(_("encryption"), max_length=8, choices=Security.choices, default=Security.TLS)
    imap_user = models.CharField(_("IMAP user"), max_length=200, blank=True)
    imap_password = EncryptedField(_("IMAP password"), blank=True, default="")
    imap_folder = models.CharField(_("IMAP folder"), max_length=200, default="INBOX")
    imap_done_folder = models.CharField(
        _("folder for what was taken in"), max_length=200, blank=True,
        help_text=_("Empty: the letter stays where it is, marked as read."),
    )  # fmt: skip
    most_megabytes = models.PositiveSmallIntegerField(
        _("largest letter, megabytes"), default=30, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    most_an_hour = models.PositiveSmallIntegerField(
        _("letters of one sender in an hour"), default=20, validators=[MinValueValidator(1)],
        help_text=_("Letters above this wait for a decision: they are mostly a machine's."),
    )  # fmt: skip
    spam_headers = models.TextField(
        _("marks of spam"), default="X-Spam-Flag: YES", blank=True,
        help_text=_("One header with the beginning of its value a line. A letter with it waits for a decision."),
    )  # fmt: skip
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True, editable=False)
    unfetched: Any = models.JSONField(
        default=dict, editable=False, help_text="Attempts by UID, of letters that the server lists and does not give."
    )
    trouble = models.CharField(_("trouble"), max_length=200, blank=True, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(address=Lower("address")), name="box_lower")]

    def __str__(self) -> str:
        return self.address

    @property
    def letters_not_fetched(self) -> int:
        """Number of letters that the server did not give at several attempts."""
        return sum(attempts >= self.MOST_ATTEMPTS for attempts in self.unfetched.values())

    @property
    def most_bytes(self) -> int:
        return self.most_megabytes * MEGABYTE


class Mail(TenantModel):
    """An incoming letter. ``fingerprint`` is a digest of its Message-Id and content: each letter is stored once."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    box = models.ForeignKey(Box, verbose_name=_("mailbox"), on_delete=models.SET_NULL, null=True, related_name="mails")
    door = models.CharField(max_length=6, choices=IntakeChannel.choices)
    recipient = models.CharField(max_length=254, blank=True, help_text="As the mail server gave it; may hold a token.")
    received_at = models.DateTimeField(_("received"))
    size = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    detail = models.CharField(max_length=200, blank=True, help_text="Words without personal data.")
    attempts = models.PositiveSmallIntegerField(default=0)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    sender_name = models.CharField(max_length=160, blank=True)
    sender_key = models.CharField(max_length=64, blank=True, help_text="Digest of the sender's address.")
    subject = models.CharField(_("subject line"), max_length=200, blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    forget_after = models.DateField(null=True, blank=True, help_text="The last day of its period.")
    is_forgotten = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint("municipality", "fingerprint", name="mail_once"),
            models.UniqueConstraint("case", condition=Q(state=State.CASE), name="mail_opens_case_once"),
            models.CheckConstraint(condition=~Q(is_forgotten=True) | Q(sender="", subject=""), name="mail_forgotten"),
        ]
        indexes = [
            models.Index(fields=["municipality", "-id"], name="mail_newest"),
            models.Index(fields=["municipality", "state", "-id"], name="mail_state"),
            models.Index(fields=["municipality", "sender_key", "received_at"], name="mail_sender"),
            models.Index(fields=["municipality", "id"], name="mail_waiting", condition=Q(state=State.WAITING)),
            models.Index(fields=["municipality", "message_id"], name="mail_id", condition=~Q(message_id="")),
            models.Index(fields=["forget_after"], name="mail_period", condition=Q(is_forgotten=False)),
        ]

    def __str__(self) -> str:
        return self.ref


class Content(TenantModel):
    """The original letter and its parsed content, in a table of its own so that they can be erased."""

    mail = models.OneToOneField(Mail, on_delete=models.CASCADE, related_name="content")
    raw = models.BinaryField()
    text = models.TextField(blank=True)
    trimmed = models.TextField(blank=True, help_text="Quoted letters and signatures, taken out of the text.")
    parts: Any = models.JSONField(default=list, blank=True, help_text="[{name, type, size, kept, words, inside}]")

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return f"{self.mail_id}"


class RetentionPeriod(DatedRule):
    """Days for which letters are retained. Dated, with its source; the municipality's own rule takes precedence."""

    class Of(models.TextChoices):
        HANDLED = "handled", _("letters that became cases and replies")
        OTHER = "other", _("other letters")

    of = models.CharField(_("letters"), max_length=8, choices=Of.choices)
    days = models.PositiveIntegerField(_("days after receiving"))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")

    def __str__(self) -> str:
        return f"{self.get_of_display()}: {self.days}"


class DoorKey(AbstractApiKey):
    """An API key of a mail server, valid only for submitting letters. Only its digest is stored."""

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("key for letters")
        verbose_name_plural = _("keys for letters")
