"""Layers in Wagtail's admin: permission policy, lists and forms, file imports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.models import User
from raekoda.identity.accounts.queries import members_who_can
from raekoda.platform.core.actor import Actor


class RolePolicy(ModelPermissionPolicy):
    """Writers of the current municipality add and change layers; its editors and administrators delete them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not user.is_active or not user.is_authenticated:
            return False
        return Actor.staff(user).may("assets.delete" if action == "delete" else "assets.write")

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet[User]:
        return members_who_can(Capability.WRITE, or_superuser=True)


def register_policies() -> None:
    """Register the permission policy of layers in Wagtail."""
    from raekoda.registry.assets.models import Layer

    register_permission_policy(Layer, RolePolicy(Layer))
