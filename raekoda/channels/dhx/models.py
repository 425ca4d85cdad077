"""Documents exchanged with other authorities and with the municipality's own document system."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case, Kind
from raekoda.identity.accounts.models import User
from raekoda.platform.core.clock import today
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.tokens import new_ref, new_token
from raekoda.registry.services.models import Service

registry_code = RegexValidator(r"^[0-9A-Za-z]{1,20}$", _("A registry code has digits only."))
subsystem_name = RegexValidator(r"^DHX[^\s/]*$", _("The name of the subsystem begins with DHX."))


class MemberClass(models.TextChoices):
    GOV = "GOV", _("public authority (GOV)")
    COM = "COM", _("company (COM)")
    NGO = "NGO", _("non-profit association (NGO)")
    NEE = "NEE", _("foreign organisation (NEE)")


class OwnAddress(TenantModel):
    """The registry code and X-Road subsystem under which this municipality or an agency of it receives documents."""

    name = models.CharField(_("name of the authority"), max_length=160)
    registry_code = models.CharField(_("registry code"), max_length=20, validators=[registry_code])
    member_class = models.CharField(
        _("member class"), max_length=3, choices=MemberClass.choices, default=MemberClass.GOV
    )
    subsystem = models.CharField(_("subsystem"), max_length=60, default="DHX", validators=[subsystem_name])
    is_represented = models.BooleanField(
        _("through the intermediary"),
        default=False,
        help_text=_("Set: documents come and go under the intermediary's name. Not set: an X-Road member of its own."),
    )
    since = models.DateField(_("since"), default=today)
    until = models.DateField(_("until"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedManager(municipality="municipality")
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("own address of document exchange")
        verbose_name_plural = _("own addresses of document exchange")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("registry_code", "subsystem", name="exchange_address_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.registry_code})"


class Participant(TenantModel):
    """The address book: an authority that receives documents over X-Road, itself or through an intermediary."""

    name = models.CharField(_("name"), max_length=160)
    registry_code = models.CharField(_("registry code"), max_length=20, validators=[registry_code])
    member_class = models.CharField(
        _("member class"), max_length=3, choices=MemberClass.choices, default=MemberClass.GOV
    )
    subsystem = models.CharField(_("subsystem"), max_length=60, default="DHX", validators=[subsystem_name])
    system = models.CharField(
        _("system"), max_length=60, blank=True, help_text=_("Only where an intermediary serves several of its systems.")
    )
    intermediary = models.ForeignKey(
        "self", verbose_name=_("through the intermediary"), on_delete=models.PROTECT, null=True, blank=True,
        limit_choices_to={"is_intermediary": True},
        help_text=_("Empty: the authority takes documents itself."),
    )  # fmt: skip
    is_intermediary = models.BooleanField(_("an intermediary of others"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedManager(municipality="municipality")
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("participant of document exchange")
        verbose_name_plural = _("participants of document exchange")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "municipality", "registry_code", "subsystem", "system", name="exchange_participant_once"
            ),
        ]

    def __str__(self) -> str:
        system = self.system or ("" if self.subsystem == "DHX" else self.subsystem)
        return f"{self.name} ({self.registry_code}{f', {system}' if system else ''})"


class TypeRule(TenantModel):
    """Which kind of case a document of a type becomes, and for which service."""

    document_type = models.CharField(_("type of document"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.SET_NULL, null=True, blank=True)

    objects = ScopedManager(municipality="municipality")
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kind by type of document")
        verbose_name_plural = _("kinds by type of document")
        ordering = ["document_type"]
        constraints = [
            models.UniqueConstraint("municipality", Lower("document_type"), name="exchange_type_once"),
        ]

    def __str__(self) -> str:
        return self.document_type


class Direction(models.TextChoices):
    IN = "in", _("received")
    OUT = "out", _("sent out")


class Route(models.TextChoices):
    DHX = "dhx", _("document exchange")
    FOLDER = "folder", _("document system")


class State(models.TextChoices):
    RECEIVED = "received", _("received")
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("delivered")
    FAILED = "failed", _("not delivered")


def place_of(document: Document, name: str) -> str:
    """The storage path of a capsule: a random name under the municipality's code."""
    return f"exchange/{document.municipality.code}/{new_token()}.xml"


class Document(TenantModel):
    """A received or sent document, with its capsule stored unchanged. ``partner_id`` is the X-Road identifier of the other
    system; with ``consignment_id`` it names a consignment, which is received once."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    route = models.CharField(_("way"), max_length=6, choices=Route.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="documents")
    message_id = models.BigIntegerField(null=True, blank=True, help_text="The message of the case that it holds.")
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    address = models.ForeignKey(OwnAddress, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    partner_id = models.CharField(max_length=200)
    partner_code = models.CharField(_("registry code"), max_length=60, blank=True)
    partner_name = models.CharField(_("other side"), max_length=200, blank=True)
    consignment_id = models.CharField(max_length=200)
    receipt_id = models.CharField(max_length=200, blank=True)
    capsule = models.FileField(upload_to=place_of, max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    guid = models.CharField(max_length=36)
    document_type = models.CharField(_("type of document"), max_length=80, blank=True)
    identifier = models.CharField(_("register number"), max_length=120, blank=True)
    dated_at = models.DateTimeField(_("registered by the sender"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    reply_due = models.DateField(_("answer awaited by"), null=True, blank=True)
    is_restricted = models.BooleanField(_("for internal use"), default=False)
    restrictions: Any = models.JSONField(default=list, blank=True)
    files: Any = models.JSONField(default=list, blank=True, help_text="[{name, type, size, main, kept, why}]")
    registration_number = models.CharField(_("number in the document system"), max_length=120, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField(_("received or written"))
    ended_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                "municipality", "partner_id", "consignment_id", condition=Q(direction="in"), name="exchange_taken_once"
            ),
            models.UniqueConstraint(
                "case", "message_id", condition=Q(direction="out", message_id__isnull=False),
                name="exchange_message_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(direction="in", state="received") | (Q(direction="out") & ~Q(state="received")),
                name="exchange_state_of_direction",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["municipality", "direction", "-id"], name="exchange_document_newest"),
            models.Index(fields=["municipality", "guid"], name="exchange_document_guid"),
            models.Index(fields=["municipality", "-id"], name="exchange_document_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return self.title or self.ref

    @property
    def restricted_until(self) -> date | None:
        """The last day of the restriction; None when it has none."""
        days = [each["ends"] for each in self.restrictions if each.get("ends")]
        return date.fromisoformat(max(days)) if days else None
