"""Forms of services and their published versions."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.identity.accounts.models import User
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.tokens import new_ref
from raekoda.registry.forms import definition as definitions
from raekoda.registry.forms.definition import Definition
from raekoda.registry.services.models import Service


class Form(TenantModel):
    """A form of a service. Officials edit ``draft``; people fill in ``current`` while the form is open.

    ``revision`` is incremented by every change of the draft, for optimistic locking.
    """

    ref = models.CharField(max_length=10, default=new_ref, unique=True, editable=False)
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name of the form"), max_length=160, help_text=_("For colleagues, in lists."))
    draft: Any = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    current = models.ForeignKey(
        "FormVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    is_open = models.BooleanField(_("open for applications"), default=False, editable=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        constraints = [
            models.UniqueConstraint("service", name="one_open_form_of_service", condition=Q(is_open=True)),
            models.CheckConstraint(condition=Q(is_open=False) | Q(current__isnull=False), name="open_form_has_version"),
        ]
        indexes = [models.Index(fields=["municipality", "-changed_at", "-id"], name="form_changed")]

    def __str__(self) -> str:
        return self.name

    @property
    def draft_definition(self) -> Definition:
        """The draft as a definition."""
        return definitions.read(self.draft)


class FormVersion(TenantModel):
    """A published version, to which applications refer. A database trigger forbids changing and deleting it."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    definition: Any = models.JSONField()
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("form", "number", name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.number}"

    @cached_property
    def parsed(self) -> Definition:
        """The parsed definition, cached in the process: a version never changes."""
        key = (self.pk, self.published_at.isoformat())
        return _cached_definition(key, _Holder(self.definition)) if self.pk else definitions.read(self.definition)


class _Holder:
    """Passes a definition as an argument outside of the cache key: all holders are equal."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=256)
def _cached_definition(key: tuple[int, str], holder: _Holder) -> Definition:
    return definitions.read(holder.value)
