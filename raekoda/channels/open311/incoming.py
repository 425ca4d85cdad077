"""Reading another system's reports: a GeoReport v2 endpoint, or a file of GeoReport or SeeClickFix JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import slugify

from raekoda.channels.open311 import rules
from raekoda.channels.open311.errors import Open311Error
from raekoda.platform.core.fields import Point

TIMEOUT_SECONDS = 30
MAX_ANSWER_BYTES = 50 * 1024 * 1024
PAGE_SIZE = 200
MAX_PAGES = 2000
MAX_CODE = 60


class SourceError(Exception):
    """The source cannot be read; the text says why."""


@dataclass(frozen=True)
class IncomingService:
    """A service of the other system."""

    code: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class IncomingRequest:
    """A report of the other system; ``error`` says why it cannot be imported."""

    id: str
    service: IncomingService
    text: str
    is_open: bool
    requested: datetime | None
    updated: datetime | None
    notes: str = ""
    address: str = ""
    point: Point | None = None
    media_url: str = ""
    error: str = ""


class FileSource:
    """A file: a list of requests, or an object with ``services`` and ``requests``, or with ``issues`` (SeeClickFix)."""

    def __init__(self, path: Path) -> None:
        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise SourceError(f"{path} cannot be read as JSON: {error}") from error
        content = content if isinstance(content, dict) else {"requests": content}
        self.label = slugify(path.stem) or "file"
        self._services = content.get("services") or []
        self._requests = content.get("requests") or content.get("service_requests") or content.get("issues") or []
        if not isinstance(self._requests, list) or not isinstance(self._services, list):
            raise SourceError(f"{path} holds no list of requests")

    def services(self) -> Iterator[IncomingService]:
        yield from read_services(self._services)

    def pages(self) -> Iterator[list[IncomingRequest]]:
        for start in range(0, len(self._requests), PAGE_SIZE):
            yield [read_request(request) for request in self._requests[start : start + PAGE_SIZE]]


class EndpointSource:
    """A GeoReport v2 endpoint, read backwards from ``until`` to ``since`` in windows of 90 days, page by page."""

    def __init__(self, url: str, *, since: datetime, until: datetime, jurisdiction: str = "") -> None:
        import httpx

        self.url = url.rstrip("/")
        self.label = (urlsplit(url).hostname or "")[:80]
        self._since, self._until = since, until
        self._common = {"jurisdiction_id": jurisdiction} if jurisdiction else {}
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=True)

    def services(self) -> Iterator[IncomingService]:
        yield from read_services(self._get("services.json", {}))

    def pages(self) -> Iterator[list[IncomingRequest]]:
        end = self._until
        while end > self._since:
            start = max(end - rules.MAX_SPAN, self._since)
            yield from self._window(start, end)
            end = start - timedelta(seconds=1)

    def _window(self, start: datetime, end: datetime) -> Iterator[list[IncomingRequest]]:
        span = {"start_date": start.isoformat(timespec="seconds"), "end_date": end.isoformat(timespec="seconds")}
        seen: set[str] = set()
        for number in range(1, MAX_PAGES):
            rows = self._get("requests.json", {**span, "page": str(number), "page_size": str(PAGE_SIZE)})
            new = [request for request in map(read_request, rows) if request.id not in seen]
            if not new:  # the end, or an endpoint without pages that repeats its first
                return
            seen |= {request.id for request in new}
            yield new
            if len(rows) < PAGE_SIZE:
                return

    def _get(self, path: str, parameters: dict[str, str]) -> list[Any]:
        import httpx

        try:
            response = self._client.get(f"{self.url}/{path}", params={**self._common, **parameters})
            response.raise_for_status()
            if len(response.content) > MAX_ANSWER_BYTES:
                raise SourceError(f"{self.url}/{path} answers with more than {MAX_ANSWER_BYTES} bytes")
            content = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SourceError(f"{self.url}/{path} does not answer as GeoReport v2: {error}") from error
        if not isinstance(content, list):
            raise SourceError(f"{self.url}/{path} does not answer with a list")
        return content


def read_services(rows: list[Any]) -> Iterator[IncomingService]:
    """Services of a GeoReport list; entries without a code are left out."""
    for row in rows:
        if isinstance(row, dict) and (code := clean_code(row.get("service_code"))):
            yield IncomingService(code, _text(row, "service_name")[:200] or code, _text(row, "description"))


def clean_code(value: Any) -> str:
    """A service code with only the characters that the register allows."""
    cleaned = "".join(
        char if char.isascii() and (char.isalnum() or char in "._-") else "-" for char in str(value or "").strip()
    )
    return cleaned.strip("-._")[:MAX_CODE]


def read_request(row: Any) -> IncomingRequest:
    """A request of GeoReport or of SeeClickFix; a problem is described in ``error``."""
    if not isinstance(row, dict):
        row = {}
    kind = row.get("request_type") if isinstance(row.get("request_type"), dict) else {}
    assert isinstance(kind, dict)
    name = _text(row, "service_name") or _text(kind, "title")
    code = clean_code(row.get("service_code") or kind.get("id") or slugify(name))
    identifier = _text(row, "service_request_id", "id")
    error = "no identifier" if not identifier else "no service" if not code else ""
    try:
        point = rules.parse_point(_text(row, "lat"), _text(row, "long", "lng", "lon"))
        requested = rules.parse_time(_text(row, "requested_datetime", "created_at"), "requested_datetime")
        updated = rules.parse_time(_text(row, "closed_at", "updated_datetime", "updated_at"), "updated_datetime")
    except Open311Error as error_:
        point, requested, updated, error = None, None, None, str(error_)
    media = row.get("media") if isinstance(row.get("media"), dict) else {}
    assert isinstance(media, dict)
    return IncomingRequest(
        id=identifier[:120],
        service=IncomingService(code, name[:200] or code),
        text=_text(row, "description", "summary") or name,
        is_open=_text(row, "status").lower() not in {"closed", "archived"},
        requested=requested,
        updated=updated,
        notes=_text(row, "status_notes"),
        address=_text(row, "address"),
        point=point,
        media_url=_link(_text(row, "media_url") or _text(media, "image_full")),
        error=error,
    )


def _text(row: dict[str, Any], *names: str) -> str:
    """The first of the named values that is a filled text or number."""
    for name in names:
        value = row.get(name)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and (text := rules.clean(str(value))):
            return text
    return ""


def _link(text: str) -> str:
    try:
        return rules.parse_media_url(text)
    except Open311Error:
        return ""
