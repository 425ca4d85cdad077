"""Tracking parameters that advertisers and mail programs add to links: no page reads them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse

PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "stm_")
NAMES = frozenset(
    {
        *("fbclid", "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "srsltid", "msclkid", "yclid", "ysclid", "twclid"),
        *(
            "ttclid",
            "li_fat_id",
            "igsh",
            "igshid",
            "mc_cid",
            "mc_eid",
            "epik",
            "s_kwcid",
            "_ga",
            "_gl",
            "_hsenc",
            "_hsmi",
        ),
        *("__hstc", "__hssc", "__hsfp", "hsctatracking", "vero_id", "vero_conv", "mkt_tok", "_openstat"),
    }
)


def without_tracking(query: str) -> str:
    """The query string without its tracking parameters; the others stay as they were written."""
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(part: str) -> bool:
    name = unquote_plus(part.partition("=")[0]).lower()
    return name in NAMES or name.startswith(PREFIXES)


class TrackingMiddleware:
    """Removes tracking parameters before anything reads the query, so that such an address is the same page, cached or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if query and request.method in ("GET", "HEAD"):
            request.META["QUERY_STRING"] = without_tracking(query)
        return self.get_response(request)
