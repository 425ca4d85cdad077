"""The state's address service (In-ADS), by setting ``RAEKODA_INADS_URL``: asked briefly, left alone while it fails."""

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
REST_SECONDS = 30
RESTING_KEY = "places:inads-resting"
TEXT_FIELDS = ("pikkaadress", "ipikkaadress", "aadresstekst", "taisaadress")
LONGEST_TEXT = 200


class NotAnswering(Exception):
    """The service failed now or a moment ago; use the own table."""


@dataclass(frozen=True)
class Hit:
    """An address as the state writes it, and its point."""

    text: str
    point: Point


def search(text: str, limit: int) -> list[Hit]:
    """Ask the service for ``text``. Raises :class:`NotAnswering`; after a failure nobody asks it for 30 seconds."""
    import httpx

    if cache.get(RESTING_KEY):
        raise NotAnswering
    try:
        response = _client().get(
            settings.RAEKODA_INADS_URL.rstrip("/") + "/gazetteer", params={"address": text, "results": limit}
        )
        response.raise_for_status()
        found = read(response.json())
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        cache.set(RESTING_KEY, True, REST_SECONDS)
        log.warning("inads_not_answering", error=type(error).__name__)
        raise NotAnswering from error
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
    return Hit(text[:LONGEST_TEXT], point) if text and point is not None else None


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
