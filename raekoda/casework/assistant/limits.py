"""Rate limits of questions per visitor, common to all channels."""

from __future__ import annotations

from django.http import HttpRequest

from raekoda.platform.core.ratelimit import allow, client_address

SCOPE = "assistant.ask"
LIMITS = ((20, 60), (200, 24 * 3600))


def may_ask(request: HttpRequest) -> bool:
    """Count a question by IP address; whether it is within the limits per minute and day."""
    address = client_address(request)
    return all(allow(f"{SCOPE}-{seconds}", address, limit, seconds) for limit, seconds in LIMITS)
