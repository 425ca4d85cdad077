"""How often may somebody do something: fixed windows counted in PostgreSQL, shared by all processes."""

from __future__ import annotations

import hashlib

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
    """The address of the client as the web server saw it; forwarded headers are believed only through settings."""
    return request.META.get("REMOTE_ADDR", "")
