"""What the room tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.platform.core.models import Municipality


@dataclass(frozen=True)
class BenefitsChanged:
    """A benefit or a rule of the municipality was added, changed or taken away."""

    municipality: Municipality
