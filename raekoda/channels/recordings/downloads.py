"""Downloads with HTTP range requests, which audio players need for seeking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from raekoda.platform.core.files import serve

PART = re.compile(r"^bytes=(\d{1,15})-(\d{0,15})$")
CHUNK = 64 * 1024


def is_first_request(request: HttpRequest) -> bool:
    """Whether the request includes the beginning of the file."""
    asked = PART.match(request.headers.get("Range", ""))
    return asked is None or int(asked[1]) == 0


def range_response(
    request: HttpRequest, file: IO[bytes], *, name: str, content_type: str, size: int
) -> HttpResponseBase:
    """The file as a download; 206 for a range, 416 for an invalid range."""
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
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
