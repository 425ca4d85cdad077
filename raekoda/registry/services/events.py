"""Events of the register."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.registry.services.models import Service


@dataclass(frozen=True)
class ServicePublished:
    """A service became public, or its public text changed."""

    service: Service


@dataclass(frozen=True)
class ServiceWithdrawn:
    """A service is no longer public."""

    service: Service
