from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.channels.recordings.problems import Problem, describe_problem
from raekoda.identity.accounts.models import User
from raekoda.platform.core.apikeys import AbstractApiKey
from raekoda.platform.core.dated import DatedRule
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tokens import new_ref, new_token


class Kind(models.TextChoices):
    AUDIO = "audio", _("call recording")
    DOCUMENT = "document", _("letter")


class Source(models.TextChoices):
    FOLDER = "folder", _("watched folder")
    API = "api", _("API")
    UPLOAD = "upload", _("upload at the desk")


class State(models.TextChoices):
    WAITING = "waiting", _("waits for its turn")
    WORKING = "working", _("in work")
    READY = "ready", _("ready")
    FAILED = "failed", _("not processed")
    DELETED = "deleted", _("file deleted")


def upload_path(recording: Recording, name: str) -> str:
    """Storage path of a file: a random name under the municipality's code, independent of the original name."""
    return f"recordings/{recording.municipality.code}/{new_token()}"


class Recording(TenantModel):
    """A call recording or a letter. ``transcript`` and ``segments`` are redacted; the file and the unredacted transcript
    (:class:`RawTranscript`) are deleted after ``delete_after``."""

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    format = models.CharField(max_length=4, help_text="wav, mp3, ogg, flac, pdf, docx, eml, txt; empty for others")
    source = models.CharField(max_length=10, choices=Source.choices)
    name = models.CharField(_("name of the file"), max_length=100, help_text="For people to read; never a path.")
    reference = models.CharField(_("reference of the sender"), max_length=100, blank=True)
    file = models.FileField(upload_to=upload_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    consent = models.BooleanField(_("the caller or writer agreed that answers are made of it"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_seconds = models.FloatField(default=0, help_text="How much of the audio has been transcribed.")
    engine = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    attachments: Any = models.JSONField(default=list, blank=True, help_text="Names of a letter's attachments.")
    delete_after = models.DateField(_("kept until"), help_text="The last day of its period.")
    transcript = models.TextField(blank=True)
    segments: Any = models.JSONField(default=list, blank=True, help_text="[{start, end, text}] without personal data")
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint("municipality", "sha256", name="recording_content_once"),
            models.CheckConstraint(
                condition=~Q(state="deleted") | Q(file="", transcript=""), name="deleted_recording_is_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-id"], name="recording_state"),
            models.Index(fields=["delete_after"], name="recording_period", condition=~Q(state="deleted")),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def problem_description(self) -> tuple[str, str]:
        """Label of the problem and next steps in the active language; two empty strings when there is none."""
        return describe_problem(self.problem)

    @property
    def progress(self) -> int:
        """Transcribed share of the audio in percent."""
        return min(100, round(100 * self.done_seconds / self.seconds)) if self.seconds else 0


class RawTranscript(TenantModel):
    """The unredacted transcript, in a table of its own so that it can be deleted with the file."""

    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="raw")
    text = models.TextField(blank=True)
    segments: Any = models.JSONField(default=list, blank=True)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return f"{self.recording_id}"


class Proposal(TenantModel):
    """A question found in a recording with its reply; an official creates a draft from it or rejects it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a decision")
        DRAFTED = "drafted", _("made into a draft")
        REFUSED = "refused", _("put aside")

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="proposals")
    question = models.TextField(_("question"))
    reply = models.TextField(_("answer"), blank=True)
    language = models.CharField(max_length=2, default="et")
    start = models.FloatField(null=True, blank=True, help_text="Second of the audio at which the question begins.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    exchange_ref = models.CharField(max_length=40, blank=True, help_text="The question in the list of what is asked.")
    answer = models.ForeignKey(PublishedAnswer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.recording_id}"


class RetentionPeriod(DatedRule):
    """Days for which files of a kind are retained. Dated, with its source; the municipality's own rule takes precedence."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    days = models.PositiveIntegerField(_("days after receiving"))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days}"


class IntakeKey(AbstractApiKey):
    """An API key of another system, valid only for submitting recordings and letters. Only its digest is stored."""

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("key for recordings")
        verbose_name_plural = _("keys for recordings")
