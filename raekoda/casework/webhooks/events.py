"""What the room tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.casework.webhooks.models import Endpoint


@dataclass(frozen=True)
class EndpointSwitchedOff:
    """Nothing more is sent to an endpoint, because it failed for days or said that it is gone."""

    endpoint: Endpoint
