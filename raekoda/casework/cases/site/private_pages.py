"""Headers of pages behind unguessable links: not indexed by search engines, address not sent to other sites."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

POLICY = "strict-origin"
"""Other sites get the host at most, never the link. ``no-referrer`` would make browsers send forms with "Origin: null",
which CSRF protection rejects."""


def private_response(response: Response) -> Response:
    """The response with headers that keep its address private."""
    response["Referrer-Policy"] = POLICY
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
