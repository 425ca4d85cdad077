"""The one way out: to the security server, with our certificate, bounded in time and size."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from raekoda.identity.registers.errors import Trouble
from raekoda.platform.core import outgoing

MOST_BYTES = 4 * 1024 * 1024


def asked(
    method: str, url: str, *, headers: Mapping[str, str], content: bytes | None = None, seconds: float
) -> outgoing.Answer:
    """The whole answer, whatever its status. Raises :class:`Trouble`."""
    try:
        return outgoing.request(
            method, url, content=content, headers=headers, seconds=seconds, most_bytes=MOST_BYTES, trust=_trust()
        )
    except outgoing.Forbidden as error:
        raise Trouble("address") from error
    except outgoing.NotReached as error:
        raise Trouble("time-out" if "time" in str(error).lower() else "not reached", is_down=True) from error
    except OSError as error:
        raise Trouble("certificate") from error


def _trust() -> ssl.SSLContext:
    return _context(settings.RAEKODA_XROAD_AUTHORITY, settings.RAEKODA_XROAD_CERTIFICATE)


@lru_cache(maxsize=4)
def _context(authority: str, certificate: str) -> ssl.SSLContext:
    """Whom to believe to be the security server, and who we are to it, where the operator has set it."""
    context = ssl.create_default_context(cafile=authority or None)
    if certificate:
        context.load_cert_chain(certificate)
    return context
