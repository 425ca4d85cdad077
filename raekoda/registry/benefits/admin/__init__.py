"""Benefits and their rules in Wagtail's admin."""

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
    """Service owners and administrators of the current municipality manage its benefits."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_authenticated and Actor.staff(user).may("benefits.write"))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet[User]:
        return members_who_can(Capability.CONFIGURE, or_superuser=True)


def register_policies() -> None:
    """Register the permission policies of benefits in Wagtail."""
    from raekoda.registry.benefits.models import Benefit, BenefitRule

    for model in (Benefit, BenefitRule):
        register_permission_policy(model, RolePolicy(model))
