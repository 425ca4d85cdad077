"""Access log, opened pages of persons, and the municipality's identity in the state's data tracker."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import JournalEntry, Municipality, TenantModel
from raekoda.platform.core.tokens import new_token


class Look(TenantModel):
    """An entry of the access log: who accessed a person's data, when, what and why. The database refuses changes and
    deletion.

    ``by_words`` is the official's job title and unit, or the system's name, on that day.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("when"))
    actor_kind = models.CharField(max_length=12, choices=JournalEntry.ActorKind.choices)
    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False)
    by_words = models.CharField(_("who"), max_length=300)
    action = models.CharField(_("what"), max_length=60)
    purpose = models.CharField(_("why"), max_length=300)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=40, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("look at a person's data")
        verbose_name_plural = _("looks at persons' data")
        indexes = [models.Index(fields=["person", "-id"], name="look_person")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class Opening(TenantModel):
    """An official opened a person's page or access log with a reason. Valid for ``LIFETIME``, for that official only."""

    class Kind(models.TextChoices):
        PERSON = "person", _("page of a person")
        LOOKS = "looks", _("looks at a person's data")

    LIFETIME = timedelta(minutes=30)

    ref = models.CharField(max_length=22, default=new_token, unique=True, editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    opened_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("opened page of a person")
        verbose_name_plural = _("opened pages of persons")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Receiver(TenantModel):
    """The municipality's registry code and system name in the responses to the state's data tracker."""

    code = models.CharField(_("registry code"), max_length=20)
    system = models.CharField(_("name of the system"), max_length=120, default="Raekoda")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("the municipality in the data tracker")
        verbose_name_plural = _("municipalities in the data tracker")
        constraints = [models.UniqueConstraint("municipality", name="one_tracker_receiver")]

    def __str__(self) -> str:
        return self.code
