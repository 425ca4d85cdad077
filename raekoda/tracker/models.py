"""Who has looked at a person's data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.core.models import JournalEntry, Municipality, TenantModel
from raekoda.people.models import User
from raekoda.persons.models import Person


class Look(TenantModel):
    """One look at one person's data: who, when, what, why. The database refuses to change or delete it.

    ``by_words`` is the official's title and unit, or the system's name, as it was on the day.
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
