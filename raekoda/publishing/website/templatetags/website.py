"""Tags of the pages of the site."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.tenancy import current
from raekoda.publishing.website.addresses import address as address_of
from raekoda.registry.services.models import Service

register = template.Library()
DEFAULT_SERVICE_ICON = "arrow-right"


@register.filter
def address(page: Page) -> str:
    """``{{ page|address }}``: where the page stands on its own site."""
    return address_of(page)


@register.filter
def service_icon(service: Service) -> str:
    """The icon of the service's first topic, or of the topic above it."""
    for topic in service.topics.all():
        icon = topic.icon or (topic.parent.icon if topic.parent else "")
        if icon:
            return icon
    return DEFAULT_SERVICE_ICON


@register.simple_tag
def municipality_contact() -> dict[str, Any]:
    """The open municipality's name, phone, e-mail and address."""
    here = current()
    return {"name": here.name, "phone": here.phone, "email": here.email, "address": here.street_address}


@register.simple_tag
def units_in_use() -> list[Unit]:
    """The open municipality's units in use, by name."""
    return list(Unit.objects.filter(is_active=True))
