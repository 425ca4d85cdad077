"""A kept file over HTTP, whole or the part asked for (a player that jumps to a place asks for parts)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from raekoda.platform.core.files import serve

PART = re.compile(r"^bytes=(\d{1,15})-(\d{0,15})$")
PIECE = 64 * 1024


def is_from_the_beginning(request: HttpRequest) -> bool:
    """Whether this is the first request of a player, or one for the whole file."""
    asked = PART.match(request.headers.get("Range", ""))
    return asked is None or int(asked[1]) == 0


def whole_or_part(
    request: HttpRequest, file: IO[bytes], *, name: str, content_type: str, size: int
) -> HttpResponseBase:
    """The file as a download that pages may play; 206 for a part, 416 for one that is not there."""
    asked = PART.match(request.headers.get("Range", ""))
    if asked is None:
        response: HttpResponseBase = serve(file, name=name, content_type=content_type)
        response["Accept-Ranges"] = "bytes"
        return response
    begin, end = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if begin > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(begin)
    response = StreamingHttpResponse(_pieces(file, end - begin + 1), status=206, content_type=content_type)
    response["Content-Range"] = f"bytes {begin}-{end}/{size}"
    response["Content-Length"] = str(end - begin + 1)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
