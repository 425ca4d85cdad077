"""Permissions for editing and publishing in Wagtail: roles of the current municipality, not site-wide groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.models import Unit, User
from raekoda.identity.accounts.queries import members_who_can
from raekoda.platform.core.actor import Actor
from raekoda.registry.services.models import MunicipalApproval, Service, Topic

WORKFLOW_NAME = "Teenuse kirjelduse kinnitamine"
TASK_NAME = "Toimetaja kinnitab"
PUBLISHING = frozenset({"publish", "unpublish", "unlock", "delete"})


class RolePolicy(ModelPermissionPolicy):
    """Writers of the current municipality add and change; its editors and administrators publish and delete."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not user.is_active or not user.is_authenticated:
            return False
        return Actor.staff(user).may("services.publish" if action in PUBLISHING else "services.write")

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet[User]:
        is_only_publishing = all(action in PUBLISHING for action in actions)
        return members_who_can(Capability.PUBLISH if is_only_publishing else Capability.WRITE, or_superuser=True)


def register_policies() -> None:
    """Register the permission policies of services, topics and units in Wagtail."""
    for model in (Service, Topic, Unit):
        register_permission_policy(model, RolePolicy(model))


def ensure_workflow(**_: Any) -> None:
    """Create the approval workflow for services whose author may not publish. Idempotent."""
    content_type = ContentType.objects.get_for_model(Service)
    if WorkflowContentType.objects.filter(content_type=content_type).exists():
        return
    task, _created = MunicipalApproval.objects.get_or_create(name=TASK_NAME)
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
