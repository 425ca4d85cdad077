"""Sign-in rights: a group of one municipality counts only on that municipality's host."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q
from django_scopes import get_scope


def counting_groups(user: Any) -> Q:
    """Which of the user's groups count now: those of the open municipality, and those of none."""
    municipality = get_scope().get("municipality")
    return Q(user=user) & (Q(of_municipality=None) | Q(of_municipality__municipality=municipality))


class MunicipalityBackend(ModelBackend):
    """Django's own backend, but rights held through another municipality's group are not held here."""

    def _get_group_permissions(self, user_obj: Any) -> Any:
        groups = user_obj.groups.model.objects.filter(counting_groups(user_obj))
        return Permission.objects.filter(group__in=groups)
