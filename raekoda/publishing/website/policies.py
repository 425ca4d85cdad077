"""Wagtail permission policies: pages and files of the municipality of the host only.

A platform operator (superuser) sees everything on every host.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import GroupPagePermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from raekoda.publishing.website.backends import effective_groups


class MunicipalityPagePolicy(PagePermissionPolicy):
    """Wagtail's policy of pages over the groups that apply on this host."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupPagePermission]:
        permissions = super().get_all_permissions_for_user(user)
        if user.is_anonymous:
            return permissions
        return permissions.filter(group__in=user.groups.model.objects.filter(effective_groups(user)))


class MunicipalityFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy of images and documents over the groups that apply on this host."""

    def get_all_permissions_for_user(self, user: Any) -> Any:
        permissions = super().get_all_permissions_for_user(user)
        if user.is_anonymous:
            return permissions
        return permissions.filter(group__in=user.groups.model.objects.filter(effective_groups(user)))
