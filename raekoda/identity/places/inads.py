"""Client of the state's address service (In-ADS, ``RAEKODA_INADS_URL``), with a short timeout and a pause after
failures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.core.cache import cache

from raekoda.identity.places.rules import COUNTRY_BOX
from raekoda.platform.core.fields import Point

if TYPE_CHECKING:
    import httpx
    from pyproj import Transformer

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 1.5
PAUSE_SECONDS = 30
PAUSED_KEY = "places:inads-resting"
TEXT_FIELDS = ("pikkaadress", "ipikkaadress", "aadresstekst", "taisaadress")
MAX_TEXT_LENGTH = 200


class ServiceUnavailable(Exception):
    """The service fails or is paused after a failure; use the local table."""


@dataclass(frozen=True)
class Hit:
    """An address of the service and its point."""

    text: str
    point: Point


def search(text: str, limit: int) -> list[Hit]:
    """Search for ``text``. Raises :class:`ServiceUnavailable`; after a failure the service is not called for 30
    seconds."""
    import httpx

    if cache.get(PAUSED_KEY):
        raise ServiceUnavailable
    try:
        response = _client().get(
            settings.RAEKODA_INADS_URL.rstrip("/") + "/gazetteer", params={"address": text, "results": limit}
        )
        response.raise_for_status()
        found = read(response.json())
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        cache.set(PAUSED_KEY, True, PAUSE_SECONDS)
        log.warning("inads_not_answering", error=type(error).__name__)
        raise ServiceUnavailable from error
    return found[:limit]


def read(answer: Any) -> list[Hit]:
    """Read the service's answer; entries without a text or a place in Estonia are left out."""
    if not isinstance(answer, dict):
        raise ValueError("not an answer of the address service")
    hits = [_hit(entry) for entry in answer.get("addresses") or [] if isinstance(entry, dict)]
    return [hit for hit in hits if hit is not None]


def _hit(entry: dict[str, Any]) -> Hit | None:
    text = next((str(entry[name]).strip() for name in TEXT_FIELDS if entry.get(name)), "")
    point = _point(entry)
    return Hit(text[:MAX_TEXT_LENGTH], point) if text and point is not None else None


def _point(entry: dict[str, Any]) -> Point | None:
    """The address's point: degrees where given (``_l`` longitude, ``_b`` latitude), else from the Estonian grid."""
    try:
        if entry.get("viitepunkt_l") and entry.get("viitepunkt_b"):
            point = Point(float(entry["viitepunkt_l"]), float(entry["viitepunkt_b"]))
        else:
            point = Point(*_from_grid().transform(float(entry["viitepunkt_x"]), float(entry["viitepunkt_y"])))
    except (KeyError, TypeError, ValueError):
        return None
    west, south, east, north = COUNTRY_BOX
    return point if west <= point.lon <= east and south <= point.lat <= north else None


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    import httpx

    return httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)


@lru_cache(maxsize=1)
def _from_grid() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:3301", "EPSG:4326", always_xy=True)
