"""The case register: one record for every submission of a resident, whatever the channel."""

from __future__ import annotations

import re

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models.choices import OPEN_STATUSES, WITHOUT_REPLY, Channel, Kind, Outcome, Status
from raekoda.casework.cases.models.settings import ClockRule
from raekoda.casework.cases.numbers import format_number
from raekoda.identity.accounts.capabilities import SPECIAL, Sensitivity
from raekoda.identity.accounts.models import Contact, Unit, User
from raekoda.identity.persons.models import Person
from raekoda.identity.places.models import Area
from raekoda.platform.core.clock import local_day, today
from raekoda.platform.core.fields import PointField
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.text import detect_language
from raekoda.platform.core.tokens import new_ref, new_token
from raekoda.registry.assets.models import Asset
from raekoda.registry.services.models import Service, Topic

LONGEST_TITLE = 70
FIRST_SENTENCE = re.compile(r"[^\n]+?(?=[.!?](?:\s|$)|\n|$)[.!?]?")


class Case(TenantModel):
    """What a resident asked, reported or proposed, with the unit responsible and its deadline. Messages are related records."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    ref = models.CharField(max_length=10, default=new_ref, editable=False)
    token = models.CharField(max_length=22, default=new_token, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.NEW)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome.choices, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=2, default="et")
    subject = models.CharField(_("subject"), max_length=160)
    public_text = models.TextField(blank=True, help_text=_("What a stranger may read; contact data taken out."))
    is_public = models.BooleanField(_("shown to the public"), default=False)
    is_restricted = models.BooleanField(
        _("for internal use"),
        default=False,
        db_default=False,
        help_text=_("An access restriction stands on it: it never becomes public."),
    )
    sensitivity = models.CharField(
        _("sensitivity"), max_length=8, choices=Sensitivity.choices, default=Sensitivity.INTERNAL,
        db_default=Sensitivity.INTERNAL,
    )  # fmt: skip
    is_suspected = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("Words made it a special matter; no person has decided yet."),
    )
    withheld_until = models.DateField(
        _("withheld from the person concerned until"), null=True, blank=True,
        help_text=_("Until this day neither it nor who read it is shown on the pages of the person and the family."),
    )  # fmt: skip
    withheld_reason = models.CharField(_("reason for withholding"), max_length=300, blank=True)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    official = models.ForeignKey(
        User, verbose_name=_("official"), on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    contact = models.ForeignKey(Contact, verbose_name=_("sender"), on_delete=models.SET_NULL, null=True, blank=True)
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text=_("Whose matter it is, when a signed-in person opened it."),
    )
    concerned = models.ForeignKey(
        Person, verbose_name=_("person concerned"), on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_index=False, help_text=_("Whom a special matter is about, when that is not the sender."),
    )  # fmt: skip
    point = PointField(_("place"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.SET_NULL, null=True, blank=True, db_index=False
    )
    asset = models.ForeignKey(
        Asset,
        verbose_name=_("asset"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
    )
    attributes = models.JSONField(_("further data"), default=dict, blank=True)
    registered_at = models.DateTimeField(_("registered"))
    due_on = models.DateField(_("due"))
    clock = models.ForeignKey(ClockRule, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    clock_from = models.DateField(help_text=_("The day after which the period runs: of registration, or of reopening."))
    suspended_on = models.DateField(null=True, blank=True)
    suspended_days = models.PositiveSmallIntegerField(
        default=0, help_text=_("How long the clock stood still, in the unit of the period.")
    )
    extended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed"))
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    forwarded_to = models.CharField(_("forwarded to"), max_length=200, blank=True)
    score = models.PositiveSmallIntegerField(_("satisfaction"), null=True, blank=True)
    score_comment = models.TextField(blank=True)
    external_source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)
    words = SearchVectorField(null=True, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["ref"], name="case_ref_once"),
            models.UniqueConstraint(fields=["token"], name="case_token_once"),
            models.UniqueConstraint(
                "municipality",
                "external_source",
                "external_id",
                condition=~Q(external_id=""),
                name="case_external_once",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="case_closes_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(status="merged") | Q(merged_into__isnull=False), name="case_merged_into"
            ),
            models.CheckConstraint(
                condition=Q(is_restricted=False) | Q(is_public=False), name="case_restricted_is_not_public"
            ),
            models.CheckConstraint(
                condition=~Q(sensitivity__in=SPECIAL) | Q(is_restricted=True), name="case_special_is_restricted"
            ),
            models.CheckConstraint(
                condition=Q(withheld_until__isnull=True) | ~Q(withheld_reason=""), name="case_withheld_with_reason"
            ),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__range=(1, 5)), name="case_score_1_to_5"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_on", "id"], name="case_open_due", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["official", "due_on", "id"],
                name="case_open_official",
                condition=Q(closed_at__isnull=True, official__isnull=False),
            ),
            models.Index(fields=["municipality", "-id"], name="case_newest"),
            models.Index(fields=["municipality", "-id"], name="case_public", condition=Q(is_public=True)),
            models.Index(fields=["municipality", "-registered_at", "-id"], name="case_registered"),
            models.Index(fields=["municipality", "status", "-registered_at", "-id"], name="case_by_status"),
            models.Index(fields=["municipality", "service", "-registered_at", "-id"], name="case_by_service"),
            models.Index(fields=["municipality", "unit", "-registered_at", "-id"], name="case_by_unit"),
            models.Index(fields=["municipality", "-updated_at", "-id"], name="case_changed"),
            models.Index(fields=["asset", "-id"], name="case_asset", condition=Q(asset__isnull=False)),
            models.Index(fields=["person", "-id"], name="case_person", condition=Q(person__isnull=False)),
            models.Index(fields=["concerned", "-id"], name="case_concerned", condition=Q(concerned__isnull=False)),
            models.Index(fields=["merged_into"], name="case_merged", condition=Q(merged_into__isnull=False)),
            GistIndex(fields=["point"], name="case_point", condition=Q(point__isnull=False)),
            GinIndex(fields=["words"], name="case_words"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def number(self) -> str:
        """The number shown to people: year of registration and the key, unique in the installation."""
        return format_number(local_day(self.registered_at).year, self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def public_title(self) -> str:
        """The first words of the public text, up to the end of its first sentence; "" when it has none."""
        first = FIRST_SENTENCE.match(self.public_text.strip())
        return Truncator(" ".join(first[0].split()).rstrip(".")).chars(LONGEST_TITLE) if first else ""

    @cached_property
    def public_language(self) -> str:
        """The language in which the public text is written."""
        return detect_language(self.public_text, self.language)

    @property
    def people(self) -> list[Person]:
        """Whose matter it is, and whom it is about."""
        return [person for person in (self.person, self.concerned) if person is not None]

    @property
    def is_special(self) -> bool:
        """Whether it is a special matter: social welfare, child protection, health."""
        return self.sensitivity in SPECIAL

    @property
    def is_withheld(self) -> bool:
        """Whether it is withheld from the person concerned: by a dated restriction, or until a person has decided."""
        return self.is_suspected or (self.withheld_until is not None and today() <= self.withheld_until)

    @property
    def expects_reply(self) -> bool:
        """Whether the sender is promised an answer by ``due_on``."""
        return self.kind not in WITHOUT_REPLY

    @property
    def is_late(self) -> bool:
        """Open past its due day, or closed after it. A suspended case is never late: its clock is stopped."""
        if self.status == Status.SUSPENDED:
            return False
        return (local_day(self.closed_at) if self.closed_at else today()) > self.due_on


class Message(TenantModel):
    """A message on a case. Notes are internal; all others are between the sender and the municipality."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("what was sent")
        QUESTION = "question", _("question to the sender")
        REPLY = "reply", _("sender's reply")
        ANSWER = "answer", _("answer")
        UPDATE = "update", _("notice")
        NOTE = "note", _("internal note")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="message_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Attachment(TenantModel):
    """A file on a case, sanitised by ``core.files``. The public sees it only after an official released it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments", null=True, blank=True)
    ref = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    file = models.FileField(upload_to="cases/%Y/%m/")
    thumbnail = models.FileField(upload_to="cases/%Y/%m/", blank=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False)
    at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Follower(TenantModel):
    """Somebody who gets e-mails about a public report; confirmed by a link, ended by a link."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followers")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=2, default="et")
    token = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("case", "email", name="follow_once")]

    def __str__(self) -> str:
        return f"{self.case_id}"
