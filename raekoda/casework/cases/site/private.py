"""Pages that stand behind a link nobody can guess: found by no search engine, told to no other site."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

POLICY = "strict-origin"
"""Other pages learn the host at most, never the link. ``no-referrer`` would make browsers send forms with "Origin: null",
which the guard against forged forms has to refuse."""


def kept_private(response: Response) -> Response:
    """The response with the headers that keep its address to whoever holds it."""
    response["Referrer-Policy"] = POLICY
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
