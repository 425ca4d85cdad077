"""Who may knock at a door that only the security server may use."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from django.utils.crypto import constant_time_compare


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
