"""Choices of staff forms: services and areas, with their names only."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from raekoda.identity.places.models import Area
from raekoda.platform.core.tenancy import current
from raekoda.registry.services.models import Service

SERVICE_NAMES = ("id", "name", *(f"name_{code}" for code, _name in settings.LANGUAGES))


def services_in_use(also: int | None = None) -> QuerySet[Service]:
    """Public services by name, and the one with the key ``also`` in any state."""
    return known_services().filter(Q(live=True) | Q(pk=also))


def known_services() -> QuerySet[Service]:
    """Every service that a case may have, by name."""
    return Service.objects.only(*SERVICE_NAMES).order_by("name")


def districts() -> QuerySet[Area]:
    """The municipality's own districts by name."""
    return Area.objects.filter(municipality=current()).defer("geometry").order_by("name")
