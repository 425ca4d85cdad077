"""Wagtail admin of offers."""

from __future__ import annotations

from wagtail import hooks

from raekoda.selfservice.offers.admin.viewsets import OffersGroup


@hooks.register("register_admin_viewset")
def register_offers() -> OffersGroup:
    return OffersGroup()
