"""Events that higher layers may handle."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.casework.webhooks.models import Endpoint


@dataclass(frozen=True)
class EndpointSwitchedOff:
    """The system switched an endpoint off: it failed for days or answered 410 Gone."""

    endpoint: Endpoint
