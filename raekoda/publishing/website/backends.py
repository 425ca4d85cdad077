"""Sign-in rights: a group of one municipality counts only on that municipality's host."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q
from django_scopes import get_scope


def effective_groups(user: Any) -> Q:
    """Condition on the groups of the user that apply: of the current municipality or of none."""
    municipality = get_scope().get("municipality")
    return Q(user=user) & (Q(of_municipality=None) | Q(of_municipality__municipality=municipality))


class MunicipalityBackend(ModelBackend):
    """Django's own backend, without the permissions of groups of other municipalities."""

    def _get_group_permissions(self, user_obj: Any) -> Any:
        groups = user_obj.groups.model.objects.filter(effective_groups(user_obj))
        return Permission.objects.filter(group__in=groups)
