from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import User
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.platform.core.tokens import new_mail_token


class Letter(TenantModel):
    """One outgoing e-mail. ``key`` identifies its event and recipient, so that nothing is sent twice."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("came back")
        SKIPPED = "skipped", _("not sent: no person reads it")

    key = models.CharField(max_length=120)
    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.SET_NULL, null=True, blank=True, related_name="letters"
    )
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    language = models.CharField(max_length=2, default="et")
    leave_url = models.CharField(max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=7, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True, help_text=_("When a job to send it was last made."))
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=26, default=new_mail_token, blank=True, editable=False)
    in_reply_to = models.CharField(max_length=250, blank=True, help_text="Message-ID of the letter it answers.")
    references = models.TextField(blank=True, help_text="Message-IDs of the thread, oldest first.")
    answer_to = models.EmailField(blank=True, help_text="The box through which its case came.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint("municipality", "key", name="letter_once")]
        indexes = [
            models.Index(fields=["municipality", "-id"], name="letter_newest"),
            models.Index(fields=["id"], name="letter_waiting", condition=models.Q(status="queued")),
            models.Index(fields=["token"], name="letter_token", condition=~models.Q(token="")),
        ]

    def __str__(self) -> str:
        return self.subject


class Heard(TenantModel):
    """An incoming letter of a case's sender: replies refer to it, so that mail programs show one thread."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="heard", db_index=False)
    message_id = models.CharField(max_length=250)
    references = models.TextField(blank=True)
    box = models.EmailField(blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("case", "message_id", name="heard_once")]
        indexes = [models.Index(fields=["case", "-id"], name="heard_newest")]

    def __str__(self) -> str:
        return self.message_id


class MailSender(models.Model):
    """A municipality's own sender address, when it does not use the installation's, and its signing key (DKIM)."""

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="mail_sender")
    address = models.EmailField(
        _("address that letters come from"),
        blank=True,
        help_text=_("Empty: the installation's address. The domain has to let this installation send (SPF)."),
    )
    selector = models.CharField(
        _("name of the key in the DNS"), max_length=60, default="raekoda", validators=[RegexValidator(r"^[a-z0-9-]+$")]
    )
    key = EncryptedField(blank=True, editable=False)
    is_signing = models.BooleanField(
        _("sign letters"), default=False, help_text=_("Switch it on when the record below stands in the DNS.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("sender of letters")
        verbose_name_plural = _("senders of letters")

    def __str__(self) -> str:
        return self.address


class Wording(TenantModel):
    """A municipality's own wording of one kind of letter in one language, instead of the built-in one."""

    name = models.CharField(_("letter"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject line"), max_length=200)
    body = models.TextField(_("text"), max_length=6000)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("own wording")
        verbose_name_plural = _("own wordings")
        constraints = [models.UniqueConstraint("municipality", "name", "language", name="wording_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.language}"
