"""How often may somebody do something: fixed windows counted in PostgreSQL, shared by all processes."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import connection
from django.http import HttpRequest


def allow(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one use of ``scope`` by ``key`` and say whether it is within ``limit`` per ``seconds``. The key is hashed."""
    digest = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_ratecounter AS c (key, count, expires_at)
            VALUES (%(key)s, 1, now() + make_interval(secs => %(seconds)s))
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN c.expires_at < now() THEN 1 ELSE c.count + 1 END,
                expires_at = CASE WHEN c.expires_at < now() THEN excluded.expires_at ELSE c.expires_at END
            RETURNING count
            """,
            {"key": f"{scope}:{digest}", "seconds": seconds},
        )
        (count,) = cursor.fetchone()
    return count <= limit


def client_address(request: HttpRequest) -> str:
    """The address of the client: the one the web server saw or, behind ``RAEKODA_PROXIES`` proxies of the
    installation's own, the one that the outermost of them wrote into ``X-Forwarded-For``. What stands further left
    in that header was written by the client and is not believed."""
    proxies = settings.RAEKODA_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")
