"""How often one visitor may ask: the same at every door."""

from __future__ import annotations

from django.http import HttpRequest

from raekoda.platform.core.ratelimit import allow, client_address

SCOPE = "assistant.ask"
LIMITS = ((20, 60), (200, 24 * 3600))


def may_ask(request: HttpRequest) -> bool:
    """Count one question by the visitor's address and say whether it is within the limits of a minute and of a day."""
    address = client_address(request)
    return all(allow(f"{SCOPE}-{seconds}", address, limit, seconds) for limit, seconds in LIMITS)
