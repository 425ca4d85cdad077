"""Wagtail admin of life events."""

from __future__ import annotations

from wagtail import hooks

from raekoda.selfservice.lifeevents.admin.viewsets import LifeEventViewSet


@hooks.register("register_admin_viewset")
def register_life_events() -> LifeEventViewSet:
    return LifeEventViewSet()
