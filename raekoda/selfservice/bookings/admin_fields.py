"""Admin form fields that refer to records of a municipality."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db.models import ForeignKey
from django_scopes.exceptions import ScopeError
from django_scopes.forms import SafeModelChoiceField
from wagtail.admin.forms.models import register_form_field_override

from raekoda.selfservice.bookings.models import Group


class GroupChoice(SafeModelChoiceField):
    """A group of the current municipality; the queryset is set per form instance."""

    def __deepcopy__(self, memo: Any) -> GroupChoice:
        copied: GroupChoice = super().__deepcopy__(memo)
        with suppress(ScopeError):
            copied.queryset = Group.objects.all()
        return copied


def register_fields() -> None:
    """Use :class:`GroupChoice` for foreign keys to groups in admin forms."""
    register_form_field_override(ForeignKey, to=Group, override={"form_class": GroupChoice})
