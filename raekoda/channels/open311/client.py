"""Talking to a partner's GeoReport v2 endpoint, JSON or XML, through the one guarded way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from raekoda.channels.open311 import answers
from raekoda.channels.open311.answers import Seen, Unreadable, Update
from raekoda.channels.open311.models import Partner
from raekoda.channels.open311.queries import w3
from raekoda.platform.core import outgoing

MOST_BYTES = 4 * 1024 * 1024
MOST_ASKED_AT_ONCE = 50
TRY_LATER = (408, 409, 425, 429)


class NotAnswering(Exception):
    """No usable answer: the partner is down, slow, or speaks nonsense. ``code`` is the kind, never an address or a text."""

    def __init__(self, code: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.may_have_arrived = may_have_arrived


class Rejected(Exception):
    """The partner says no: ``status`` of HTTP and its own words, one line."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.words = words


class Client:
    """One partner's endpoint. Every method raises :class:`NotAnswering` or :class:`Rejected`."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner
        self.form = partner.form

    def services(self) -> list[dict[str, Any]]:
        """The services it offers."""
        return self._get("services", "service")

    def definition(self, code: str) -> list[dict[str, Any]]:
        """The questions of one service."""
        found = self._get(f"services/{quote(code, safe='')}", "service_definition")
        return list(answers.attributes(found[0])) if found else []

    def offers(self) -> set[str]:
        """What the endpoint says it can beyond GeoReport v2; empty when it says nothing."""
        try:
            found = self._get("discovery", "discovery")
        except (NotAnswering, Rejected):
            return set()
        said = found[0].get("extensions", "") if found else ""
        listed = said if isinstance(said, list) else str(said).split(",")
        return {str(one).strip() for one in listed}

    def has_updates(self, now: datetime) -> bool:
        """Whether it answers the extension of service request updates."""
        try:
            self.updates(now, now)
        except (NotAnswering, Rejected):
            return False
        return True

    def send(self, fields: Mapping[str, str | list[str]], *, once: str) -> tuple[str, str]:
        """Send a report: its number there and its token, one of them "". ``once`` names it for those who keep that apart."""
        found = self._post("requests", fields, {"Idempotency-Key": once}, "request")
        for row in found:
            number, token = answers.line_of(row, "service_request_id"), answers.line_of(row, "token")
            if number or token:
                return number, token
        raise NotAnswering("answer without a number")

    def send_update(self, fields: dict[str, str]) -> None:
        """Send an update about a report."""
        self._post("servicerequestupdates", fields, {}, "request_update")

    def number_of(self, token: str) -> str:
        """The number that belongs to a token; "" while there is none."""
        found = self._get(f"tokens/{quote(token, safe='')}", "request")
        return answers.line_of(found[0], "service_request_id") if found else ""

    def reports(self, numbers: Iterable[str]) -> list[Seen]:
        """Reports by their numbers; those it does not give are not in the list."""
        asked = {"service_request_id": ",".join(numbers), "extensions": "true"}
        return [answers.seen(row) for row in self._get("requests", "request", asked)]

    def report(self, number: str) -> Seen | None:
        """One report; None when the partner does not know it or does not show it."""
        try:
            found = self._get(f"requests/{quote(number, safe='')}", "request", {"extensions": "true"})
        except Rejected as rejection:
            if rejection.status in (404, 410):
                return None
            raise
        return answers.seen(found[0]) if found else None

    def reports_between(self, start: datetime, end: datetime, code: str) -> list[Seen]:
        """Reports about a service that were made in a span of time."""
        asked = {"start_date": w3(start), "end_date": w3(end), "service_code": code, "extensions": "true"}
        return [answers.seen(row) for row in self._get("requests", "request", asked)]

    def updates(self, start: datetime, end: datetime) -> list[Update]:
        """The service request updates of a span of time, the second that ``end`` lies in included."""
        asked = {"start_date": w3(start), "end_date": w3(end + timedelta(seconds=1))}
        rows = self._get("servicerequestupdates", "request_update", asked)
        return [answers.update(row) for row in rows]

    def _get(self, path: str, member: str, asked: dict[str, str] | None = None) -> list[dict[str, Any]]:
        params = {**self._common(), **(asked or {})}
        url = f"{self._url(path)}?{urlencode(params)}" if params else self._url(path)
        return self._read("GET", url, member)

    def _post(
        self, path: str, fields: Mapping[str, str | list[str]], headers: dict[str, str], member: str
    ) -> list[dict[str, Any]]:
        given = {**self._common(), "api_key": self.partner.api_key, **fields}
        content = urlencode({name: value for name, value in given.items() if value}, doseq=True).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", **headers}
        return self._read("POST", self._url(path), member, content, form)

    def _read(
        self, method: str, url: str, member: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> list[dict[str, Any]]:
        """The rows of a good answer."""
        own = {"X-Api-Key": self.partner.api_key} if self.partner.api_key else {}
        try:
            answer = outgoing.request(
                method, url, content=content, headers={**own, **(headers or {})}, most_bytes=MOST_BYTES
            )
        except outgoing.NotReached as error:
            raise NotAnswering(str(error), may_have_arrived=error.may_have_arrived) from error
        if answer.status >= 500 or answer.status in TRY_LATER or not (answer.is_ok or answer.status >= 400):
            never_taken = answer.status == 503 or 400 <= answer.status < 500
            raise NotAnswering(f"HTTP {answer.status}", may_have_arrived=not never_taken)
        if not answer.is_ok:
            raise Rejected(answer.status, self._words(answer.content))
        try:
            return answers.rows(answer.content, self.form, member)
        except Unreadable as error:
            raise NotAnswering(f"unreadable answer: {error}") from error

    def _words(self, body: bytes) -> str:
        """What the errors of a refusal say; "" when they are no GeoReport."""
        try:
            said = [answers.line_of(row, "description", limit=200) for row in answers.rows(body, self.form, "error")]
        except Unreadable:
            return ""
        return " ".join(filter(None, said))[:300]

    def _url(self, path: str) -> str:
        return f"{self.partner.url.rstrip('/')}/{path}.{self.form}"

    def _common(self) -> dict[str, str]:
        return {"jurisdiction_id": self.partner.jurisdiction_id} if self.partner.jurisdiction_id else {}
