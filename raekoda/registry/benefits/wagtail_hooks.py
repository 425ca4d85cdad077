"""Registrations in Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks

from raekoda.registry.benefits.admin.viewsets import BenefitsGroup


@hooks.register("register_admin_viewset")
def register_benefits() -> BenefitsGroup:
    return BenefitsGroup()
