"""HTTP client of the security server, with our certificate and limits on time and size."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from raekoda.identity.registers.errors import LookupFailed
from raekoda.platform.core import outgoing

MAX_BYTES = 4 * 1024 * 1024


def send(
    method: str, url: str, *, headers: Mapping[str, str], content: bytes | None = None, seconds: float
) -> outgoing.Answer:
    """Send a request; returns the response whatever its status. Raises :class:`LookupFailed`."""
    try:
        return outgoing.request(
            method,
            url,
            content=content,
            headers=headers,
            seconds=seconds,
            most_bytes=MAX_BYTES,
            trust=_get_ssl_context(),
        )
    except outgoing.Forbidden as error:
        raise LookupFailed("address") from error
    except outgoing.NotReached as error:
        raise LookupFailed("time-out" if "time" in str(error).lower() else "not reached", is_down=True) from error
    except OSError as error:
        raise LookupFailed("certificate") from error


def _get_ssl_context() -> ssl.SSLContext:
    return _context(settings.RAEKODA_XROAD_AUTHORITY, settings.RAEKODA_XROAD_CERTIFICATE)


@lru_cache(maxsize=4)
def _context(authority: str, certificate: str) -> ssl.SSLContext:
    """TLS context with the configured authority and client certificate."""
    context = ssl.create_default_context(cafile=authority or None)
    if certificate:
        context.load_cert_chain(certificate)
    return context
