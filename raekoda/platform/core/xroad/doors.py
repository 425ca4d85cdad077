"""Who may knock at a door that only the security server may use."""

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


def is_let_in(address: str, key: str, *, networks: Iterable[str], secret: str = "") -> bool:
    """Whether a request is the security server's: from one of its networks and, where a key is set, with that key. When
    neither is set nobody is let in."""
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
    """A question is not answered: HTTP status, and words in English for the asking system."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(status, words)
        self.words = words


def must_be_let_in(request: HttpRequest, client: str, clients: Iterable[str]) -> Member:
    """Only the security server (``RAEKODA_XROAD_NETWORKS``, ``RAEKODA_XROAD_KEY``), and over it only the systems named in
    ``clients``; who it is by X-Road-Client. Raises :class:`XRoadError`."""
    is_server = is_let_in(
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
