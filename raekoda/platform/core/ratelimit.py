"""Rate limits: fixed windows counted in PostgreSQL, shared by all processes."""

from __future__ import annotations

import hashlib
import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

IPV6_PREFIX = 64
"""The IPv6 prefix of one subscriber, who controls all its addresses."""


def allow(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one use of ``scope`` by ``key`` and say whether it is within ``limit`` per ``seconds``. The key is hashed."""
    return retry_after(scope, key, limit, seconds) == 0


def retry_after(scope: str, key: str, limit: int, seconds: int) -> int:
    """Count one use of ``scope`` by ``key``: 0 within ``limit`` per ``seconds``, else the seconds until the window ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_ratecounter AS c (key, count, expires_at)
            VALUES (%(key)s, 1, now() + make_interval(secs => %(seconds)s))
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN c.expires_at < now() THEN 1 ELSE c.count + 1 END,
                expires_at = CASE WHEN c.expires_at < now() THEN excluded.expires_at ELSE c.expires_at END
            RETURNING count, ceil(extract(epoch FROM expires_at - now()))::int
            """,
            {"key": _counter(scope, key), "seconds": seconds},
        )
        count, left = cursor.fetchone()
    return max(left, 1) if count > limit else 0


def take_back(scope: str, key: str) -> None:
    """Undo one counted use of ``scope`` by ``key``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_ratecounter SET count = count - 1 WHERE key = %s AND count > 0", [_counter(scope, key)]
        )


def _counter(scope: str, key: str) -> str:
    return f"{scope}:{hashlib.blake2b(network_of(key).encode(), digest_size=16).hexdigest()}"


def network_of(address: str) -> str:
    """What limits count as one client: an IPv4 address, or the /64 that an IPv6 address is in; other text as it is."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.IPv6Network((parsed, IPV6_PREFIX), strict=False))
    return address


def client_address(request: HttpRequest) -> str:
    """The address of the client: the one the web server saw or, behind ``RAEKODA_PROXIES`` proxies of the
    installation's own, the one that the outermost of them wrote into ``X-Forwarded-For``. What stands further left
    in that header was written by the client and is not believed."""
    proxies = settings.RAEKODA_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")
