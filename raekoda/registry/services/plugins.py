"""Registrations in Wagtail and in other apps."""

from django.apps import apps
from django.db.models.signals import post_migrate

from raekoda.registry.services import (
    approval,
    permissions,  # noqa: F401
    publishing,  # noqa: F401
)
from raekoda.registry.services.admin.forms import register_fields

approval.register_policies()
register_fields()
post_migrate.connect(approval.ensure_workflow, sender=apps.get_app_config("services"))
