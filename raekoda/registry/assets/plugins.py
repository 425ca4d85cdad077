"""Registrations in Wagtail."""

from raekoda.registry.assets import (
    admin,
    permissions,  # noqa: F401
)

admin.register_policies()
