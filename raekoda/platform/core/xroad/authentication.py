"""Authentication of the X-Road security server, the only allowed caller of X-Road endpoints."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from raekoda.platform.core.errors import RequestError
from raekoda.platform.core.ratelimit import client_address
from raekoda.platform.core.xroad.names import Member

KEY_HEADER = "X-Raekoda-Xroad-Key"


def is_allowed(address: str, key: str, *, networks: Iterable[str], secret: str = "") -> bool:
    """Whether a request comes from the security server: from one of its networks and, where a key is set, with that key.
    When neither is set, every request is refused."""
    networks = list(networks)
    if not networks and not secret:
        return False
    if secret and not constant_time_compare(key, secret):
        return False
    return not networks or _is_within(address, networks)


def _is_within(address: str, networks: list[str]) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in ipaddress.ip_network(network) for network in networks)


class XRoadError(RequestError):
    """A request is refused: HTTP status, and a message in English for the calling system."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.message = message


def require_allowed(request: HttpRequest, client: str, clients: Iterable[str]) -> Member:
    """Require the security server (``RAEKODA_XROAD_NETWORKS``, ``RAEKODA_XROAD_KEY``) and one of ``clients`` as the calling
    system. Returns it from X-Road-Client. Raises :class:`XRoadError`."""
    is_server = is_allowed(
        client_address(request), request.headers.get(KEY_HEADER, ""),
        networks=settings.RAEKODA_XROAD_NETWORKS, secret=settings.RAEKODA_XROAD_KEY,
    )  # fmt: skip
    if not is_server:
        raise XRoadError(403, "Only the security server may call this address.")
    member = Member.of_path(client)
    if member is None:
        raise XRoadError(400, "X-Road-Client is missing or names no member.")
    if str(member) not in clients:
        raise XRoadError(403, f"{member} may not ask this service.")
    return member
