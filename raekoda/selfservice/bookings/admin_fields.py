"""Form fields of the registers that point to records of a municipality."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db.models import ForeignKey
from django_scopes.exceptions import ScopeError
from django_scopes.forms import SafeModelChoiceField
from wagtail.admin.forms.models import register_form_field_override

from raekoda.selfservice.bookings.models import Group


class GroupChoice(SafeModelChoiceField):
    """A group of the open municipality, also in rows of a form that are made later."""

    def __deepcopy__(self, memo: Any) -> GroupChoice:
        copied: GroupChoice = super().__deepcopy__(memo)
        with suppress(ScopeError):
            copied.queryset = Group.objects.all()
        return copied


def register_fields() -> None:
    """A choice of groups starts empty and is filled in the open scope."""
    register_form_field_override(ForeignKey, to=Group, override={"form_class": GroupChoice})
