"""Events of benefits."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.platform.core.models import Municipality


@dataclass(frozen=True)
class BenefitsChanged:
    """A benefit or a rule of the municipality was added, changed or deleted."""

    municipality: Municipality
