"""Parsing a partner's answers, JSON or XML, and the meaning of its statuses here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from raekoda.casework.cases.models import Outcome
from raekoda.channels.open311 import rules
from raekoda.channels.open311.errors import Open311Error
from raekoda.platform.core.text import clean_text

MAX_TEXT = 4000
LISTS = {"attributes": "attribute", "values": "value"}
OPEN, CLOSED = "open", "closed"
CLOSING_STATUSES = {
    "closed": Outcome.ANSWERED,
    "archived": Outcome.ANSWERED,
    "fixed": Outcome.SOLVED,
    "fixed - council": Outcome.SOLVED,
    "fixed - user": Outcome.SOLVED,
    "no_further_action": Outcome.ANSWERED,
    "not_councils_responsibility": Outcome.NOT_OURS,
    "duplicate": Outcome.ANSWERED,
    "unable_to_fix": Outcome.REFUSED,
}
"""Statuses that close a report at a partner: GeoReport's own and the additional states of FixMyStreet."""
OUR_OUTCOMES = (Outcome.SOLVED, Outcome.ANSWERED, Outcome.PLANNED, Outcome.NOT_OURS, Outcome.REFUSED)


class UnreadableAnswer(Exception):
    """An answer that is not GeoReport."""


@dataclass(frozen=True)
class ReportState:
    """The current state of a report at its partner."""

    id: str
    status: str
    text: str = ""
    outcome: str = ""
    updated: datetime | None = None
    url: str = ""
    description: str = ""

    @property
    def is_open(self) -> bool:
        return not self.outcome


@dataclass(frozen=True)
class Update:
    """One entry of the service request updates."""

    update_id: str
    request_id: str
    status: str
    outcome: str
    text: str
    at: datetime | None


def parse_rows(body: bytes, form: str, member: str) -> list[dict[str, Any]]:
    """The rows of an answer. ``member`` is the name of its elements in XML. Raises :class:`UnreadableAnswer`."""
    return _json_rows(body, member) if form == "json" else _xml_rows(body, member)


def _json_rows(body: bytes, member: str) -> list[dict[str, Any]]:
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswer("not JSON") from error
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 and len(content) == 1 else [content]
    if not isinstance(content, list):
        raise UnreadableAnswer("not a list")
    return [row.get(member, row) if set(row) == {member} else row for row in content if isinstance(row, dict)]


def _xml_rows(body: bytes, member: str) -> list[dict[str, Any]]:
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableAnswer("not XML") from error
    if root.tag.lower() in {"html", "{http://www.w3.org/1999/xhtml}html"}:
        raise UnreadableAnswer("a web page")
    elements = root.findall(member) or ([root] if root.tag == member else [])
    return [_fields(element) for element in elements]


def _fields(element: Element) -> dict[str, Any]:
    return {part.tag: _value(part) for part in element}


def _value(part: Element) -> Any:
    if part.tag in LISTS:
        return [_fields(child) for child in part.findall(LISTS[part.tag])]
    return _fields(part) if len(part) else (part.text or "")


def get_text(row: dict[str, Any], *names: str) -> str:
    """The first non-empty of the named fields, cleaned, at most 4,000 characters."""
    for name in names:
        value = row.get(name)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and (text := clean_text(str(value))):
            return text[:MAX_TEXT]
    return ""


def get_line(row: dict[str, Any], *names: str, limit: int = 120) -> str:
    """As :func:`get_text`, one line of at most ``limit`` characters."""
    return " ".join(get_text(row, *names).split())[:limit]


def get_datetime(row: dict[str, Any], *names: str) -> datetime | None:
    """The time of a field; None when it is missing or not a date."""
    try:
        return rules.parse_time(get_text(row, *names), "")
    except Open311Error:
        return None


def find_outcome(status: str, code: str = "") -> str:
    """The outcome of a report by a partner's status ("" while it is open); ``code`` is an outcome of ours when the partner
    runs this program."""
    closing = CLOSING_STATUSES.get(status.strip().lower())
    if closing is None:
        return ""
    return code if code in OUR_OUTCOMES else closing.value


def parse_report(row: dict[str, Any]) -> ReportState:
    """A row of GET requests."""
    status = get_line(row, "status", limit=40).lower() or OPEN
    extended = row.get("extended_attributes")
    extended = extended if isinstance(extended, dict) else {}
    return ReportState(
        id=get_line(row, "service_request_id"),
        status=status,
        text=get_text(row, "status_notes"),
        outcome=find_outcome(status, get_line(extended, "outcome", limit=40)),
        updated=get_datetime(row, "updated_datetime"),
        url=_link(get_line(extended, "html_url", limit=500)),
        description=get_text(row, "description"),
    )


def parse_update(row: dict[str, Any]) -> Update:
    """A row of GET servicerequestupdates."""
    status = get_line(row, "status", limit=40).lower()
    return Update(
        update_id=get_line(row, "update_id"),
        request_id=get_line(row, "service_request_id"),
        status=status,
        outcome=find_outcome(status, get_line(row, "external_status_code", limit=40)),
        text=get_text(row, "description"),
        at=get_datetime(row, "updated_datetime"),
    )


def parse_attributes(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions of a service definition, in our own form; invalid entries are left out."""
    entries = row.get("attributes")
    for attribute in entries if isinstance(entries, list) else []:
        if not isinstance(attribute, dict) or not (code := get_line(attribute, "code", limit=60)):
            continue
        values = attribute.get("values")
        yield {
            "code": code,
            "datatype": get_line(attribute, "datatype", limit=20),
            "required": _is_true(attribute.get("required")),
            "variable": _is_true(attribute.get("variable", True)),
            "description": get_text(attribute, "description")[:300],
            "datatype_description": get_text(attribute, "datatype_description")[:300],
            "values": [
                {"key": get_line(option, "key"), "name": get_line(option, "name") or get_line(option, "key")}
                for option in (values if isinstance(values, list) else [])
                if isinstance(option, dict) and get_line(option, "key")
            ],
        }


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _link(text: str) -> str:
    try:
        return rules.parse_media_url(text)
    except Open311Error:
        return ""
