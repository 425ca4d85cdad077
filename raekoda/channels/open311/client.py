"""Client of a partner's GeoReport v2 endpoint, JSON or XML, over the guarded HTTP client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from raekoda.channels.open311 import parsing
from raekoda.channels.open311.models import Partner
from raekoda.channels.open311.parsing import ReportState, UnreadableAnswer, Update
from raekoda.channels.open311.queries import format_time
from raekoda.platform.core import outgoing

MAX_BYTES = 4 * 1024 * 1024
MAX_NUMBERS = 50
RETRY_STATUSES = (408, 409, 425, 429)


class PartnerUnavailable(Exception):
    """No usable answer: the partner is down, slow, or answers invalid data. ``code`` is the kind, never an address or a
    text."""

    def __init__(self, code: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.may_have_arrived = may_have_arrived


class RequestRejected(Exception):
    """The partner rejects the request: the HTTP ``status`` and its own message, one line."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.message = message


class Client:
    """One partner's endpoint. Every method raises :class:`PartnerUnavailable` or :class:`RequestRejected`."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner
        self.form = partner.form

    def services(self) -> list[dict[str, Any]]:
        """The services it offers."""
        return self._get("services", "service")

    def definition(self, code: str) -> list[dict[str, Any]]:
        """The questions of one service."""
        rows = self._get(f"services/{quote(code, safe='')}", "service_definition")
        return list(parsing.parse_attributes(rows[0])) if rows else []

    def extensions(self) -> set[str]:
        """Extensions of GeoReport v2 that the endpoint announces; empty when it announces none."""
        try:
            rows = self._get("discovery", "discovery")
        except (PartnerUnavailable, RequestRejected):
            return set()
        value = rows[0].get("extensions", "") if rows else ""
        items = value if isinstance(value, list) else str(value).split(",")
        return {str(item).strip() for item in items}

    def has_updates(self, now: datetime) -> bool:
        """Whether it supports service request updates."""
        try:
            self.updates(now, now)
        except (PartnerUnavailable, RequestRejected):
            return False
        return True

    def send(self, fields: Mapping[str, str | list[str]], *, idempotency_key: str) -> tuple[str, str]:
        """Send a report; returns its number there and its token, one of them "". ``idempotency_key`` is used by partners that
        support it."""
        rows = self._post("requests", fields, {"Idempotency-Key": idempotency_key}, "request")
        for row in rows:
            number, token = parsing.get_line(row, "service_request_id"), parsing.get_line(row, "token")
            if number or token:
                return number, token
        raise PartnerUnavailable("answer without a number")

    def send_update(self, fields: dict[str, str]) -> None:
        """Send an update about a report."""
        self._post("servicerequestupdates", fields, {}, "request_update")

    def find_number(self, token: str) -> str:
        """The number that belongs to a token; "" while there is none."""
        rows = self._get(f"tokens/{quote(token, safe='')}", "request")
        return parsing.get_line(rows[0], "service_request_id") if rows else ""

    def reports(self, numbers: Iterable[str]) -> list[ReportState]:
        """Reports by their numbers; unknown ones are missing from the list."""
        params = {"service_request_id": ",".join(numbers), "extensions": "true"}
        return [parsing.parse_report(row) for row in self._get("requests", "request", params)]

    def report(self, number: str) -> ReportState | None:
        """One report; None when it is unknown or not public there."""
        try:
            rows = self._get(f"requests/{quote(number, safe='')}", "request", {"extensions": "true"})
        except RequestRejected as rejection:
            if rejection.status in (404, 410):
                return None
            raise
        return parsing.parse_report(rows[0]) if rows else None

    def reports_between(self, start: datetime, end: datetime, code: str) -> list[ReportState]:
        """Reports about a service that were made in a span of time."""
        params = {
            "start_date": format_time(start),
            "end_date": format_time(end),
            "service_code": code,
            "extensions": "true",
        }
        return [parsing.parse_report(row) for row in self._get("requests", "request", params)]

    def updates(self, start: datetime, end: datetime) -> list[Update]:
        """The service request updates of a span of time, including the second of ``end``."""
        params = {"start_date": format_time(start), "end_date": format_time(end + timedelta(seconds=1))}
        rows = self._get("servicerequestupdates", "request_update", params)
        return [parsing.parse_update(row) for row in rows]

    def _get(self, path: str, member: str, params: dict[str, str] | None = None) -> list[dict[str, Any]]:
        query = {**self._common(), **(params or {})}
        url = f"{self._url(path)}?{urlencode(query)}" if query else self._url(path)
        return self._read("GET", url, member)

    def _post(
        self, path: str, fields: Mapping[str, str | list[str]], headers: dict[str, str], member: str
    ) -> list[dict[str, Any]]:
        values = {**self._common(), "api_key": self.partner.api_key, **fields}
        content = urlencode({name: value for name, value in values.items() if value}, doseq=True).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", **headers}
        return self._read("POST", self._url(path), member, content, form)

    def _read(
        self, method: str, url: str, member: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> list[dict[str, Any]]:
        """The rows of a good answer."""
        key_header = {"X-Api-Key": self.partner.api_key} if self.partner.api_key else {}
        try:
            answer = outgoing.request(
                method, url, content=content, headers={**key_header, **(headers or {})}, most_bytes=MAX_BYTES
            )
        except outgoing.NotReached as error:
            raise PartnerUnavailable(str(error), may_have_arrived=error.may_have_arrived) from error
        if answer.status >= 500 or answer.status in RETRY_STATUSES or not (answer.is_ok or answer.status >= 400):
            was_not_processed = answer.status == 503 or 400 <= answer.status < 500
            raise PartnerUnavailable(f"HTTP {answer.status}", may_have_arrived=not was_not_processed)
        if not answer.is_ok:
            raise RequestRejected(answer.status, self._error_text(answer.content))
        try:
            return parsing.parse_rows(answer.content, self.form, member)
        except UnreadableAnswer as error:
            raise PartnerUnavailable(f"unreadable answer: {error}") from error

    def _error_text(self, body: bytes) -> str:
        """The error descriptions of a rejection; "" when they are not GeoReport."""
        try:
            descriptions = [
                parsing.get_line(row, "description", limit=200) for row in parsing.parse_rows(body, self.form, "error")
            ]
        except UnreadableAnswer:
            return ""
        return " ".join(filter(None, descriptions))[:300]

    def _url(self, path: str) -> str:
        return f"{self.partner.url.rstrip('/')}/{path}.{self.form}"

    def _common(self) -> dict[str, str]:
        return {"jurisdiction_id": self.partner.jurisdiction_id} if self.partner.jurisdiction_id else {}
